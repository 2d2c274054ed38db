// Reads one report into sentences and tokens.
//
// Follows: Unicode Standard Annex 29 (sentence boundaries, by ICU, with suppressions of our own),
// the tokenisation of the Universal Dependencies English treebanks (EWT, GUM).
#ifndef PARALLAX_SERVER_TEXT_READER_H_
#define PARALLAX_SERVER_TEXT_READER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/text/document.h"

namespace parallax::text {

enum class Format : uint8_t { kPlain, kHtml };

struct ReadOptions {
  // Longer sentences are cut at a token border, so that work per sentence stays bounded.
  uint32_t max_sentence_tokens = 200;
  // Of headline and body together, furniture apart. A book of 1 MiB has 220,000; a text of brackets
  // alone has a token a byte, and work is by the token.
  uint32_t max_tokens = 1 << 18;
};

// Splits `headline` (may be empty: a report without one; for HTML the page's own title is then
// taken) and `body`. Neither needs to outlive the call. Linear in the bytes given; no recursion on
// the depth of a page.
//
// Plain text: each line is a paragraph, except where the text is evidently wrapped at a width.
// HTML: the article's paragraphs. In both, lines, sentences and datelines that are no part of the
// article go to Document::furniture() with the rule that found them, and are in no sentence.
//
// A plain text whose lines are all furniture by the rules ("Share") is read as it stands: whoever
// sends one means it.
//
// Errors: INVALID_ARGUMENT where a text is not UTF-8 (the message names the byte) or has more than
// max_tokens; the error of `context` when the call has ended; INTERNAL where ICU lacks its data. A
// text without any word that can be seen gives a Document without sentences.
absl::StatusOr<Document> ReadReport(absl::string_view headline, absl::string_view body,
                                    Format format, const ReadOptions& options,
                                    const CallContext& context);

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_READER_H_
