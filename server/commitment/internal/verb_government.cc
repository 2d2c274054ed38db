// What a governing verb does to its complements and arguments.
#include <array>

#include "server/commitment/internal/tree_reader.h"
#include "server/commitment/internal/words.h"

namespace parallax::commitment::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Xpos;
using lexicon::Connotation;
using lexicon::MarkerKind;
using lexicon::ReportingCue;
using lexicon::Signature;

bool IsOpen(const Signature* signature) {
  return signature == nullptr || (signature->positive == 0 && signature->negative == 0);
}

// "accused of spying", "charged with theft", "fined for speeding"
bool NamesDeed(absl::string_view preposition) {
  return preposition == "of" || preposition == "for" || preposition == "with" ||
         preposition == "over" || preposition == "on";
}

// Before a gerund that the verb governs: "prevented from leaving", "succeeded in leaving", "tricked
// into leaving".
constexpr std::array<absl::string_view, 7> kGerundPrepositions = {"from", "in", "into", "to",
                                                                  "on",   "at", "of"};

}  // namespace

// A clause that the verb governs and the tree has as an adjunct: a gerund behind a preposition that
// it asks for, a bare one right behind the verb, what the verb's entry ends with ("bother to").
bool TreeReader::IsGovernedAdjunct(TokenRange verb, uint32_t dependent) const {
  if (Universal(syntax_.relation(dependent)) != Relation::kAdvcl || dependent < verb.end)
    return false;
  uint32_t mark = kNoToken;
  for (uint32_t c : syntax_.children(dependent)) {
    const Relation r = Universal(syntax_.relation(c));
    if ((r == Relation::kMark || r == Relation::kCase) && c < dependent) mark = c;
  }
  if (mark == kNoToken) {
    return syntax_.word(dependent).xpos == Xpos::kVbg && dependent == verb.end;
  }
  if (verb.Contains(mark)) return true;
  return syntax_.word(dependent).xpos != Xpos::kVb &&
         OneOf(syntax_.lemma(mark), kGerundPrepositions);
}

Reading TreeReader::GovernedByVerb(uint32_t governor, uint32_t dependent, bool negated,
                                   bool* undoes_negation) const {
  const ReportingCue* const cue = matcher_.cue(governor).entry;
  const lexicon::Match<Signature> match = matcher_.signature(governor);
  const Signature* const signature = match.entry;
  const Relation relation = syntax_.relation(dependent);
  switch (Universal(relation)) {
    case Relation::kCcomp:
    case Relation::kXcomp:
    case Relation::kCsubj: {
      const VerbEntries entries = {cue, signature};
      if (syntax_.IsPassive(governor)) {
        const Reading reading = GovernedByPassive(governor, dependent, entries);
        if (reading.value != Class::kAsserted) return reading;
      }
      return GovernedAsClause(governor, dependent, entries, negated, undoes_negation);
    }
    case Relation::kObl:
    case Relation::kAdvcl: {
      const VerbEntries entries = {cue, signature};
      const Reading deed = GovernedAsDeed(governor, dependent, entries, negated);
      if (deed.value != Class::kAsserted || signature == nullptr ||
          !IsGovernedAdjunct(match.tokens, dependent)) {
        return deed;
      }
      return GovernedAsClause(governor, dependent, entries, negated, undoes_negation);
    }
    case Relation::kObj:
      return GovernedAsObject(governor, {cue, signature}, negated, undoes_negation);
    default:
      if (relation != Relation::kNsubjPass) return {};
      return GovernedAsObject(governor, {cue, signature}, negated, undoes_negation);
  }
}

// "is thought to have fled", "it is understood that he fled": nobody is named for it.
Reading TreeReader::GovernedByPassive(uint32_t governor, uint32_t dependent,
                                      VerbEntries entries) const {
  const TokenRange at = {governor, governor + 1};
  const bool infinitive = Universal(syntax_.relation(dependent)) == Relation::kXcomp;
  if (!infinitive && !IsImpersonal(governor)) return {};
  if (infinitive && entries.cue != nullptr && entries.cue->accusation) {
    return {Class::kAlleged, at, Rule::kPassiveAccusation};
  }
  if (!IsOpen(entries.signature)) return {};
  if (entries.cue != nullptr && entries.cue->prospective) {
    return {Class::kProspective, at,
            entries.cue->takes_person ? Rule::kPassiveDirective : Rule::kPassiveExpectation};
  }
  if (infinitive && entries.cue != nullptr && syntax_.lemma(governor) == "tell") {
    return {Class::kProspective, at, Rule::kPassiveDirective};
  }
  if (IsExpected(governor)) return {Class::kProspective, at, Rule::kPassiveExpectation};
  if (entries.cue == nullptr) return {};
  if (IsHearsayVerb(syntax_.lemma(governor))) return {Class::kAlleged, at, Rule::kPassiveHearsay};
  if (entries.cue->mental) return {Class::kHedged, at, Rule::kPassiveBelief};
  if (entries.cue->connotation == Connotation::kEndorsing) {
    return {Class::kEndorsed, at, Rule::kPassiveFinding};
  }
  return {};
}

