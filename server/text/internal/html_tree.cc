#include "server/text/internal/html_tree.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gumbo.h"
#include "server/base/status_macros.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/html_cleaner.h"
#include "unicode/uchar.h"

namespace parallax::text::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

// Words in the class or id of an element that holds no part of an article.
bool IsFurnitureWord(absl::string_view word) {
  static const Words* const kWords = new Words(absl::StrSplit(
      "ad ads advert adverts advertisement advertising adsbygoogle sponsor sponsored sponsors "
      "promo "
      "promos promotion outbrain taboola recirc recirculation related recommended recommendations "
      "trending popular mostread mostpopular share sharing sharebar sharetools sharedaddy social "
      "socials addthis follow newsletter newsletters subscribe subscription subscriptions signup "
      "signin login register registration paywall regwall donate donation comment comments disqus "
      "livefyre respond reply replies byline bylines author authors bio caption captions credit "
      "credits copyright nav navbar navigation menu menus breadcrumb breadcrumbs sidebar masthead "
      "footer foot cookie cookies consent gdpr modal popup overlay banner tag tags topics keywords "
      "toolbar tools skip skiplink sronly hidden timestamp readmore morestories moreon teaser "
      "teasers widget widgets gallery slideshow carousel poll quiz correction-link pagination "
      "pager print-only noprint offscreen listen audio video player",
      ' '));
  return kWords->contains(word);
}

// Words in the class or id of what is laid over a page to ask for leave or for money.
bool IsDialogWord(absl::string_view word) {
  static const Words* const kWords = new Words(absl::StrSplit(
      "privacy consent consents cookie cookies cookiebot gdpr ccpa cmp onetrust didomi truste "
      "trustarc quantcast usercentrics iubenda sourcepoint evidon osano klaro paywall regwall "
      "piano interstitial lightbox modal popup",
      ' '));
  return kWords->contains(word);
}

// "has-comments", "no-sidebar": about the page, not about what the element is.
bool IsAboutPage(absl::string_view name) {
  for (absl::string_view prefix :
       {"has-", "has_", "with-", "no-", "is-", "without-", "js-", "hide-", "show-", "single-",
        "format-", "category-", "tag-", "layout-", "page-", "template-", "postid-", "theme-"}) {
    if (absl::StartsWith(name, prefix)) return true;
  }
  return false;
}

// Splits "storyBody__share-bar" into its words and asks whether `is_wanted` holds for one.
bool HasWord(absl::string_view attribute, bool (*is_wanted)(absl::string_view)) {
  for (absl::string_view name :
       absl::StrSplit(attribute, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    if (IsAboutPage(name)) continue;
    if (is_wanted(absl::AsciiStrToLower(name))) return true;
    std::string word;
    bool was_lower = false;
    for (size_t i = 0; i <= name.size(); ++i) {
      const char c = i < name.size() ? name[i] : '-';
      const bool is_upper = absl::ascii_isupper(static_cast<unsigned char>(c));
      if (!absl::ascii_isalpha(static_cast<unsigned char>(c)) || (is_upper && was_lower)) {
        if (is_wanted(word)) return true;
        word.clear();
      }
      if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
        word.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
      }
      was_lower = absl::ascii_islower(static_cast<unsigned char>(c));
    }
  }
  return false;
}

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
      case GUMBO_TAG_BLOCKQUOTE:
        node.tag = HtmlTag::kParagraph;
        break;
      case GUMBO_TAG_LI:
        node.tag = HtmlTag::kListItem;
        break;
      case GUMBO_TAG_NAV:
      case GUMBO_TAG_ASIDE:
      case GUMBO_TAG_FOOTER:
      case GUMBO_TAG_FORM:
      case GUMBO_TAG_BUTTON:
      case GUMBO_TAG_LABEL:
      case GUMBO_TAG_FIGURE:
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
    node.is_body = absl::StrContains(item, "articleBody");
    if (role == "main") node.tag = HtmlTag::kMain;
    if (role == "article") node.tag = HtmlTag::kArticle;
    node.is_hidden =
        hidden == "true" || gumbo_get_attribute(&element.attributes, "hidden") != nullptr;
    node.is_furniture = node.is_furniture || role == "navigation" || role == "complementary" ||
                        role == "banner" || role == "contentinfo" || role == "search" ||
                        role == "dialog" || role == "alert" ||
                        (!node.is_body && IsCalled(element, IsFurnitureWord));
    node.is_dialog = role == "dialog" || role == "alertdialog" ||
                     Attribute(element, "aria-modal") == "true" || IsCalled(element, IsDialogWord);
    return node;
  }

  static bool IsCalled(const GumboElement& element, bool (*is_wanted)(absl::string_view)) {
    return HasWord(Attribute(element, "class"), is_wanted) ||
           HasWord(Attribute(element, "id"), is_wanted);
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
  return tree;
}

}  // namespace parallax::text::internal
