// OMISSION and PROMINENCE: what is told, and where.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_TOLD_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_TOLD_H_

#include <vector>

#include "server/framing/calibration.h"
#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

// At most one omission a report, the surest, and prominences; without explanations.
std::vector<Difference> FindOmissions(const Scene& scene, const Calibration& calibration);
std::vector<Difference> FindProminences(const Scene& scene, const Calibration& calibration);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_TOLD_H_
