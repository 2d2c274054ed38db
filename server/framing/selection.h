// From what the detectors find to what is shown: the candidates, weighed and thinned out.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_SELECTION_H_
#define PARALLAX_SERVER_FRAMING_SELECTION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "server/framing/account.h"
#include "server/framing/clues.h"
#include "server/framing/confidence.h"

namespace parallax::framing {

// Of each kind the likeliest are weighed: a bound on what many reports can bring.
inline constexpr size_t kMaxCandidates = 128;

// Every outlet leaves out most of what it knows: the surest speaks for them.
inline constexpr size_t kMaxOmissions = 1;

struct Candidate {
  Difference difference;  // `confidence` is the detector's own
  Clues clues;
};

// What the detectors of the wanted kinds (bit 1 << kind; 0: all) find, sure or not, in an order
// that depends on the scene alone. Errors: only those of `context`.
absl::StatusOr<std::vector<Candidate>> FindCandidates(const Stage& stage, uint32_t kinds,
                                                      const CallContext& context);

// Weighs the candidates by the model (nullptr: as the detectors do), leaves out what is less sure
// than `least` (more for some kinds: ExtraConfidence) and, where two differences of a kind rest on
// the same sentences of the same reports, the less sure one, and of omissions all but the surest;
// and sorts: gravest first, then by confidence, then by place.
std::vector<Difference> Select(const Stage& stage, std::vector<Candidate> candidates,
                               const FlagModel* model, float least = kLeastConfidence);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_SELECTION_H_
