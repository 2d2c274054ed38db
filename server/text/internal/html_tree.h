// A web page as a flat list of elements and of the text blocks in them.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_HTML_TREE_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_HTML_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"

namespace parallax::text::internal {

enum class HtmlTag : uint8_t {
  kOther,
  kArticle,
  kMain,
  kHeading1,
  kHeading,
  kParagraph,
  kListItem,
  kFigure,
  kSide
};

struct HtmlNode {
  uint32_t parent = 0;  // index; the root is its own parent; parents stand before their children
  HtmlTag tag = HtmlTag::kOther;
  bool is_body = false;        // declared the body of the article
  bool is_named_body = false;  // called it, in the words of a publishing system
  bool is_furniture = false;   // by its tag or its class no part of an article
  bool is_dialog = false;      // laid over the page: a consent wall, a box about privacy
  bool is_wall = false;        // asks for money, or holds the story that is behind the asking
  bool is_control = false;     // to be pressed or filled in
  bool is_quote = false;       // a quotation set apart
  bool is_post = false;        // a post of another site; its blocks have become one
  bool is_cell = false;        // of a table, be it there for figures or to lay out the page
  bool is_hidden = false;
  bool in_link = false;  // begun inside a link
};

// Text without markup inside a block element, white space collapsed.
struct HtmlBlock {
  uint32_t node = 0;
  std::string text;
  uint32_t link_bytes = 0;  // of `text`, inside links
};

struct HtmlTree {
  std::vector<HtmlNode> nodes;
  std::vector<HtmlBlock> blocks;  // in document order, none empty
  std::string title;              // of the title element
  std::string meta_title;         // og:title or the like
};

// Builds the tree. Embedded posts come out as quotations of their authors. Linear; no recursion.
// REQUIRES: `html` is valid UTF-8. Errors: that of `context` when the call has ended.
absl::StatusOr<HtmlTree> ReadHtml(absl::string_view html, const CallContext& context);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_HTML_TREE_H_
