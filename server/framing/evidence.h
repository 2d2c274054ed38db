// From claims to the passages an editor reads, and from passages to positions.
//
// A passage is the shortest run of whole words, inside one sentence, that shows what the flag says:
// the claim, with the words that decide its commitment where these are the point.
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_EVIDENCE_H_
#define PARALLAX_SERVER_FRAMING_EVIDENCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/framing/account.h"
#include "server/framing/detector.h"

namespace parallax::framing {

// `range` cut to the sentence of its first token, without punctuation at its ends but for marks of
// a quotation that lies whole inside it (a mark whose fellow stands just outside is taken in).
// REQUIRES: range is not empty.
TokenRange Tidy(const analysis::Analysis& report, TokenRange range);

// The claim alone: predicate and arguments, cut where the clause runs long.
TokenRange ClaimPassage(const analysis::Analysis& report, uint32_t claim);

// The claim together with cue and source, or with the hedge, negation or distancing word, that
// decides its class, where these stand in the same sentence and near enough to quote together.
TokenRange CommittedPassage(const analysis::Analysis& report, uint32_t claim);

// Source and cue, and what they introduce as far as it is near: "Dovzhan snarled that the charges".
TokenRange CuePassage(const analysis::Analysis& report, const attribution::Attribution& layer);

// Sorts and joins the evidence of a position and lists its reports.
Position MakePosition(std::string value, std::vector<Evidence> evidence);

// The passage as text, for values and explanations, cut after `max_words` words with an ellipsis.
std::string PassageText(const analysis::Analysis& report, TokenRange range, uint32_t max_words);

// Number of distinct reports among the evidence and the reports of all positions.
uint32_t ReportCount(const std::vector<Position>& positions);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_EVIDENCE_H_
