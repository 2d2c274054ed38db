// How far a claim reaches in its sentence.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_CLAUSE_SPAN_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_CLAUSE_SPAN_H_

#include <vector>

#include "server/claims/claims.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims::internal {

// The clause that `claim` is, as claims.h describes Claim::span: what depends on its head, without
// the attribution around it, what a reporting word reports, coordinated clauses, and other events
// that only date it or are set off by commas. Linear in the subtree.
TokenRange ClauseSpan(const Source& source, const Claim& claim,
                      const std::vector<uint32_t>& claim_of_head);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_CLAUSE_SPAN_H_
