#include "server/text/internal/html.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/text/internal/html_tree.h"

namespace parallax::text::internal {
namespace {

bool IsMostlyLinks(const HtmlBlock& block) { return block.link_bytes * 2 > block.text.size(); }

// Reads like running text: long enough, or a sentence that ends.
bool IsProse(const HtmlBlock& block) {
  constexpr size_t kShortest = 25;
  return block.text.size() >= kShortest && !IsMostlyLinks(block);
}

class Extractor {
 public:
  explicit Extractor(const HtmlTree& tree) : tree_(tree) {
    SumProse();
    Inherit();
  }

  absl::StatusOr<HtmlArticle> Extract(const CallContext& context) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    HtmlArticle article;
    article.title = Title(ChooseRoot(), &article.findings.title_is_weak);
    PARALLAX_RETURN_IF_ERROR(Collect(context, &article));
    article.findings.no_article = HasNoSentence(article.title);
    article.findings.several_articles = HasSeveral();
    if (!article.body.empty()) return article;
    article.findings.no_article = true;
    // Nothing but furniture, by its names: better all of the page than none of it.
    for (size_t i = 0; i < tree_.nodes.size(); ++i) {
      out_[i] = tree_.nodes[i].is_hidden || (i > 0 && out_[tree_.nodes[i].parent]);
      inside_[i] = true;
    }
    PARALLAX_RETURN_IF_ERROR(Collect(context, &article));
    return article;
  }

 private:
  // Appends the blocks of the chosen node.
  absl::Status Collect(const CallContext& context, HtmlArticle* article) const {
    CallPoll poll(context, 256);
    for (const HtmlBlock& block : tree_.blocks) {
      PARALLAX_RETURN_IF_ERROR(poll.Step());
      if (!IsChosen(block, article->title)) continue;
      if (!article->body.empty()) absl::StrAppend(&article->body, "\n\n");
      absl::StrAppend(&article->body, block.text);
    }
    return absl::OkStatus();
  }

  // No sentence in what was chosen of a page that holds a good deal of text.
  bool HasNoSentence(absl::string_view title) const {
    constexpr size_t kMuch = 200;
    size_t all = 0;
    for (const HtmlBlock& block : tree_.blocks) {
      all += block.text.size();
      if (IsChosen(block, title) && IsProse(block) && EndsSentence(block.text)) return false;
    }
    return all > kMuch;
  }

  static bool EndsSentence(absl::string_view text) {
    return absl::StrContains(text, ". ") || text.find_last_of(".?!") + 8 > text.size();
  }

  bool IsChosen(const HtmlBlock& block, absl::string_view title) const {
    return inside_[block.node] && !out_[block.node] && !IsHeadline(block, title) &&
           !IsLinkList(block);
  }

  // Many articles side by side, or many linked headings with hardly more paragraphs than those.
  bool HasSeveral() const {
    constexpr size_t kFewest = 3;
    size_t articles = 0, largest = 0, all = 0;
    std::vector<bool> in_article(tree_.nodes.size(), false);
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      const bool nested = in_article[tree_.nodes[i].parent];
      const bool is_article = tree_.nodes[i].tag == HtmlTag::kArticle;
      in_article[i] = nested || is_article;
      if (nested || !is_article || out_[i] || prose_[i] == 0) continue;
      ++articles;
      largest = std::max(largest, prose_[i]);
      all += prose_[i];
    }
    if (articles >= kFewest && largest * 2 < all) return true;
    size_t links = 0, prose = 0;
    for (const HtmlBlock& block : tree_.blocks) {
      if (out_[block.node] || !inside_[block.node]) continue;
      const HtmlTag tag = tree_.nodes[block.node].tag;
      const bool is_heading = tag == HtmlTag::kHeading || tag == HtmlTag::kHeading1;
      links += is_heading && IsMostlyLinks(block);
      prose += !is_heading && IsProse(block);
    }
    return links > kFewest && prose <= links * 2;
  }

  // Bytes of prose below each node.
  void SumProse() {
    prose_.assign(tree_.nodes.size(), 0);
    for (const HtmlBlock& block : tree_.blocks) {
      if (IsProse(block)) prose_[block.node] += block.text.size();
    }
    for (size_t i = tree_.nodes.size(); i-- > 1;) prose_[tree_.nodes[i].parent] += prose_[i];
  }

