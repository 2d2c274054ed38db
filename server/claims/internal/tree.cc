#include "server/claims/internal/tree.h"

#include <algorithm>
#include <vector>

#include "server/claims/internal/verb_classes.h"

namespace parallax::claims::internal {

uint32_t ChildOf(const Source& source, uint32_t token, Relation plain) {
  for (uint32_t child : source.annotation.children(token)) {
    if (language::Universal(source.word(child).relation) == plain) return child;
  }
  return kNoToken;
}

uint32_t SubjectOf(const Source& source, uint32_t token) {
  uint32_t subject = kNoToken;
  for (uint32_t child : source.annotation.children(token)) {
    if (!IsSubject(source.word(child).relation)) continue;
    // Of several that a wrong tree gives, the one nearest before the verb.
    if (subject == kNoToken || child < token) subject = child;
  }
  return subject;
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

TokenRange TelegraphicSubject(const Source& source, const Claim& claim) {
  const uint32_t head = claim.head;
  if (claim.kind != PredicateKind::kAttribute || !source.in_headline(head) ||
      !IsTelegraphicState(source.lower(head)) || SubjectOf(source, head) != kNoToken ||
      ChildOf(source, head, Relation::kCop) != kNoToken) {
    return {head, head};
  }
  TokenRange run{head, head};
  const uint32_t first = source.document.sentence_of(head).tokens.begin;
  while (run.begin > first) {
    const Upos upos = source.word(run.begin - 1).upos;
    const bool noun = upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kNum;
    const bool modifier = upos == Upos::kAdj || upos == Upos::kDet;
    if (!noun && (!modifier || run.empty())) break;
    --run.begin;
  }
  return run;
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
