// From claims to the passages an editor reads, and from passages to positions.
//
// A passage is a short run of whole words, inside one sentence, that shows what the flag says: the
// words that differ, with as much of their clause as reads at a glance.
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_EVIDENCE_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_EVIDENCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

// `range` cut to the sentence of its first token, without punctuation at its ends but for marks of
// a quotation that lies whole inside it (a mark whose fellow stands just outside is taken in).
// REQUIRES: range is not empty.
TokenRange Tidy(const analysis::Analysis& report, TokenRange range);

// The claim alone: predicate and arguments, cut where the clause runs long.
TokenRange ClaimPassage(const analysis::Analysis& report, uint32_t claim);

// `marked` with as much of the clause around it as an editor reads at a glance.
TokenRange Around(const analysis::Analysis& report, TokenRange marked, uint32_t claim);

// True where the words stand in a direct quotation of more than a few words.
bool InDirectQuote(const analysis::Analysis& report, TokenRange marked);

// The passage as text, for values and explanations, cut after `max_words` words with an ellipsis.
std::string PassageText(const analysis::Analysis& report, TokenRange range, uint32_t max_words);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_EVIDENCE_H_