Reading TreeReader::GovernedAsClause(uint32_t governor, uint32_t dependent, VerbEntries entries,
                                     bool negated, bool* undoes_negation) const {
  const TokenRange at = {governor, governor + 1};
  const bool that_clause = Universal(syntax_.relation(dependent)) == Relation::kCcomp;
  const uint32_t to = InfinitiveMark(dependent);
  // "has to leave" is a duty, "had to leave" is done; "had the doors locked" has no "to".
  if (syntax_.lemma(governor) == "have" && to != kNoToken) {
    const Xpos form = syntax_.word(governor).xpos;
    if (!negated && (form == Xpos::kVbd || form == Xpos::kVbn)) return {};
    *undoes_negation = true;
    return {Class::kProspective, Between(governor, to), Rule::kModalDuty};
  }
  const lexicon::Marker* const marker = matcher_.marker(governor);
  const bool hedges = marker != nullptr && marker->kind == MarkerKind::kHedge;
  if (entries.signature == nullptr) {
    if (hedges) return {Class::kHedged, at, Rule::kHedgeVerb};
    if (Universal(syntax_.relation(dependent)) == Relation::kXcomp && to != kNoToken) {
      return {Class::kProspective, Between(governor, to), Rule::kInfinitiveComplement};
    }
    return {};
  }
  const Signature& signature = *entries.signature;
  const ReportingCue* const cue = entries.cue;
  const int effect = negated ? signature.negative : signature.positive;
  if (effect != 0) {
    *undoes_negation = true;
    if (effect < 0) return {Class::kNegated, at, Rule::kSignature};
    const bool endorses = !negated && that_clause && cue != nullptr && !cue->mental &&
                          cue->connotation == Connotation::kEndorsing;
    return endorses ? Reading{Class::kEndorsed, at, Rule::kEndorsingVerb} : Reading{};
  }
  if (signature.neg_raising && negated) {
    *undoes_negation = true;
    return {Class::kNegated, at, Rule::kNegRaising};
  }
  if (hedges) return {Class::kHedged, at, Rule::kHedgeVerb};
  *undoes_negation = true;
  if (cue != nullptr && !cue->prospective && !cue->mental && that_clause) {
    return {ClassOf(cue->connotation), at, Rule::kReportingVerb};
  }
  return {Class::kProspective, at, Rule::kOpenComplement};
}

Reading TreeReader::GovernedAsDeed(uint32_t governor, uint32_t dependent, VerbEntries entries,
                                   bool negated) const {
  const auto [cue, signature] = entries;
  uint32_t preposition = syntax_.child(dependent, Relation::kCase);
  if (preposition == kNoToken) preposition = syntax_.child(dependent, Relation::kMark);
  if (preposition == kNoToken || !NamesDeed(syntax_.lemma(preposition))) return {};
  const TokenRange tokens = Between(governor, preposition);
  // "cleared of murder"
  if (signature != nullptr && signature->positive < 0 && !negated &&
      syntax_.lemma(preposition) == "of") {
    return {Class::kNegated, tokens, Rule::kSignature};
  }
  if (cue == nullptr || (!cue->accusation && !cue->legal)) return {};
  if (cue->connotation == Connotation::kEndorsing) {
    return {Class::kEndorsed, tokens, Rule::kLegalFinding};
  }
  return {Class::kAlleged, tokens, cue->legal ? Rule::kLegalCharge : Rule::kAccusation};
}

// Only predicates that speak of their object's being so.
Reading TreeReader::GovernedAsObject(uint32_t governor, VerbEntries entries, bool negated,
                                     bool* undoes_negation) const {
  const TokenRange at = {governor, governor + 1};
  const ReportingCue* const cue = entries.cue;
  if (cue != nullptr && !negated) {
    if (cue->connotation == Connotation::kDenying) {
      return {Class::kDenied, at, Rule::kDeniedObject};
    }
    if (cue->connotation == Connotation::kDistancing && !cue->takes_person) {
      return {Class::kAlleged, at, Rule::kClaimedObject};
    }
    if (cue->prospective && !cue->takes_person) {
      return {Class::kProspective, at, Rule::kProspectiveObject};
    }
    if (cue->connotation == Connotation::kEndorsing && !cue->takes_person && !cue->legal &&
        !cue->mental) {
      return {Class::kEndorsed, at, Rule::kConfirmedObject};
    }
  }
  if (entries.signature == nullptr) return {};
  const int effect = negated ? entries.signature->negative : entries.signature->positive;
  if (effect >= 0) return {};
  *undoes_negation = true;
  return {Class::kNegated, at, Rule::kSignature};
}

}  // namespace parallax::commitment::internal
