#include "server/claims/internal/clause_span.h"

#include <algorithm>
#include <string>

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

// "that troops fled": a clause with a subject of its own behind "that", which a wrong tree may hang
// on the noun or day before it ("said on Monday that troops fled").
bool IsThatClause(const Source& source, uint32_t clause) {
  const uint32_t subject = SubjectOf(source, clause);
  if (subject == kNoToken || !IsFinite(source, clause)) return false;
  const uint32_t first = source.annotation.subtree(clause).begin;
  return first != subject && source.lower(first) == "that" &&
         source.word(first).relation != Relation::kDet;
}

class Shape {
 public:
  Shape(const Source& source, const Claim& claim, const std::vector<uint32_t>& claim_of_head)
      : source_(source),
        head_(claim.head),
        nominal_(claim.kind == PredicateKind::kNominal ||
                 source.word(claim.head).relation == Relation::kAppos),
        reports_(IsReportingCue(source, claim.head)),
        claim_of_head_(claim_of_head) {}

  bool LeavesOut(uint32_t child) const {
    const language::Word& word = source_.word(child);
    const Relation plain = language::Universal(word.relation);
    switch (plain) {
      case Relation::kParataxis:
      case Relation::kList:
        return true;
      case Relation::kObl:
      case Relation::kNmod:
        // "according to X" is the attribution around the clause, whatever word it hangs on.
        if (IsAccordingTo(source_, child)) return true;
        break;
      case Relation::kNsubj:
        // A second subject is that of another clause.
        if (word.head == head_ && word.relation != Relation::kNsubjOuter &&
            child != SubjectOf(source_, head_)) {
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
    const language::Word& word = source_.word(child);
    const bool reported = reports_ || IsReportingCue(source_, word.head);
    if (reported && IsThatClause(source_, child)) return true;
    if (word.relation == Relation::kAclRelcl) return IsSetOff(source_, child);
    if (word.relation == Relation::kCcomp) {
      // "asked to dock" is one deed; "said it docked" is two.
      return reported && (IsFinite(source_, child) || SubjectOf(source_, child) != kNoToken);
    }
    if (language::Universal(word.relation) == Relation::kAdvcl) {
      return IsFinite(source_, child) || IsSetOff(source_, child) || IsTemporal(source_, child);
    }
    return nominal_ && reports_ && word.head == head_ && IsFinite(source_, child);
  }

  bool LeavesOutDependent(uint32_t child) const {
    const Relation plain = language::Universal(source_.word(child).relation);
    // The clause may begin with words of another one behind its complementizer.
    if (IsFringe(source_.annotation, child)) return true;
    if (plain == Relation::kObl) {
      // What a comma sets off behind the predicate adds something else to it.
      return child > head_ && IsSetOff(source_, child);
    }
    if (plain == Relation::kConj) return nominal_ || claim_of_head_[child] != kNoClaim;
    if (nominal_) return plain == Relation::kCase || plain == Relation::kAppos;
    return plain == Relation::kAppos && IsSetOff(source_, child);
  }

  const Source& source_;
  const uint32_t head_;
  const bool nominal_;
  const bool reports_;
  const std::vector<uint32_t>& claim_of_head_;
};

}  // namespace

TokenRange ClauseSpan(const Source& source, const Claim& claim,
                      const std::vector<uint32_t>& claim_of_head) {
  const uint32_t head = claim.head;
  const Shape shape(source, claim, claim_of_head);
  TokenRange range =
      Reach(source.annotation, head, [&](uint32_t child) { return shape.LeavesOut(child); });
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
  // "abandoned" says little without "house".
  if (plain == Relation::kAmod && word.head != kNoToken && word.head > head) {
    range.end = std::max(range.end, word.head + 1);
  }
  if (const TokenRange subject = TelegraphicSubject(source, claim); !subject.empty()) {
    // The tree around such words is seldom right: only what touches them counts.
    range = {subject.begin, claim.predicate.end};
    const TokenRange sentence = source.document.sentence_of(head).tokens;
    while (range.end < sentence.end &&
           (source.word(range.end).upos == Upos::kNum ||
            source.word(range.end).upos == Upos::kSym || source.document.text(range.end) == "%")) {
      ++range.end;
    }
    return range;
  }
  range = TrimFringe(source.annotation, range, claim.predicate);
  // "that" before a subject of the clause's own is no pronoun, whatever its tag says.
  if (range.begin < claim.predicate.begin && source.lower(range.begin) == "that") {
    const uint32_t subject = SubjectOf(source, head);
    if (subject != kNoToken && subject > range.begin &&
        source.word(range.begin).relation != Relation::kDet) {
      ++range.begin;
    }
  }
  return range;
}

}  // namespace parallax::claims::internal
