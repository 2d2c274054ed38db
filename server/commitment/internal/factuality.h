// The number of a claim: how far a reader takes it to have happened, all layers read together.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_

#include <vector>

#include "server/commitment/internal/layers.h"

namespace parallax::commitment::internal {

// -3 certainly not ... 3 certainly so, on FactBank's scale. Each layer, from the innermost out,
// turns or weakens what stands under it.
float Factuality(const std::vector<Layer>& layers);

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
