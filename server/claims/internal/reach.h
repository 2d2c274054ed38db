// Ranges of tokens grown from a tree and trimmed at their ends.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_REACH_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_REACH_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "server/language/annotation.h"

namespace parallax::claims::internal {

// Smallest range over `top` and all descendants that are reached without entering a dependent for
// which `leave_out(child)` holds. Linear in the subtree.
template <typename LeaveOut>
TokenRange Reach(const language::Annotation& annotation, uint32_t top, LeaveOut leave_out) {
  TokenRange range{top, top + 1};
  std::vector<uint32_t> stack = {top};
  while (!stack.empty()) {
    const uint32_t token = stack.back();
    stack.pop_back();
    range.begin = std::min(range.begin, token);
    range.end = std::max(range.end, token + 1);
    for (uint32_t child : annotation.children(token)) {
      if (!leave_out(child)) stack.push_back(child);
    }
  }
  return range;
}

// Punctuation, conjunctions and complementizers, which join a phrase to others.
inline bool IsFringe(const language::Annotation& annotation, uint32_t token) {
  const language::Word& word = annotation.word(token);
  if (word.upos == language::Upos::kPunct) return true;
  switch (language::Universal(word.relation)) {
    case language::Relation::kCc:
      return true;
    case language::Relation::kMark:
      return word.xpos != language::Xpos::kTo && word.upos != language::Upos::kPart;
    case language::Relation::kAdvmod:  // "when the boat sank"
      return word.xpos == language::Xpos::kWrb;
    default:
      return false;
  }
}

// Takes the fringe off the front of `range` and punctuation off its end, but never enters `keep`.
inline TokenRange TrimFringe(const language::Annotation& annotation, TokenRange range,
                             TokenRange keep) {
  while (range.begin < keep.begin && IsFringe(annotation, range.begin)) ++range.begin;
  while (range.end > keep.end && annotation.word(range.end - 1).upos == language::Upos::kPunct) {
    --range.end;
  }
  return range;
}

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_REACH_H_
