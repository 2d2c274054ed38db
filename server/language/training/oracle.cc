#include "server/language/training/oracle.h"

namespace parallax::language::training {

using internal::Move;
using internal::ParserState;

Oracle::Oracle(const Example& example) : example_(example), dependents_(example.size() + 1) {
  for (uint32_t i = 0; i < example.size(); ++i) dependents_[example.heads[i]].push_back(i);
}

uint32_t Oracle::Cost(const ParserState& state, Move move) const {
  uint32_t cost = 0;
  if (move == Move::kShift) {
    const uint32_t node = state.Buffer(0);
    const uint32_t head = example_.heads[node];
    cost += state.OnStack(head) && head != state.Stack(0);
    for (uint32_t d : dependents_[node]) cost += state.OnStack(d);
    return cost;
  }
  const uint32_t top = state.Stack(0);
  const uint32_t head = example_.heads[top];
  for (uint32_t d : dependents_[top]) cost += state.InBuffer(d);
  if (move == Move::kLeft) {
    cost += head == state.Stack(1) || (state.InBuffer(head) && head != state.Buffer(0));
  } else {
    cost += state.InBuffer(head);
  }
  return cost;
}

uint32_t Oracle::ActionOf(const ParserState& state, Move move) const {
  if (move == Move::kShift) return internal::Action(move, Relation::kRoot);
  if (move == Move::kLeft && state.Buffer(0) == state.words()) {
    return internal::Action(move, Relation::kRoot);
  }
  const Relation relation = example_.relations[state.Stack(0)];
  return internal::Action(move, relation == Relation::kRoot ? Relation::kDep : relation);
}

}  // namespace parallax::language::training
