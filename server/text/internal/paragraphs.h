// Paragraphs of a plain text.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_PARAGRAPHS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_PARAGRAPHS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/base/range.h"

namespace parallax::text::internal {

// Paragraphs with something in them, in order, without the space around them. A line end (LF,
// CRLF, CR, U+2028, U+2029) ends a paragraph, except in a text that is evidently wrapped at a
// width: there a blank line, an indented line, or a line that had room for the next word does.
// Linear; stateless, safe for concurrent use. REQUIRES: `text` is valid UTF-8.
// Errors: that of `context` when the call has ended.
absl::StatusOr<std::vector<ByteRange>> FindParagraphs(absl::string_view text,
                                                      const CallContext& context);

// The lines with something in them, in order, without the space around them. Otherwise as above.
absl::StatusOr<std::vector<ByteRange>> FindLines(absl::string_view text,
                                                 const CallContext& context);

// Writes spaces over the line ends inside `range`, byte for byte.
void BlankLineEnds(ByteRange range, std::string* text);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_PARAGRAPHS_H_
