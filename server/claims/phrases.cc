#include "server/claims/phrases.h"

#include <algorithm>

#include "server/claims/internal/reach.h"

namespace parallax::claims {

using language::Relation;
using language::Xpos;

TokenRange NounPhrase(const language::Annotation& annotation, uint32_t head) {
  const auto leave_out = [&](uint32_t child) {
    const language::Word& word = annotation.word(child);
    if (word.relation == Relation::kAclRelcl) return true;
    // "a boat carrying migrants": a reduced relative clause is a claim, not part of a name.
    if (word.relation == Relation::kAcl &&
        (word.xpos == Xpos::kVbg || word.xpos == Xpos::kVbn || word.xpos == Xpos::kVbd)) {
      return annotation.child(child, Relation::kMark) == language::kNoToken;
    }
    if (word.head != head) return false;
    // Marks inside the phrase are covered by its range anyway; those at its ends are no part.
    if (word.upos == language::Upos::kPunct) return true;
    switch (language::Universal(word.relation)) {
      case Relation::kCase:
      case Relation::kCc:
      case Relation::kConj:
      case Relation::kAppos:
      case Relation::kParataxis:
      case Relation::kMark:
      case Relation::kNsubj:
      case Relation::kCsubj:
      case Relation::kCop:
      case Relation::kAux:
      case Relation::kAdvcl:
      case Relation::kList:
      case Relation::kDiscourse:
      case Relation::kVocative:
      case Relation::kDislocated:
      case Relation::kExpl:
      case Relation::kOrphan:
        return true;
      default:
        return false;
    }
  };
  TokenRange range = internal::Reach(annotation, head, leave_out);
  // "where Esperanto is in common use": modifiers of the clause stand before what was left out;
  // "the man who fled in a van": those behind it are more often its own than the tree has it.
  for (uint32_t child : annotation.children(head)) {
    if (!leave_out(child) || annotation.word(child).upos == language::Upos::kPunct) continue;
    const TokenRange part = annotation.subtree(child);
    if (part.end <= head) range.begin = std::max(range.begin, part.end);
    if (part.begin > head) range.end = std::min(range.end, part.begin);
  }
  return internal::TrimFringe(annotation, range, {head, head + 1});
}

}  // namespace parallax::claims
