// Who and what takes part in a claim, and in which role.
//
// Follows: PredPatt's argument extraction with its resolution of relative clauses, conjunctions,
// control and raising (White et al. 2016); NOMLEX for nouns (Macleod et al. 1998).
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENTS_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENTS_H_

#include <vector>

#include "server/claims/claims.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims::internal {

// Sets claim->arguments. `claim_of_head` gives the claim that each token heads; `claims` are all of
// the sentence. Linear in the dependents and in the depth of the head.
void FindArguments(const Source& source, const std::vector<Claim>& claims,
                   const std::vector<uint32_t>& claim_of_head, Claim* claim);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_ARGUMENTS_H_
