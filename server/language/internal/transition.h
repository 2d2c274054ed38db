// The arc-hybrid transition system over one sentence, with the root as an extra node at the end.
//
// Follows: Kuhlmann, Gomez-Rodriguez & Satta 2011; Goldberg & Nivre 2013, with one root a sentence.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_TRANSITION_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_TRANSITION_H_

#include <cstdint>
#include <vector>

#include "server/language/tags.h"

namespace parallax::language::internal {

enum class Move : uint8_t { kShift, kLeft, kRight };

// A move with the relation of the arc it draws: 0 shift, then left arcs, then right arcs. Only the
// root node gives the relation root, and always does.
inline constexpr uint32_t kActions = 1 + 2 * kRelationCount;
constexpr uint32_t Action(Move move, Relation relation) {
  const uint32_t label = static_cast<uint32_t>(relation);
  return move == Move::kShift ? 0 : 1 + label + (move == Move::kRight ? kRelationCount : 0);
}
constexpr Move MoveOf(uint32_t action) {
  return action == 0 ? Move::kShift : action <= kRelationCount ? Move::kLeft : Move::kRight;
}
constexpr Relation RelationOf(uint32_t action) {
  return static_cast<Relation>((action - 1) % kRelationCount);
}

// Nodes 0 .. words - 1 are the words, node `words` the root. Reused from sentence to sentence
// without allocating once it has seen the longest.
class ParserState {
 public:
  static constexpr uint32_t kNone = 0xffffffff;

  struct Node {
    uint32_t head = kNone;
    Relation relation = Relation::kDep;
    // Nearest to the head last: left[0] is the outermost left dependent so far.
    uint32_t left[2] = {kNone, kNone};
    uint32_t right[2] = {kNone, kNone};
    uint8_t left_count = 0;
    uint8_t right_count = 0;
    uint64_t left_labels = 0;  // set of relations
    uint64_t right_labels = 0;
  };

  void Reset(uint32_t words);

  uint32_t words() const { return words_; }
  bool Done() const { return next_ == words_ && stack_.empty(); }
  bool May(Move move) const {
    switch (move) {
      case Move::kShift:
        return next_ < words_;
      case Move::kLeft:
        return !stack_.empty() && (next_ < words_ || stack_.size() == 1);
      case Move::kRight:
        return stack_.size() >= 2;
    }
    return false;
  }
  // A word can only get the relation root from the root node, and the root node gives no other.
  bool May(uint32_t action) const {
    const Move move = MoveOf(action);
    if (!May(move)) return false;
    if (move == Move::kShift) return true;
    const bool to_root = move == Move::kLeft && next_ == words_;
    return (RelationOf(action) == Relation::kRoot) == to_root;
  }
  // REQUIRES: May(action).
  void Apply(uint32_t action);

  // The node `depth` under the top of the stack, kNone where there is none.
  uint32_t Stack(uint32_t depth) const {
    return depth < stack_.size() ? stack_[stack_.size() - 1 - depth] : kNone;
  }
  uint32_t Buffer(uint32_t offset) const {
    return next_ + offset <= words_ ? next_ + offset : kNone;
  }
  const Node& node(uint32_t n) const { return nodes_[n]; }
  bool OnStack(uint32_t n) const { return n < next_ && nodes_[n].head == kNone; }
  bool InBuffer(uint32_t n) const { return n >= next_; }

 private:
  void Attach(uint32_t head, uint32_t dependent, Relation relation);

  uint32_t words_ = 0;
  uint32_t next_ = 0;
  std::vector<uint32_t> stack_;
  std::vector<Node> nodes_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_TRANSITION_H_
