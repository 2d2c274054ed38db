#include "server/claims/internal/tree.h"

#include "server/claims/internal/verb_classes.h"

namespace parallax::claims::internal {

bool IsSetOff(const Syntax& syntax, uint32_t token) {
  const uint32_t begin = syntax.annotation().subtree(token).begin;
  const auto breaks = [&](uint32_t at) {
    const language::Word& word = syntax.word(at);
    if (word.upos != Upos::kPunct) return false;
    const absl::string_view text = syntax.text(at);
    return text == "," || text == "-" || text == "--" || text == "\u2013" || text == "\u2014" ||
           text == ":" || text == ";" || text == "(" || text == "[";
  };
  const uint32_t first = syntax.sentence(token).tokens.begin;
  return breaks(begin) || (begin > first && breaks(begin - 1));
}

bool IsRelativePronoun(const Syntax& syntax, uint32_t token) {
  const language::Word& word = syntax.word(token);
  return (word.features & language::kPronRel) != 0 || word.xpos == Xpos::kWdt ||
         ((word.xpos == Xpos::kWp || word.xpos == Xpos::kWpPoss) &&
          Antecedent(syntax, token) != kNoToken);
}

uint32_t Antecedent(const Syntax& syntax, uint32_t token) {
  while (token != kNoToken) {
    const language::Word& word = syntax.word(token);
    if (word.relation == Relation::kAclRelcl) return word.head;
    if (word.relation == Relation::kCcomp || word.relation == Relation::kAdvcl ||
        word.relation == Relation::kParataxis) {
      return kNoToken;
    }
    token = word.head;
  }
  return kNoToken;
}

TokenRange TelegraphicSubject(const Syntax& syntax, const Claim& claim) {
  const uint32_t head = claim.head;
  if (claim.kind != PredicateKind::kAttribute || !syntax.in_headline(head) ||
      !IsTelegraphicState(syntax.lower(head)) || syntax.SubjectOf(head) != kNoToken ||
      syntax.ChildOf(head, Relation::kCop) != kNoToken) {
    return {head, head};
  }
  TokenRange run{head, head};
  const uint32_t first = syntax.sentence(head).tokens.begin;
  while (run.begin > first) {
    const Upos upos = syntax.word(run.begin - 1).upos;
    const bool noun = upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kNum;
    const bool modifier = upos == Upos::kAdj || upos == Upos::kDet;
    if (!noun && (!modifier || run.empty())) break;
    --run.begin;
  }
  return run;
}

}  // namespace parallax::claims::internal
