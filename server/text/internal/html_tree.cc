#include "server/text/internal/html_tree.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "gumbo.h"
#include "server/base/status_macros.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/html_cleaner.h"
#include "server/text/internal/html_names.h"
#include "server/text/internal/html_posts.h"
#include "unicode/uchar.h"

namespace parallax::text::internal {
namespace {

absl::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
  return attribute == nullptr ? absl::string_view() : absl::string_view(attribute->value);
}

// What separates words on a page. Characters that are drawn as nothing do not: they stay for the
// text to be read without them.
bool IsPageSpace(uint32_t value) {
  return IsSpace(value) && (value < 0x80 || u_isUWhiteSpace(static_cast<UChar32>(value)));
}

// White space between words becomes one space.
std::string Collapse(absl::string_view text) {
  std::string collapsed;
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const Character c = CharacterAt(text, at);
    if (IsPageSpace(c.value)) {
      space = !collapsed.empty();
    } else {
      if (space) collapsed.push_back(' ');
      space = false;
      collapsed.append(text.data() + at, c.size);
    }
    at += c.size;
  }
  return collapsed;
}

bool IsInline(GumboTag tag) { return tag == GUMBO_TAG_A || tag == GUMBO_TAG_SPAN; }

class Reader {
 public:
  explicit Reader(HtmlTree* tree) : tree_(tree) {}