  // Marks the nodes that stand in a top heading, and those that are left out with all below them. A
  // node that holds a large part of the page's prose is no furniture, whatever it calls itself (a
  // form around the page, a body of class "sidebar-right").
  void Inherit() {
    out_.assign(tree_.nodes.size(), false);
    in_heading_.assign(tree_.nodes.size(), false);
    std::vector<bool> has_article(tree_.nodes.size(), false);
    for (size_t i = tree_.nodes.size(); i-- > 1;) {
      const HtmlNode& node = tree_.nodes[i];
      const bool is_article = node.is_body || node.tag == HtmlTag::kArticle ||
                              node.tag == HtmlTag::kMain || node.tag == HtmlTag::kHeading1;
      has_article[node.parent] = has_article[node.parent] || has_article[i] || is_article;
    }
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      in_heading_[i] = in_heading_[node.parent] || node.tag == HtmlTag::kHeading1;
      const bool holds_page = prose_[i] * 5 > prose_[0] * 2;
      out_[i] = out_[node.parent] || node.is_hidden || (node.is_furniture && !holds_page) ||
                (node.is_dialog && !has_article[i]);
    }
  }

  // The node that holds the article.
  uint32_t ChooseRoot() {
    std::vector<double> score(tree_.nodes.size(), 0);
    std::vector<size_t> kept(tree_.nodes.size(), 0);  // prose that is not left out
    for (const HtmlBlock& block : tree_.blocks) {
      if (out_[block.node] || !IsProse(block)) continue;
      kept[block.node] += block.text.size();
      const auto commas =
          static_cast<double>(std::count(block.text.begin(), block.text.end(), ','));
      const double points =
          1 + commas + std::min(3.0, static_cast<double>(block.text.size()) / 100);
      double share = 1;
      uint32_t node = block.node;
      if (IsContainer(node)) score[node] += points;
      for (int level = 0; level < 3 && node != 0; ++level, share /= 2) {
        node = tree_.nodes[node].parent;
        score[node] += points * share;
      }
    }
    for (size_t i = tree_.nodes.size(); i-- > 1;) kept[tree_.nodes[i].parent] += kept[i];
    uint32_t best = 0;
    int best_rank = 0;
    for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
      if (out_[i] || kept[i] == 0) continue;
      const int rank = DeclaredRank(i);
      if (rank == 0 || kept[i] * 5 < kept[0] * 2) continue;
      if (rank > best_rank || (rank == best_rank && kept[i] > kept[best])) {
        best = i;
        best_rank = rank;
      }
    }
    if (best_rank == 0) {
      for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
        if (!out_[i] && score[i] > score[best]) best = i;
      }
      // Prose spread over the page: no container stands out.
      if (kept[best] * 2 < kept[0]) best = 0;
    }
    inside_.assign(tree_.nodes.size(), false);
    inside_[best] = true;
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      if (inside_[tree_.nodes[i].parent]) inside_[i] = true;
    }
    return best;
  }

  bool IsContainer(uint32_t node) const {
    const HtmlTag tag = tree_.nodes[node].tag;
    return tag != HtmlTag::kParagraph && tag != HtmlTag::kHeading && tag != HtmlTag::kHeading1 &&
           tag != HtmlTag::kListItem;
  }

  // How plainly the page says that the article is in the node.
  int DeclaredRank(uint32_t node) const {
    if (tree_.nodes[node].is_body) return 3;
    if (tree_.nodes[node].tag == HtmlTag::kArticle) return 2;
    return tree_.nodes[node].tag == HtmlTag::kMain ? 1 : 0;
  }

  // The first top heading in the article, else what the page tells other sites, else the last top
  // heading before the article, else the page's title.
  // `is_weak`: it is that last one, and it could be anything.
  std::string Title(uint32_t root, bool* is_weak) const {
    constexpr size_t kLongest = 300;
    const HtmlBlock* before = nullptr;
    bool reached = false;
    for (const HtmlBlock& block : tree_.blocks) {
      reached = reached || (inside_[block.node] && root != 0);
      if (tree_.nodes[block.node].is_hidden || block.text.size() > kLongest) continue;
      if (!in_heading_[block.node]) continue;
      if (inside_[block.node] && root != 0) return block.text;
      if (!reached) before = &block;
    }
    if (!tree_.meta_title.empty()) return WithoutSite(tree_.meta_title);
    if (before != nullptr) return before->text;
    *is_weak = !tree_.title.empty();
    return WithoutSite(tree_.title);
  }

  // "Title - Site", "Title | Section | Site".
  static std::string WithoutSite(absl::string_view title) {
    title = absl::StripAsciiWhitespace(title);
    for (absl::string_view mark : {" | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ", " :: "}) {
      const size_t at = mark == " | " ? title.find(mark) : title.rfind(mark);
      if (at == absl::string_view::npos) continue;
      constexpr size_t kLongestSite = 40;
      if (mark == " | " || title.size() - at < kLongestSite) {
        if (at > 10) return std::string(absl::StripAsciiWhitespace(title.substr(0, at)));
      }
    }
    return std::string(title);
  }

  bool IsHeadline(const HtmlBlock& block, absl::string_view title) const {
    return in_heading_[block.node] || absl::EqualsIgnoreCase(block.text, title);
  }

  // A line that is all link, and not a sentence: related stories, tags, section names.
  static bool IsLinkList(const HtmlBlock& block) {
    return block.link_bytes * 3 > block.text.size() * 2 && block.text.size() < 200;
  }

  const HtmlTree& tree_;
  std::vector<size_t> prose_;
  std::vector<bool> out_;
  std::vector<bool> in_heading_;
  std::vector<bool> inside_;
};

}  // namespace

absl::StatusOr<HtmlArticle> ExtractArticle(absl::string_view html, const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const HtmlTree tree, ReadHtml(html, context));
  return Extractor(tree).Extract(context);
}

}  // namespace parallax::text::internal
