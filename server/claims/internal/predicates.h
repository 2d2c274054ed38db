// Which tokens of a sentence head a claim.
//
// Follows: PredPatt's predicate root identification (White et al. 2016), with nominal events.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_PREDICATES_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_PREDICATES_H_

#include <vector>

#include "server/claims/claims.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims::internal {

// Appends one claim for each predicate of the sentence, by head token, with sentence, head,
// predicate, kind and voice set. A sentence of words without any predicate gives its root.
void FindPredicates(const Source& source, uint32_t sentence, std::vector<Claim>* claims);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_PREDICATES_H_