  absl::Status Read(const GumboNode& root, const CallContext& context) {
    struct Frame {
      const GumboNode* node;
      uint32_t index;  // of the tree's node for it
      unsigned next;   // child
    };
    tree_->nodes.emplace_back();
    std::vector<Frame> frames = {{&root, 0, 0}};
    CallPoll poll(context, 256);
    while (!frames.empty()) {
      PARALLAX_RETURN_IF_ERROR(poll.Step());
      Frame& frame = frames.back();
      const GumboVector& children = frame.node->v.element.children;
      if (frame.next == children.length) {
        Leave(*frame.node);
        frames.pop_back();
        continue;
      }
      const auto& child = *static_cast<const GumboNode*>(children.data[frame.next++]);
      if (child.type == GUMBO_NODE_TEXT || child.type == GUMBO_NODE_WHITESPACE) {
        AddText(child.v.text.text, frame.index);
      } else if (child.type == GUMBO_NODE_ELEMENT) {
        const uint32_t index = Enter(child, frame.index);
        if (index != kNone) frames.push_back({&child, index, 0});
      }
    }
    Flush();
    return absl::OkStatus();
  }

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};

  // Returns the index of the element's node, kNone where its content is not read.
  uint32_t Enter(const GumboNode& node, uint32_t parent) {
    const GumboElement& element = node.v.element;
    switch (element.tag) {
      case GUMBO_TAG_BR:
      case GUMBO_TAG_HR:
        Flush();
        return kNone;
      case GUMBO_TAG_TITLE:
        if (tree_->title.empty() && element.children.length > 0) {
          const auto& text = *static_cast<const GumboNode*>(element.children.data[0]);
          if (text.type == GUMBO_NODE_TEXT) tree_->title = Collapse(text.v.text.text);
        }
        return kNone;
      case GUMBO_TAG_META:
        ReadMeta(element);
        return kNone;
      default:
        break;
    }
    if (element.tag == GUMBO_TAG_A) ++links_;
    if (!IsInline(element.tag)) Flush();
    HtmlNode made = Describe(element);
    if (IsInline(element.tag) && !made.is_furniture && !made.is_hidden) return parent;
    made.parent = parent;
    made.in_link = links_ > 0 && element.tag != GUMBO_TAG_A;
    Flush();
    tree_->nodes.push_back(made);
    return static_cast<uint32_t>(tree_->nodes.size() - 1);
  }

  void Leave(const GumboNode& node) {
    if (node.type != GUMBO_NODE_ELEMENT) return;
    if (node.v.element.tag == GUMBO_TAG_A && links_ > 0) --links_;
    if (!IsInline(node.v.element.tag)) Flush();
  }

  static HtmlNode Describe(const GumboElement& element) {
    HtmlNode node;
    switch (element.tag) {
      case GUMBO_TAG_ARTICLE:
        node.tag = HtmlTag::kArticle;
        break;
      case GUMBO_TAG_MAIN:
        node.tag = HtmlTag::kMain;
        break;
      case GUMBO_TAG_H1:
        node.tag = HtmlTag::kHeading1;
        break;
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_H5:
      case GUMBO_TAG_H6:
        node.tag = HtmlTag::kHeading;
        break;
      case GUMBO_TAG_P:
        node.tag = HtmlTag::kParagraph;
        break;
      case GUMBO_TAG_BLOCKQUOTE:
        node.tag = HtmlTag::kParagraph;
        node.is_quote = true;
        break;
      case GUMBO_TAG_LI:
        node.tag = HtmlTag::kListItem;
        break;
      case GUMBO_TAG_FIGURE:
        node.tag = HtmlTag::kFigure;
        node.is_furniture = true;
        break;
      case GUMBO_TAG_FORM:
      case GUMBO_TAG_BUTTON:
      case GUMBO_TAG_LABEL:
        node.tag = HtmlTag::kSide;
        node.is_furniture = true;
        node.is_control = true;
        break;
      case GUMBO_TAG_NAV:
      case GUMBO_TAG_ASIDE:
      case GUMBO_TAG_FOOTER:
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_ADDRESS:
        node.tag = HtmlTag::kSide;
        node.is_furniture = true;
        break;
      default:
        break;
    }
    const absl::string_view role = Attribute(element, "role");
    const absl::string_view item = Attribute(element, "itemprop");
    const absl::string_view hidden = Attribute(element, "aria-hidden");
    HtmlName name;
    for (const char* attribute : {"class", "id", "data-hook", "data-testid"}) {
      ReadHtmlName(Attribute(element, attribute), &name);
    }
    node.is_body = absl::StrContains(item, "articleBody");
    node.is_named_body = name.body;
    if (role == "main") node.tag = HtmlTag::kMain;
    if (role == "article") node.tag = HtmlTag::kArticle;
    node.is_hidden =
        hidden == "true" || gumbo_get_attribute(&element.attributes, "hidden") != nullptr;
    node.is_furniture = node.is_furniture || role == "navigation" || role == "complementary" ||
                        role == "banner" || role == "contentinfo" || role == "search" ||
                        role == "dialog" || role == "alert" ||
                        (!node.is_body && (name.furniture || name.dialog));
    node.is_dialog = role == "dialog" || role == "alertdialog" ||
                     Attribute(element, "aria-modal") == "true" || name.dialog;
    node.is_wall = name.wall;
    node.is_quote = node.is_quote || name.quote;
    node.is_post = name.post;
    node.is_cell = gumbo_get_attribute(&element.attributes, kCellAttribute) != nullptr;
    return node;
  }

  void ReadMeta(const GumboElement& element) {
    const absl::string_view property = Attribute(element, "property");
    const absl::string_view name = Attribute(element, "name");
    if (property == "og:title" || name == "og:title" || name == "twitter:title") {
      if (tree_->meta_title.empty()) tree_->meta_title = Collapse(Attribute(element, "content"));
    }
  }

  void AddText(absl::string_view text, uint32_t node) {
    if (block_.text.empty() || block_.node != node) {
      // Text of an inline element that has a node of its own is a block of its own.
      if (!block_.text.empty()) Flush();
      block_.node = node;
    }
    for (size_t at = 0; at < text.size();) {
      const Character c = CharacterAt(text, at);
      at += c.size;
      if (IsPageSpace(c.value)) {
        space_ = true;
        continue;
      }
      if (space_ && !block_.text.empty()) block_.text.push_back(' ');
      space_ = false;
      block_.text.append(text.data() + at - c.size, c.size);
      if (links_ > 0) block_.link_bytes += c.size;
    }
  }

  void Flush() {
    if (!block_.text.empty()) tree_->blocks.push_back(std::move(block_));
    block_ = HtmlBlock();
    space_ = false;
  }

  HtmlTree* tree_;
  HtmlBlock block_;
  bool space_ = false;
  uint32_t links_ = 0;
};

