#include "server/language/internal/transition.h"

namespace parallax::language::internal {

static_assert(kRelationCount <= 64, "a set of relations is kept in 64 bits");

void ParserState::Reset(uint32_t words) {
  words_ = words;
  next_ = 0;
  stack_.clear();
  nodes_.assign(words + 1, Node());
}

void ParserState::Attach(uint32_t head, uint32_t dependent, Relation relation) {
  nodes_[dependent].head = head;
  nodes_[dependent].relation = relation;
  Node& node = nodes_[head];
  const uint64_t label = uint64_t{1} << static_cast<uint32_t>(relation);
  if (dependent < head) {
    node.left[1] = node.left[0];
    node.left[0] = dependent;
    node.left_labels |= label;
    if (node.left_count < 15) ++node.left_count;
  } else {
    node.right[1] = node.right[0];
    node.right[0] = dependent;
    node.right_labels |= label;
    if (node.right_count < 15) ++node.right_count;
  }
}

void ParserState::Apply(uint32_t action) {
  switch (MoveOf(action)) {
    case Move::kShift:
      stack_.push_back(next_++);
      return;
    case Move::kLeft:
      Attach(next_, stack_.back(), RelationOf(action));
      stack_.pop_back();
      return;
    case Move::kRight:
      Attach(stack_[stack_.size() - 2], stack_.back(), RelationOf(action));
      stack_.pop_back();
      return;
  }
}

}  // namespace parallax::language::internal
