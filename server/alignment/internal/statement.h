// The wording by which a fact is shown.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_STATEMENT_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_STATEMENT_H_

#include <vector>

#include "server/alignment/alignment.h"

namespace parallax::alignment {

// The claim of `members` (at least one) that reads best alone: a whole clause with its own subject,
// plain, in the report's own words. Where all are fragments ("to leave the town"), the nearest
// whole clause around the best of them, if it is short.
ClaimRef ChooseStatement(Reports reports, const std::vector<ClaimRef>& members);

// The words of a claim as they stand alone: its clause, with the whole of a quotation that begins
// or ends inside it where that is not long.
TokenRange StatementTokens(const analysis::Analysis& report, uint32_t claim);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_STATEMENT_H_
