// Numbers with what they measure.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_QUANTITIES_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_QUANTITIES_H_

#include <vector>

#include "server/language/syntax.h"
#include "server/values/internal/numerals.h"
#include "server/values/values.h"

namespace parallax::values::internal {

// Appends the quantities of the sentence with these tokens in text order. `taken[t]` is true for
// tokens that belong to a date or clock time and are no quantity. `atoms` are those of the
// sentence. Linear in it.
void FindQuantities(const language::Syntax& syntax, TokenRange sentence,
                    const std::vector<Atom>& atoms, const std::vector<bool>& taken,
                    std::vector<Quantity>* quantities);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_QUANTITIES_H_
