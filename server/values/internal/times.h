// Time expressions.
//
// Follows: TIMEX3 (ISO 24617-1) for what is marked and how it is valued; news convention for
// weekdays: the one nearest to the day of publication, before it unless the clause speaks of the
// future.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_TIMES_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_TIMES_H_

#include <vector>

#include "absl/types/optional.h"
#include "server/language/syntax.h"
#include "server/values/internal/numerals.h"
#include "server/values/values.h"

namespace parallax::values::internal {

// Appends the time expressions of the sentence with these atoms in text order and sets
// `(*taken)[t]` for tokens whose numbers are parts of dates and clock times. Linear in the sentence
// and the depth of its time expressions.
void FindTimes(const language::Syntax& syntax, const std::vector<Atom>& atoms,
               absl::optional<int32_t> publish_day, std::vector<bool>* taken,
               std::vector<TimeExpression>* times);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_TIMES_H_
