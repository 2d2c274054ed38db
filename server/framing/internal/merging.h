// From contrasts between two passages to differences between all reports.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_MERGING_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_MERGING_H_

#include <vector>

#include "server/framing/internal/contrast.h"

namespace parallax::framing {

// The surest contrast of a disagreement begins a difference; others that rest on the same words, or
// for kinds that a fact has once on the same fact, add their report to its positions or say nothing
// new: what a third report says is shown where it would be shown alone, from `least` confidence on.
// Without explanations. The order of `contrasts` changes nothing.
std::vector<Difference> Merge(const Scene& scene, std::vector<Contrast> contrasts, float least);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_MERGING_H_
