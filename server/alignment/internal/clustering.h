// Groups claims into facts.
//
// Links are taken in falling order of probability; each joins the groups of its two claims where
// the claims of the two groups, of different reports, are likely enough on average to tell one fact
// (greedy agglomeration by average linkage, as in coreference: Culotta et al. 2007).
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_

#include <vector>

#include "server/alignment/alignment.h"
#include "server/alignment/internal/mentions.h"

namespace parallax::alignment {

struct Group {
  std::vector<ClaimRef> claims;  // ascending; of at least two reports
  float confidence = 0;          // mean over its pairs of claims of two reports
};

// `pairs` gives the probability of sentences that no link joins. The order of links and reports
// changes nothing. Time: the links times the bounded size of a group.
std::vector<Group> GroupClaims(Reports reports, std::vector<Link> links,
                               const std::vector<SentencePair>& pairs);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLUSTERING_H_
