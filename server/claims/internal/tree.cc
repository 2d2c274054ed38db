#include "server/claims/internal/tree.h"

#include <algorithm>
#include <vector>

namespace parallax::claims::internal {

uint32_t ChildOf(const Source& source, uint32_t token, Relation plain) {
  for (uint32_t child : source.annotation.children(token)) {
    if (language::Universal(source.word(child).relation) == plain) return child;
  }
  return kNoToken;
}

uint32_t SubjectOf(const Source& source, uint32_t token) {
  for (uint32_t child : source.annotation.children(token)) {
    if (IsSubject(source.word(child).relation)) return child;
  }
  return kNoToken;
}

bool IsSetOff(const Source& source, uint32_t token) {
  const uint32_t begin = source.annotation.subtree(token).begin;
  const auto breaks = [&](uint32_t at) {
    const language::Word& word = source.word(at);
    if (word.upos != Upos::kPunct) return false;
    const absl::string_view text = source.document.text(at);
    return text == "," || text == "-" || text == "--" || text == "\u2013" || text == "\u2014" ||
           text == ":" || text == ";" || text == "(" || text == "[";
  };
  const uint32_t first = source.document.sentence_of(token).tokens.begin;
  return breaks(begin) || (begin > first && breaks(begin - 1));
}

bool IsRelativePronoun(const Source& source, uint32_t token) {
  const language::Word& word = source.word(token);
  return (word.features & language::kPronRel) != 0 || word.xpos == Xpos::kWdt ||
         ((word.xpos == Xpos::kWp || word.xpos == Xpos::kWpPoss) &&
          Antecedent(source, token) != kNoToken);
}

uint32_t Antecedent(const Source& source, uint32_t token) {
  while (token != kNoToken) {
    const language::Word& word = source.word(token);
    if (word.relation == Relation::kAclRelcl) return word.head;
    if (word.relation == Relation::kCcomp || word.relation == Relation::kAdvcl ||
        word.relation == Relation::kParataxis) {
      return kNoToken;
    }
    token = word.head;
  }
  return kNoToken;
}

bool IsFinite(const Source& source, uint32_t token) {
  const language::Word& word = source.word(token);
  if (word.xpos == Xpos::kVbd || word.xpos == Xpos::kVbz || word.xpos == Xpos::kVbp ||
      word.xpos == Xpos::kMd) {
    return true;
  }
  for (uint32_t child : source.annotation.children(token)) {
    const Relation plain = language::Universal(source.word(child).relation);
    if (plain != Relation::kAux && plain != Relation::kCop) continue;
    const Xpos xpos = source.word(child).xpos;
    if (xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp || xpos == Xpos::kMd) {
      return true;
    }
  }
  return false;
}

const language::NamedEntity* EntityAt(const Source& source, uint32_t token) {
  const std::vector<language::NamedEntity>& entities = source.annotation.entities();
  auto after = std::upper_bound(
      entities.begin(), entities.end(), token,
      [](uint32_t at, const language::NamedEntity& entity) { return at < entity.tokens.begin; });
  if (after == entities.begin()) return nullptr;
  --after;
  return after->tokens.Contains(token) ? &*after : nullptr;
}

}  // namespace parallax::claims::internal
