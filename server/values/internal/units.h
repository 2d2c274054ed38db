// Units of quantities: currencies and measures.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_UNITS_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_UNITS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::values::internal {

// Takes "$", "us$", "£" off the front of `text` (lower case) and returns its ISO 4217 code, empty
// where there is none. A bare "$" is USD, a bare "¥" JPY, "kr" SEK.
std::string TakeCurrencyPrefix(absl::string_view* text);

// The code that a word names, empty for none: dollar(s), euro(s), pound(s), eur.
absl::string_view CurrencyCode(absl::string_view word);
// Cents, pence: hundredths of the currency before them.
absl::string_view HundredthCurrencyCode(absl::string_view word);

// The lemma of a measure in singular ("kilometre" for km, kilometers), empty for none.
absl::string_view Measure(absl::string_view word);
// second, minute, ... century; empty for none. In singular.
absl::string_view DurationUnit(absl::string_view word);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_UNITS_H_
