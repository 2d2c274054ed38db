// The dynamic oracle of the arc-hybrid system.
//
// Follows: Goldberg & Nivre 2013.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_ORACLE_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_ORACLE_H_

#include <cstdint>
#include <vector>

#include "server/language/internal/transition.h"
#include "server/language/training/corpus.h"

namespace parallax::language::training {

class Oracle {
 public:
  explicit Oracle(const Example& example);

  // How many arcs of the gold tree can no longer be found after the move.
  // REQUIRES: state.May(move).
  uint32_t Cost(const internal::ParserState& state, internal::Move move) const;
  // The action for this move with the relation that its dependent has in the gold tree.
  uint32_t ActionOf(const internal::ParserState& state, internal::Move move) const;

 private:
  const Example& example_;
  std::vector<std::vector<uint32_t>> dependents_;
};

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_ORACLE_H_
