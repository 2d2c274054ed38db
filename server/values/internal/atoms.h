// The atoms of a sentence: tokens, and the parts of tokens that hyphens join ("22-year-old" has
// five). Numbers and times are read from them.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_ATOMS_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_ATOMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/language/syntax.h"

namespace parallax::values::internal {

struct Atom {
  std::string text;  // lower case
  uint32_t token = 0;
  bool glued = false;  // no blank stands before it
  // False where no number, ordinal or fraction begins with this atom; the same for expressions of
  // time that begin with a word.
  bool may_be_number = false;
  bool may_be_time = false;
};

// The atoms of a sentence in order. Dashes of every kind become "-".
std::vector<Atom> AtomsOf(const language::Syntax& syntax, TokenRange tokens);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_ATOMS_H_
