// Framing: where reports that carry the same fact tell it differently.
//
// Every pair of sentences that alignment read together is asked one question a kind. The reader of
// pairs proposes, with the words that show it; where a kind has something exact to say (figures,
// dates, quotations, classes of commitment) its question agrees or objects; one calibrated
// probability decides.
//
// Follows: Platt 1999 for the calibration. Thread safety: free functions and const values.
#ifndef PARALLAX_SERVER_FRAMING_FRAMING_H_
#define PARALLAX_SERVER_FRAMING_FRAMING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/framing/calibration.h"
#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

// All differences that were thought of, however unsure; gravest first, then surest; not grouped.
// Errors: only those of `context`, which is asked once a pair of sentences.
absl::StatusOr<std::vector<Difference>> FindDifferences(const Scene& scene,
                                                        const Calibration& calibration,
                                                        const CallContext& context);

// Sets `group`: differences on one fact, or with evidence in the same two sentences, are one
// disagreement, known by its first. REQUIRES: in the order of FindDifferences.
void GroupDifferences(const Scene& scene, std::vector<Difference>* differences);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_FRAMING_H_
