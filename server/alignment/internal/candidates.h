// Pairs of sentences, of two reports each, that have enough in common to be looked at.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "server/alignment/internal/profile.h"
#include "server/base/call_context.h"

namespace parallax::alignment {

struct Overlap {
  uint32_t other = 0;  // sentence
  float weight = 0;    // sum of the weights of shared terms
  float cosine = 0;    // of the two weighted term vectors
};

// For each sentence its candidates in other reports, by sentence. Symmetric. Found through an
// inverted index over terms; terms that stand in too many sentences open no pair (they still count
// in a pair that others open), and a sentence keeps a bounded number, those with most in common.
struct Candidates {
  std::vector<std::vector<Overlap>> of;

  // nullptr where the two are no candidates.
  const Overlap* Find(uint32_t first, uint32_t second) const;
};

// Errors: only those of `context`.
absl::StatusOr<Candidates> FindCandidates(const Profiles& profiles, const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CANDIDATES_H_
