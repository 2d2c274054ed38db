#include "server/text/internal/html.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/text/internal/furniture_line.h"
#include "server/text/internal/html_tree.h"

namespace parallax::text::internal {
namespace {

bool IsMostlyLinks(const HtmlBlock& block) { return block.link_bytes * 2 > block.text.size(); }

// Reads like running text: long enough, or a sentence that ends.
bool IsProse(const HtmlBlock& block) {
  constexpr size_t kShortest = 25;
  return block.text.size() >= kShortest && !IsMostlyLinks(block);
}

// Whether `text` ends as sentences do, quotation marks and brackets behind the stop left out.
bool HasStop(absl::string_view text) { return FurnitureLine(text).ends_sentence(); }

// Whether the words of `part` stand in `whole`, both normalized.
bool HasWords(absl::string_view whole, absl::string_view part) {
  return absl::StrContains(absl::StrCat(" ", whole, " "), absl::StrCat(" ", part, " "));
}

class Extractor {
 public:
  explicit Extractor(const HtmlTree& tree) : tree_(tree) {
    SumProse();
    FindHeadings();
    Inherit();
  }

  absl::StatusOr<HtmlArticle> Extract(const CallContext& context) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    HtmlArticle article;
    uint32_t root = ChooseRoot();
    article.title = Title(root, &article.findings.title_is_weak);
    for (uint32_t inner = root; (inner = NamedBodyIn(root)) != root; root = inner) NarrowTo(inner);
    FindRepeats();
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
    repeated_.assign(tree_.blocks.size(), false);
    PARALLAX_RETURN_IF_ERROR(Collect(context, &article));
    return article;
  }

 private:
  // Appends the blocks of the chosen node.
  absl::Status Collect(const CallContext& context, HtmlArticle* article) const {
    CallPoll poll(context, 256);
    for (size_t i = 0; i < tree_.blocks.size(); ++i) {
      PARALLAX_RETURN_IF_ERROR(poll.Step());
      const HtmlBlock& block = tree_.blocks[i];
      if (!IsChosen(block, article->title) || repeated_[i]) continue;
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
           !IsLinkList(block) && !IsFigureOfTable(block);
  }

  // Many articles side by side where the story is, or many linked headings with hardly more
  // paragraphs than those.
  bool HasSeveral() const {
    constexpr size_t kFewest = 3;
    size_t articles = 0, largest = 0, all = 0;
    std::vector<bool> in_article(tree_.nodes.size(), false);
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      const bool nested = in_article[tree_.nodes[i].parent];
      const bool is_article = tree_.nodes[i].tag == HtmlTag::kArticle;
      in_article[i] = nested || is_article;
      if (nested || !is_article || out_[i] || !inside_[i] || prose_[i] == 0) continue;
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

  // Marks the nodes that stand in a top heading, and finds the heading of any rank that is the
  // page's title: most of what the page is called, in front of or behind the site's name.
  void FindHeadings() {
    in_heading_.assign(tree_.nodes.size(), false);
    std::vector<bool> in_any(tree_.nodes.size(), false);
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      in_heading_[i] = in_heading_[node.parent] || node.tag == HtmlTag::kHeading1;
      in_any[i] = in_any[node.parent] || in_heading_[i] || node.tag == HtmlTag::kHeading;
    }
    const std::string titles[] = {NormalizeLine(tree_.meta_title), NormalizeLine(tree_.title)};
    size_t longest = 0;
    for (const HtmlBlock& block : tree_.blocks) {
      if (!in_any[block.node]) continue;
      const std::string heading = NormalizeLine(block.text);
      for (const std::string& title : titles) {
        if (heading.size() <= longest || heading.size() * 2 < title.size()) continue;
        if (!absl::StartsWith(title, heading) && !absl::EndsWith(title, heading)) continue;
        longest = heading.size();
        title_ = &block;
      }
    }
  }

  // Whether the article at each node is another story: it has a top heading, and not the page's.
  std::vector<bool> OtherStories() const {
    std::vector<bool> has_heading(tree_.nodes.size(), false), has_title(tree_.nodes.size(), false);
    std::vector<bool> other(tree_.nodes.size(), false);
    if (title_ == nullptr) return other;
    has_title[title_->node] = true;
    for (size_t i = tree_.nodes.size(); i-- > 1;) {
      const HtmlNode& node = tree_.nodes[i];
      has_heading[i] = has_heading[i] || node.tag == HtmlTag::kHeading1;
      other[i] = node.tag == HtmlTag::kArticle && has_heading[i] && !has_title[i];
      has_heading[node.parent] = has_heading[node.parent] || has_heading[i];
      has_title[node.parent] = has_title[node.parent] || has_title[i];
    }
    return other;
  }

  // Marks the nodes that are left out with all below them. A node that holds a large part of the
  // page's prose is no furniture, whatever it calls itself (a form around the page, a body of class
  // "sidebar-right").
  void Inherit() {
    out_.assign(tree_.nodes.size(), false);
    in_cell_.assign(tree_.nodes.size(), false);
    std::vector<bool> has_article(tree_.nodes.size(), false);
    std::vector<bool> has_control(tree_.nodes.size(), false);
    for (size_t i = tree_.nodes.size(); i-- > 1;) {
      const HtmlNode& node = tree_.nodes[i];
      const bool is_article = node.is_body || node.tag == HtmlTag::kArticle ||
                              node.tag == HtmlTag::kMain || node.tag == HtmlTag::kHeading1;
      has_article[node.parent] = has_article[node.parent] || has_article[i] || is_article;
      has_control[node.parent] = has_control[node.parent] || has_control[i] || node.is_control;
    }
    const std::vector<bool> other = OtherStories();
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      const bool holds_page = prose_[i] * 5 > prose_[0] * 2;
      // The story behind a wall asks for nothing.
      const bool is_wall = node.is_wall && (has_control[i] || prose_[i] == 0);
      out_[i] = out_[node.parent] || node.is_hidden || other[i] ||
                ((node.is_furniture || is_wall) && !holds_page) ||
                (node.is_dialog && !has_article[i]);
      // A cell that holds the story lays out the page.
      in_cell_[i] = node.is_cell ? !holds_page : in_cell_[node.parent];
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
    kept_.swap(kept);
    uint32_t best = 0;
    int best_rank = 0;
    for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
      if (out_[i] || kept_[i] == 0) continue;
      const int rank = DeclaredRank(i);
      if (rank == 0 || kept_[i] * 5 < kept_[0] * 2) continue;
      if (rank > best_rank || (rank == best_rank && kept_[i] > kept_[best])) {
        best = i;
        best_rank = rank;
      }
    }
    if (best_rank == 0) {
      for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
        if (!out_[i] && score[i] > score[best]) best = i;
      }
      // Prose spread over the page: no container stands out.
      if (kept_[best] * 2 < kept_[0]) best = 0;
    }
    NarrowTo(best);
    return best;
  }

