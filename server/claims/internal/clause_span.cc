#include "server/claims/internal/clause_span.h"

#include <algorithm>
#include <string>

#include "server/claims/internal/reach.h"
#include "server/claims/phrases.h"

namespace parallax::claims::internal {
namespace {

// "after testing positive": another event that only dates this one.
bool IsTemporal(const Syntax& syntax, uint32_t clause) {
  for (uint32_t child : syntax.children(clause)) {
    const Relation plain = language::Universal(syntax.relation(child));
    if (plain != Relation::kMark && plain != Relation::kCase && plain != Relation::kAdvmod)
      continue;
    const std::string text = syntax.lower(child);
    if (text == "after" || text == "before" || text == "while" || text == "when" ||
        text == "since" || text == "until") {
      return true;
    }
  }
  return false;
}

bool IsAccordingTo(const Syntax& syntax, uint32_t phrase) {
  for (uint32_t child : syntax.children(phrase)) {
    if (syntax.relation(child) == Relation::kCase && syntax.lower(child) == "according") {
      return true;
    }
  }
  return false;
}

bool IsReportingCue(const Source& source, uint32_t token) {
  const lexicon::ReportingCue* cue = source.matcher.cue_of_word(token);
  if (cue == nullptr) return false;
  return source.syntax.word(token).upos == Upos::kVerb ? cue->parts.verb : cue->parts.noun;
}

// "that troops fled": a clause with a subject of its own behind "that", which a wrong tree may hang
// on the noun or day before it ("said on Monday that troops fled").
bool IsThatClause(const Syntax& syntax, uint32_t clause) {
  const uint32_t subject = syntax.SubjectOf(clause);
  if (subject == kNoToken || !syntax.IsFinite(clause)) return false;
  const uint32_t first = syntax.annotation().subtree(clause).begin;
  return first != subject && syntax.lower(first) == "that" &&
         syntax.relation(first) != Relation::kDet;
}

class Shape {
 public:
  Shape(const Source& source, const Claim& claim, const std::vector<uint32_t>& claim_of_head)
      : source_(source),
        syntax_(source.syntax),
        head_(claim.head),
        nominal_(claim.kind == PredicateKind::kNominal ||
                 source.syntax.relation(claim.head) == Relation::kAppos),
        reports_(IsReportingCue(source, claim.head)),
        claim_of_head_(claim_of_head) {}

  bool LeavesOut(uint32_t child) const {
    const language::Word& word = syntax_.word(child);
    const Relation plain = language::Universal(word.relation);
    switch (plain) {
      case Relation::kParataxis:
      case Relation::kList:
        return true;
      case Relation::kObl:
      case Relation::kNmod:
        // "according to X" is the attribution around the clause, whatever word it hangs on.
        if (IsAccordingTo(syntax_, child)) return true;
        break;
      case Relation::kNsubj:
        // A second subject is that of another clause.
        if (word.head == head_ && word.relation != Relation::kNsubjOuter &&
            child != syntax_.SubjectOf(head_)) {
          return true;
        }
        break;
      case Relation::kAcl:
      case Relation::kCcomp:
      case Relation::kAdvcl:
        if (LeavesOutClause(child)) return true;
        break;
      default:
        break;
    }
    return word.head == head_ && LeavesOutDependent(child);
  }

 private:
  bool LeavesOutClause(uint32_t child) const {
    const language::Word& word = syntax_.word(child);
    const bool reported = reports_ || IsReportingCue(source_, word.head);
    if (reported && IsThatClause(syntax_, child)) return true;
    if (word.relation == Relation::kAclRelcl) return IsSetOff(syntax_, child);
    if (word.relation == Relation::kCcomp) {
      // "asked to dock" is one deed; "said it docked" is two.
      return reported && (syntax_.IsFinite(child) || syntax_.SubjectOf(child) != kNoToken);
    }
    if (language::Universal(word.relation) == Relation::kAdvcl) {
      return syntax_.IsFinite(child) || IsSetOff(syntax_, child) || IsTemporal(syntax_, child);
    }
    return nominal_ && reports_ && word.head == head_ && syntax_.IsFinite(child);
  }

  bool LeavesOutDependent(uint32_t child) const {
    const Relation plain = language::Universal(syntax_.relation(child));
    // The clause may begin with words of another one behind its complementizer.
    if (IsFringe(syntax_.annotation(), child)) return true;
    if (plain == Relation::kObl) {
      // What a comma sets off behind the predicate adds something else to it.
      return child > head_ && IsSetOff(syntax_, child);
    }
    if (plain == Relation::kConj) return nominal_ || claim_of_head_[child] != kNoClaim;
    if (nominal_) return plain == Relation::kCase || plain == Relation::kAppos;
    return plain == Relation::kAppos && IsSetOff(syntax_, child);
  }

  const Source& source_;
  const Syntax& syntax_;
  const uint32_t head_;
  const bool nominal_;
  const bool reports_;
  const std::vector<uint32_t>& claim_of_head_;
};

}  // namespace

TokenRange ClauseSpan(const Source& source, const Claim& claim,
                      const std::vector<uint32_t>& claim_of_head) {
  const Syntax& syntax = source.syntax;
  const uint32_t head = claim.head;
  const Shape shape(source, claim, claim_of_head);
  TokenRange range =
      Reach(syntax.annotation(), head, [&](uint32_t child) { return shape.LeavesOut(child); });
  range.begin = std::min(range.begin, claim.predicate.begin);
  range.end = std::max(range.end, claim.predicate.end);
  // Headlines leave the copula out: "six diplomats told to leave", "nine dead".
  const language::Word& word = syntax.word(head);
  const Relation plain = language::Universal(word.relation);
  if (syntax.in_headline(head) && word.head != kNoToken && word.head < head &&
      claim_of_head[word.head] == kNoClaim &&
      ((plain == Relation::kAcl && word.relation != Relation::kAclRelcl) ||
       plain == Relation::kAmod)) {
    const TokenRange subject = NounPhrase(syntax.annotation(), word.head);
    range.begin = std::min(range.begin, subject.begin);
  }
  // "abandoned" says little without "house".
  if (plain == Relation::kAmod && word.head != kNoToken && word.head > head) {
    range.end = std::max(range.end, word.head + 1);
  }
  if (const TokenRange subject = TelegraphicSubject(syntax, claim); !subject.empty()) {
    // The tree around such words is seldom right: only what touches them counts.
    range = {subject.begin, claim.predicate.end};
    const TokenRange sentence = syntax.sentence(head).tokens;
    while (range.end < sentence.end &&
           (syntax.word(range.end).upos == Upos::kNum ||
            syntax.word(range.end).upos == Upos::kSym || syntax.text(range.end) == "%")) {
      ++range.end;
    }
    return range;
  }
  range = TrimFringe(syntax.annotation(), range, claim.predicate);
  // "that" before a subject of the clause's own is no pronoun, whatever its tag says.
  if (range.begin < claim.predicate.begin && syntax.lower(range.begin) == "that") {
    const uint32_t subject = syntax.SubjectOf(head);
    if (subject != kNoToken && subject > range.begin &&
        syntax.relation(range.begin) != Relation::kDet) {
      ++range.begin;
    }
  }
  return range;
}

}  // namespace parallax::claims::internal
