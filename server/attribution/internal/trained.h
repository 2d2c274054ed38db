// Attributions found by the trained sequences, which read what the sieves found.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_

#include <utility>
#include <vector>

#include "server/attribution/internal/candidates.h"
#include "server/attribution/internal/features.h"
#include "server/attribution/internal/sequence_model.h"

namespace parallax::attribution::internal {

// The attributions whose cues stand in the sentence; the sieves found those from the first index of
// `sieved_here` up to the second in it. Each takes lexicon entry and rule from the
// sieved attribution at its cue where there is one; else its rule is "trained-cue".
void FindTrained(const Context& context, const Features& features,
                 const std::vector<Attribution>& sieved, std::pair<uint32_t, uint32_t> sieved_here,
                 const AttributionModels& models, TokenRange sentence, Workspace* workspace,
                 std::vector<Attribution>* out);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_TRAINED_H_