  // The node in `root` that is called the body of an article, where one is and no other by far, or
  // the root itself: around a body stand the writer, the tags, and what the site would like to
  // sell.
  uint32_t NamedBodyIn(uint32_t root) const {
    if (tree_.nodes[root].is_body) return root;
    std::vector<bool> in_body(tree_.nodes.size(), false);
    uint32_t best = root;
    size_t most = 0, all = 0;
    for (uint32_t i = root + 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      const bool is_body = (node.is_named_body || node.is_body) && inside_[i] && !out_[i];
      in_body[i] = in_body[node.parent] || is_body;
      if (!is_body || in_body[node.parent]) continue;
      all += kept_[i];
      if (kept_[i] <= most) continue;
      most = kept_[i];
      best = i;
    }
    return most * 10 >= all * 8 && most * 5 >= kept_[root] * 2 ? best : root;
  }

  // From here on the article is what stands in `root`.
  void NarrowTo(uint32_t root) {
    inside_.assign(tree_.nodes.size(), false);
    inside_[root] = true;
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      if (inside_[tree_.nodes[i].parent]) inside_[i] = true;
    }
  }

  // Marks what is set apart from the story and stands in it as well: a pull quote. So many are
  // looked at that a page of quotations takes no quadratic time.
  void FindRepeats() {
    constexpr size_t kMostLookedAt = 64, kFewestWords = 4, kLongest = 400;
    repeated_.assign(tree_.blocks.size(), false);
    std::vector<bool> in_quote(tree_.nodes.size(), false);
    for (size_t i = 1; i < tree_.nodes.size(); ++i) {
      in_quote[i] = in_quote[tree_.nodes[i].parent] || tree_.nodes[i].is_quote || in_cell_[i];
    }
    std::string story;
    std::vector<size_t> apart;
    for (size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      if (!inside_[block.node] || out_[block.node]) continue;
      if (in_quote[block.node] && block.text.size() <= kLongest && apart.size() < kMostLookedAt) {
        apart.push_back(i);
      } else {
        absl::StrAppend(&story, NormalizeLine(block.text), " | ");
      }
    }
    for (const size_t i : apart) {
      const std::string quote = NormalizeLine(tree_.blocks[i].text);
      const auto spaces = static_cast<size_t>(std::count(quote.begin(), quote.end(), ' '));
      repeated_[i] = spaces + 1 >= kFewestWords && HasWords(story, quote);
    }
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

  // The top heading that is the page's title, else the first one in the article, else what the page
  // tells other sites, else the last top heading before the article, else the page's title.
  // `is_weak`: it is that last one, and it could be anything.
  std::string Title(uint32_t root, bool* is_weak) const {
    constexpr size_t kLongest = 300;
    if (title_ != nullptr && !tree_.nodes[title_->node].is_hidden) return title_->text;
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

  // A line that is all link: related stories, tags, section names. A sentence that somebody linked
  // as a whole is none, where the link is in the paragraph and not around it.
  bool IsLinkList(const HtmlBlock& block) const {
    constexpr std::ptrdiff_t kFewestSpaces = 5;
    if (block.link_bytes * 3 <= block.text.size() * 2 || block.text.size() >= 200) return false;
    return tree_.nodes[block.node].in_link || !HasStop(block.text) ||
           std::count(block.text.begin(), block.text.end(), ' ') < kFewestSpaces;
  }

  // What stands in the cell of a table without a stop: a figure, a heading, a caption.
  bool IsFigureOfTable(const HtmlBlock& block) const {
    return in_cell_[block.node] && !HasStop(block.text);
  }

  const HtmlTree& tree_;
  std::vector<size_t> prose_;
  std::vector<bool> out_;
  std::vector<bool> in_heading_;
  std::vector<bool> in_cell_;  // of a table of figures, or of one that frames a caption
  std::vector<bool> inside_;
  std::vector<size_t> kept_;          // bytes of prose below each node that are not left out
  std::vector<bool> repeated_;        // by block
  const HtmlBlock* title_ = nullptr;  // the page's own, in a top heading
};

}  // namespace

absl::StatusOr<HtmlArticle> ExtractArticle(absl::string_view html, const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const HtmlTree tree, ReadHtml(html, context));
  return Extractor(tree).Extract(context);
}

}  // namespace parallax::text::internal
