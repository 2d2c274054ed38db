// Sentence borders inside a paragraph: Unicode Standard Annex 29 by ICU proposes, rules over the
// tokens take away (abbreviations, initials, quoted questions that the sentence goes on after) and
// add (a number that opens a sentence, a space lost after the stop).
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_SENTENCES_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_SENTENCES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/base/range.h"

namespace parallax::text::internal {

// Sets `breaks` to the byte offsets of `text` at which UAX 29 begins a sentence, ascending, 0 left
// out. Line ends in `text` always break. Errors: INTERNAL where ICU cannot load its data; that of
// `context` when the call has ended.
absl::Status FindUnicodeBreaks(absl::string_view text, const CallContext& context,
                               std::vector<uint32_t>* breaks);

// Appends to `starts` the index in `tokens` of each sentence's first token, from `first` on; the
// paragraph is tokens [first, tokens->size()). May split a last stop off an initial ("Plan B."),
// which grows `tokens`. `breaks` as above, over the same text.
// Errors: that of `context` when the call has ended.
absl::Status SplitParagraph(absl::string_view text, const std::vector<uint32_t>& breaks,
                            uint32_t first, const CallContext& context,
                            std::vector<ByteRange>* tokens, std::vector<uint32_t>* starts);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_SENTENCES_H_
