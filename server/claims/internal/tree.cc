#include "server/claims/internal/tree.h"

#include <algorithm>
#include <vector>

#include "server/claims/internal/reach.h"
#include "server/claims/phrases.h"

namespace parallax::claims::internal {
namespace {

// "after testing positive": another event that only dates this one.
bool IsTemporal(const Source& source, uint32_t clause) {
  for (uint32_t child : source.annotation.children(clause)) {
    const Relation plain = language::Universal(source.word(child).relation);
    if (plain != Relation::kMark && plain != Relation::kCase && plain != Relation::kAdvmod)
      continue;
    const std::string text = source.lower(child);
    if (text == "after" || text == "before" || text == "while" || text == "when" ||
        text == "since" || text == "until") {
      return true;
    }
  }
  return false;
}

bool IsAccordingTo(const Source& source, uint32_t phrase) {
  for (uint32_t child : source.annotation.children(phrase)) {
    if (source.word(child).relation == Relation::kCase && source.lower(child) == "according") {
      return true;
    }
  }
  return false;
}

bool IsReportingCue(const Source& source, uint32_t token) {
  const lexicon::ReportingCue* cue = source.lexicon.reporting_cue(source.lemma(token));
  if (cue == nullptr) return false;
  return source.word(token).upos == Upos::kVerb ? cue->verb : cue->noun;
}

}  // namespace

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

TokenRange ClauseSpan(const Source& source, const Claim& claim,
                      const std::vector<uint32_t>& claim_of_head) {
  const uint32_t head = claim.head;
  const bool nominal =
      claim.kind == PredicateKind::kNominal || source.word(head).relation == Relation::kAppos;
  const auto leave_out = [&](uint32_t child) {
    const language::Word& word = source.word(child);
    const Relation plain = language::Universal(word.relation);
    if (word.relation == Relation::kAclRelcl) return IsSetOff(source, child);
    if (plain == Relation::kCcomp) return IsReportingCue(source, word.head);
    if (plain == Relation::kAdvcl) {
      return IsFinite(source, child) || IsSetOff(source, child) || IsTemporal(source, child);
    }
    if (plain == Relation::kParataxis || plain == Relation::kList) return true;
    if (word.head != head) return false;
    if (plain == Relation::kObl) {
      // "according to X" is the attribution around the clause; what a comma sets off behind the
      // predicate adds something else to it.
      if (IsAccordingTo(source, child)) return true;
      if (child > head && IsSetOff(source, child)) return true;
    }
    // The clause may begin with words of another one behind its complementizer.
    if (IsFringe(source.annotation, child)) return true;
    if (plain == Relation::kConj) return nominal || claim_of_head[child] != kNoClaim;
    if (plain == Relation::kAcl && nominal) {
      return IsFinite(source, child) && IsReportingCue(source, head);
    }
    if (nominal) return plain == Relation::kCase || plain == Relation::kAppos;
    if (plain == Relation::kAppos) return IsSetOff(source, child);
    return false;
  };
  TokenRange range = Reach(source.annotation, head, leave_out);
  range.begin = std::min(range.begin, claim.predicate.begin);
  range.end = std::max(range.end, claim.predicate.end);
  // Headlines leave the copula out: "six diplomats told to leave", "nine dead".
  const language::Word& word = source.word(head);
  const Relation plain = language::Universal(word.relation);
  if (source.in_headline(head) && word.head != kNoToken && word.head < head &&
      claim_of_head[word.head] == kNoClaim &&
      ((plain == Relation::kAcl && word.relation != Relation::kAclRelcl) ||
       plain == Relation::kAmod)) {
    const TokenRange subject = NounPhrase(source.annotation, word.head);
    range.begin = std::min(range.begin, subject.begin);
  }
  return TrimFringe(source.annotation, range, claim.predicate);
}

}  // namespace parallax::claims::internal
