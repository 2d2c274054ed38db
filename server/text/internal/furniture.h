// What a page carries beside its article, in plain text: text pasted from a page brings the same
// share bars, captions, bylines and related links as the page's markup.
//
// Every rule looks at one line (or one sentence) and is meant to be right before it is complete: a
// lost sentence of the article is worse than a dirty line kept.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/call_context.h"
#include "server/base/range.h"

namespace parallax::text::internal {

// Names of the rules, as document.h's Furniture carries them. Empty: no furniture.
using FurnitureRule = absl::string_view;

struct LineVerdict {
  FurnitureRule rule;  // of the whole line
  // Bytes at the start of a kept line that are no part of its first sentence: a dateline
  // ("LONDON (Reuters) - "), a label ("UPDATE: "). Empty range where there is none.
  ByteRange prefix;
  FurnitureRule prefix_rule;
};

// Judges each of `paragraphs` of `text`, with `headline` (may be empty) to know its repetition.
// Linear; stateless, safe for concurrent use. REQUIRES: `text` is valid UTF-8, `paragraphs` in
// order, not empty and without space at their ends.
// Errors: that of `context` when the call has ended.
absl::StatusOr<std::vector<LineVerdict>> FindFurniture(absl::string_view headline,
                                                       absl::string_view text,
                                                       const std::vector<ByteRange>& paragraphs,
                                                       const CallContext& context);

// Verdicts for a text that is all furniture by the rules, where some of it must stand for the
// article: lines with a word stay.
std::vector<LineVerdict> KeepLinesWithWords(absl::string_view text,
                                            const std::vector<ByteRange>& paragraphs);

// Judges one sentence inside a paragraph, by the rules that are safe there ("Follow her on
// Twitter", "Jo Bloggs contributed to this report.").
FurnitureRule ClassifySentence(absl::string_view sentence);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_FURNITURE_H_
