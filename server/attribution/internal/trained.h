// Attributions found by the trained sequences, which read what the sieves found.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_

#include <utility>
#include <vector>

#include "server/attribution/internal/features.h"
#include "server/attribution/internal/sequence_model.h"

namespace parallax::attribution::internal {

// The attributions whose cues stand in the sentence; the sieves found those from the first index of
// `sieved_here` up to the second in it. Each takes lexicon entry and rule from the
// sieved attribution at its cue where there is one; else its rule is "trained-cue".
void FindTrained(const Context& context, const Features& features,
                 const std::vector<Attribution>& sieved, std::pair<uint32_t, uint32_t> sieved_here,
                 const AttributionModels& models, TokenRange sentence,
                 std::vector<Attribution>* out);

// Labels of the cue sequence that each token may carry.
std::vector<uint8_t> AllowedCues(const std::vector<uint8_t>& likely);

// Labels that each token of the cue's sentence may carry: none on the cue itself.
std::vector<uint8_t> AllowedBeside(TokenRange sentence, TokenRange cue);

// The ranges of a label sequence that begins at token `offset`.
std::vector<TokenRange> RangesOf(const std::vector<uint8_t>& labels, Label begin, uint32_t offset);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_
