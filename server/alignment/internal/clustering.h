// Groups claims into facts.
//
// Average linkage over the probabilities that sentences state the same fact, in falling order of
// the strength of the link between two claims (as in agglomerative clustering for coreference,
// Culotta et al. 2007), with pairs that must never meet.
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

// Two claims, of different reports, that may state it.
struct ClaimLink {
  uint32_t first = 0;  // claim, into Profiles::claims
  uint32_t second = 0;
  float strength = 0;  // 0..1
};

struct Group {
  std::vector<uint32_t> claims;  // into Profiles::claims, ascending; of at least two reports
  float confidence = 0;
};

// The links of claims that follow from links of sentences: the best pair of claims of two sentences
// has the probability of the sentences, others less. By strength, strongest first.
std::vector<ClaimLink> LinkClaims(const Profiles& profiles, const Model& model,
                                  const std::vector<SentenceLink>& links);

// Errors: only those of `context`.
absl::StatusOr<std::vector<Group>> GroupClaims(const Profiles& profiles,
                                               const std::vector<SentenceLink>& sentence_links,
                                               const std::vector<ClaimLink>& claim_links,
                                               const CallContext& context);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_
