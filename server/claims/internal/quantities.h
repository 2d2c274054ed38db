// Numbers with what they measure.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_QUANTITIES_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_QUANTITIES_H_

#include <vector>

#include "server/claims/claims.h"
#include "server/claims/internal/numerals.h"
#include "server/claims/internal/tree.h"

namespace parallax::claims::internal {

// Appends the quantities of the sentence in text order. `taken[t]` is true for tokens that belong
// to a date or clock time and are no quantity. `atoms` are those of the sentence. Linear in it.
void FindQuantities(const Source& source, uint32_t sentence, const std::vector<Atom>& atoms,
                    const std::vector<bool>& taken, std::vector<Quantity>* quantities);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_QUANTITIES_H_