// Makes one block of the blocks of each embedded post, and of each block quotation that ends as
// one.
class PostMerger {
 public:
  explicit PostMerger(HtmlTree* tree) : tree_(*tree), post_of_(tree->nodes.size(), 0) {
    for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      const bool may_be = node.is_post || (node.is_quote && node.tag == HtmlTag::kParagraph);
      post_of_[i] = post_of_[node.parent] == 0 && may_be ? i : post_of_[node.parent];
      is_sure_.push_back(node.is_post);
      tree_.nodes[i].is_post = false;  // until it has been read as one
    }
  }

  void Run() {
    const std::vector<size_t> bytes = BytesBelow();
    std::vector<HtmlBlock> merged;
    for (size_t i = 0; i < tree_.blocks.size();) {
      const uint32_t post = post_of_[tree_.blocks[i].node];
      size_t end = i + 1;
      while (post != 0 && end < tree_.blocks.size() && post_of_[tree_.blocks[end].node] == post) {
        ++end;
      }
      std::string text = post == 0 ? "" : Read(post, i, end);
      if (text.empty()) {
        for (; i < end; ++i) merged.push_back(std::move(tree_.blocks[i]));
        continue;
      }
      merged.push_back({post, std::move(text), 0});
      tree_.nodes[post].is_post = true;
      Release(post, bytes);
      i = end;
    }
    tree_.blocks = std::move(merged);
  }

 private:
  std::string Read(uint32_t post, size_t begin, size_t end) const {
    std::vector<absl::string_view> lines;
    for (size_t i = begin; i < end; ++i) lines.push_back(tree_.blocks[i].text);
    return ReadPost(lines, is_sure_[post - 1]);
  }

  std::vector<size_t> BytesBelow() const {
    std::vector<size_t> bytes(tree_.nodes.size(), 0);
    for (const HtmlBlock& block : tree_.blocks) bytes[block.node] += block.text.size();
    for (size_t i = tree_.nodes.size(); i-- > 1;) bytes[tree_.nodes[i].parent] += bytes[i];
    return bytes;
  }

  // What holds nothing but the post is no furniture, whatever it is called ("social-embed").
  void Release(uint32_t post, const std::vector<size_t>& bytes) {
    constexpr size_t kLittle = 40;
    tree_.nodes[post].is_furniture = false;
    tree_.nodes[post].is_quote = false;
    for (uint32_t i = post; i != 0; i = tree_.nodes[i].parent) {
      if (bytes[i] > bytes[post] + kLittle || tree_.nodes[i].tag == HtmlTag::kSide) return;
      tree_.nodes[i].is_furniture = false;
    }
  }

  HtmlTree& tree_;
  std::vector<uint32_t> post_of_;  // by node: the outermost that may be a post, 0 for none
  std::vector<bool> is_sure_;      // by node, the root left out
};

}  // namespace

absl::StatusOr<HtmlTree> ReadHtml(absl::string_view html, const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string clean, CleanHtml(html, context));
  struct Destroyer {
    void operator()(GumboOutput* output) const {
      gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
  };
  HtmlTree tree;
  const std::unique_ptr<GumboOutput, Destroyer> output(
      gumbo_parse_with_options(&kGumboDefaultOptions, clean.data(), clean.size()));
  PARALLAX_RETURN_IF_ERROR(Reader(&tree).Read(*output->root, context));
  PARALLAX_RETURN_IF_ERROR(context.Check());
  PostMerger(&tree).Run();
  return tree;
}

}  // namespace parallax::text::internal
