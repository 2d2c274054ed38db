// What the layers over a claim come to: a class and a number.
//
// Thread safety: free functions.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_DECISION_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_DECISION_H_

#include <vector>

#include "server/commitment/commitment.h"
#include "server/commitment/internal/layers.h"

namespace parallax::commitment::internal {

// The class of the outermost layer that gives one; kAsserted without any.
Class ClassOfLayers(const std::vector<Layer>& layers);

// Each layer, from the innermost out, turns or weakens what stands under it: -3 .. 3.
float NumberOfLayers(const std::vector<Layer>& layers);

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_DECISION_H_
