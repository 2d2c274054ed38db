// Groups claims into facts.
//
// Pairs of sentences are taken in falling order of the probability that they state the same fact;
// each joins the groups of the two claims that fit best, where the claims of the two groups are
// likely enough, on average, to speak of one fact (greedy agglomeration by average linkage, as in
// coreference: Culotta et al. 2007), and never where claims clash or are of one sentence.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "server/alignment/internal/candidates.h"
#include "server/alignment/internal/model.h"
#include "server/alignment/internal/profile.h"
#include "server/base/call_context.h"

namespace parallax::alignment {

// Two sentences that may state the same fact.
struct SentenceLink {
  uint32_t first = 0;  // sentence, into Profiles::sentences
  uint32_t second = 0;
  float probability = 0;
};

struct Group {
  std::vector<uint32_t> claims;  // into Profiles::claims, ascending; of at least two reports
  float confidence = 0;
};

// `links` in any order. Errors: only those of `context`.
absl::StatusOr<std::vector<Group>> GroupClaims(const Profiles& profiles, const Model& model,
                                               std::vector<SentenceLink> links,
                                               const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_
