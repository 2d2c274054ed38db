// Makes any HTML safe to hand to a tree builder that recurses on depth and searches its stacks.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_HTML_CLEANER_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_HTML_CLEANER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"

namespace parallax::text::internal {

// No element of the result lies deeper than this.
inline constexpr size_t kMaxHtmlDepth = 200;

// What the result carries where a table's cell or caption stood.
inline constexpr char kCellAttribute[] = "data-cell";

// `html` as well-formed markup with the same text and structure: every element closed in order,
// none deeper than kMaxHtmlDepth, only elements that shape an article (tables become blocks,
// formatting goes), only the attributes that tell what an element is for, no scripts, styles,
// comments or embedded objects. Character references stay as they are.
//
// gumbo destroys its tree recursively, reopens unclosed formatting in every paragraph and compares
// every attribute of a tag with all others; hostile pages would overflow the stack, fill the
// memory or take quadratic time. On the result all three are bounded.
// Linear; stateless, safe for concurrent use. REQUIRES: `html` is valid UTF-8.
// Errors: that of `context` when the call has ended.
absl::StatusOr<std::string> CleanHtml(absl::string_view html, const CallContext& context);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_HTML_CLEANER_H_
