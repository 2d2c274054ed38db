// Numbers (quantities.cc) with what bounds them (quantity_bounds.cc), their units and what they
// count (quantity_units.cc).
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_QUANTITY_FINDER_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_QUANTITY_FINDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/language/syntax.h"
#include "server/values/internal/numerals.h"
#include "server/values/values.h"

namespace parallax::values::internal {

enum class Bound : uint8_t {
  kNone,
  kAtLeast,
  kMoreThan,
  kAtMost,
  kLessThan,
  kAbout,
  kNearly,
  kJustOver
};

// Finds the quantities of one sentence, whose atoms it borrows.
class QuantityFinder {
 public:
  QuantityFinder(const language::Syntax& syntax, TokenRange tokens, const std::vector<Atom>& atoms,
                 const std::vector<bool>& taken, std::vector<Quantity>* quantities)
      : syntax_(syntax), sentence_(tokens), taken_(taken), atoms_(atoms), quantities_(quantities) {}

  void Run();

 private:
  absl::string_view Text(size_t at) const;
  uint32_t TokenOf(size_t at) const { return atoms_[at].token; }

  // True where the atom begins a token that stands free of what is before it.
  bool StartsToken(size_t at) const { return at == 0 || atoms_[at - 1].token != atoms_[at].token; }

  // Reads the quantity whose number begins at `at`; the atom to go on with.
  size_t ReadAt(size_t at);

  void Emit(Quantity quantity);

  static double ScaleOf(double value);

  // Numbers that name and do not count: "Article 5", "Boeing 747", "one another".
  bool IsQuantity(size_t at, const Numeral& numeral) const;

  // A bare number without noun that a wrong tree or a name leaves: "the G 20", scores "3 - 1".
  bool LooksLikeLabel(size_t at, const Numeral& numeral) const;

  // "a 5-4 decision", "won 3-1": numbers on both sides of a dash that are no range. The atom after
  // them, 0 where there is none.
  size_t ReadScore(size_t dash, const Numeral& lower) const;

  bool IsDashRange(const Numeral& lower, const Numeral& upper) const;

  absl::optional<Numeral> ReadUpperEnd(size_t begin, const Numeral& lower, size_t* end);

  // Unit behind the number; the atom after it. 0 where the number is no quantity after all.
  size_t ReadUnit(size_t end, bool percent, const std::string& currency, size_t begin,
                  Quantity* quantity);

  // Norwegians and Danes both pay in kroner: the country named first decides. Only the beginning of
  // the report is read, so that work stays linear.
  bool SpeaksOfDenmark() const;

  static size_t Percent(size_t end, Quantity* quantity);

  // "aged 22", "age 22", and "Smith, 43," in apposition to a name.
  bool IsAge(size_t begin, size_t end) const;

  // Widens the quantity by the words before `at`; the first atom of them.
  size_t ApplyModifiersBefore(size_t at, Quantity* quantity);

  // A small number whose preposition is a real one: "a row over two islands".
  bool IsOwnPhrase(size_t at) const;

  // First atom of `words` where they end just before `end`, else `end`.
  size_t MatchBefore(size_t end, absl::string_view words) const;

  size_t ApplyModifiersAfter(size_t end, Quantity* quantity);

  static void Apply(Bound bound, Quantity* quantity);

  size_t ReadOrdinalAt(size_t at);

  // "half of", "a third of", "two-thirds of", "three quarters of": a share.
  size_t ReadFraction(size_t at);

  // Head of what is counted: what the number modifies, or what "of" adds to it.
  uint32_t Counted(size_t number_at, size_t end, const Quantity& quantity) const;

  const language::Syntax& syntax_;
  const TokenRange sentence_;
  const std::vector<bool>& taken_;
  const std::vector<Atom>& atoms_;
  std::vector<Quantity>* const quantities_;
  uint32_t min_token_ = 0;  // quantities do not overlap
  bool range_ = false;
};

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_QUANTITY_FINDER_H_
