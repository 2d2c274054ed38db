// Reads numbers in digits and words from the atoms of a sentence.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_NUMERALS_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_NUMERALS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/values/internal/atoms.h"

namespace parallax::values::internal {

struct Numeral {
  size_t end = 0;  // atom after the last one read
  double low = 0;
  double high = 0;
  bool approximate = false;     // dozens, several hundred
  bool words = false;           // has no digits
  bool comma_or_scale = false;  // "2,000", "2 thousand": cannot be a year
  std::string currency;         // of a symbol written with it: "$3m"
  bool percent = false;         // "20%" in one atom
};

// The number that begins at atom `at`: "1.5bn", "two hundred and fifty", "half a million",
// "dozens", "tens of thousands", "a few hundred". No value where none begins there.
absl::optional<Numeral> ReadNumeral(const std::vector<Atom>& atoms, size_t at);

// Takes the letter that is a scale only behind money and glued to it: the "m" of "$3" "m".
void ReadMoneyScale(const std::vector<Atom>& atoms, Numeral* numeral);

// "third" -> 3, "21st" -> 21, "twenty-first" is read by ReadOrdinal from its atoms.
absl::optional<double> OrdinalValue(absl::string_view text);

struct Ordinal {
  size_t end = 0;
  double value = 0;
};
absl::optional<Ordinal> ReadOrdinal(const std::vector<Atom>& atoms, size_t at);

// A plain cardinal below 100 in one word: "seven", "40"; no value for others.
absl::optional<int> SmallNumber(absl::string_view text);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_NUMERALS_H_
