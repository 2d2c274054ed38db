// The words that numbers are written with, and their values.
//
// Thread safety: the tables are const.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_NUMBER_WORDS_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_NUMBER_WORDS_H_

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace parallax::values::internal {

using NumberMap = absl::flat_hash_map<absl::string_view, double>;

const NumberMap& Units();     // "seven", "forty"
const NumberMap& Scales();    // "hundred", "bn"
const NumberMap& Ordinals();  // "third"

// A letter alone is a scale only when it is glued to digits.
bool IsGluedScaleOnly(absl::string_view text);

struct Vague {
  double low;
  double high;
};
// What writers mean by a bare plural ("dozens"): from two of it to where they would use the next
// word.
const absl::flat_hash_map<absl::string_view, Vague>& Vagues();

// The value of a word, no value where the table lacks it.
absl::optional<double> Find(const NumberMap& map, absl::string_view text);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_NUMBER_WORDS_H_
