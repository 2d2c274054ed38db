// What a governing word does to its complements and arguments.
#include <array>

#include "server/commitment/internal/tree_reader.h"
#include "server/commitment/internal/words.h"

namespace parallax::commitment::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using lexicon::Connotation;
using lexicon::MarkerKind;

// Said of what is to come, with an infinitive: due to, set to.
constexpr std::array<absl::string_view, 17> kProspectiveAdjectives = {
    "due",        "set",      "ready",   "willing",   "eager",  "keen",
    "free",       "prepared", "poised",  "bound",     "about",  "reluctant",
    "determined", "slated",   "anxious", "unwilling", "welcome"};

constexpr std::array<absl::string_view, 6> kHearsayNouns = {"report", "suggestion", "rumor",
                                                            "rumour", "account",    "news"};

}  // namespace

Reading TreeReader::Carried(uint32_t predicate) const {
  bool undoes_negation = false;
  for (uint32_t c : annotation_.children(predicate)) {
    const Relation r = Universal(word(c).relation);
    if (r != Relation::kXcomp && r != Relation::kCcomp && r != Relation::kAdvcl) continue;
    const Reading reading = Government(predicate, c, &undoes_negation);
    if (reading.rule == "hedge-verb" || reading.rule == "hedge-adjective" ||
        reading.rule == "passive-belief" || reading.rule == "passive-hearsay" ||
        reading.rule == "passive-expectation" || reading.rule == "prospective-adjective" ||
        reading.rule == "passive-accusation") {
      return reading;
    }
  }
  // "A ban is possible."
  if (word(predicate).upos == Upos::kAdj && HasSubject(predicate)) {
    const lexicon::Marker* marker = lexicon_.marker(lemma(predicate));
    if (marker != nullptr &&
        (marker->kind == MarkerKind::kHedge || marker->kind == MarkerKind::kDistance)) {
      return {ClassOf(marker->kind), {predicate, predicate + 1}, "hedge-adjective"};
    }
  }
  return {};
}

Reading TreeReader::Government(uint32_t governor, uint32_t dependent, bool* undoes_negation) const {
  *undoes_negation = false;
  const bool negated = Negator(governor) != kNoToken;
  switch (word(governor).upos) {
    case Upos::kVerb:
    case Upos::kAux:
      return GovernedByVerb(governor, dependent, negated, undoes_negation);
    case Upos::kNoun:
    case Upos::kPropn:
      return GovernedByNoun(governor, dependent);
    case Upos::kAdj:
      return GovernedByAdjective(governor, dependent, negated, undoes_negation);
    default:
      return {};
  }
}

Reading TreeReader::GovernedByVerb(uint32_t governor, uint32_t dependent, bool negated,
                                   bool* undoes_negation) const {
  const Relation r = Universal(word(dependent).relation);
  const bool clause = r == Relation::kCcomp || r == Relation::kXcomp || r == Relation::kCsubj;
  const TokenRange at = {governor, governor + 1};
  std::string key = VerbLemma(governor);
  const lexicon::ReportingCue* cue = lexicon_.reporting_cue(key);
  if (cue != nullptr && !cue->verb) cue = nullptr;
  const lexicon::Signature* signature = lexicon_.signature(key);
  if (clause) {
    const bool passive = IsPassive(governor);
    if (passive && cue != nullptr && r == Relation::kXcomp) {
      if (cue->accusation) return {Class::kAlleged, at, "passive-accusation"};
      if (signature == nullptr || (signature->positive == 0 && signature->negative == 0)) {
        if (cue->prospective || lemma(governor) == "expect" || lemma(governor) == "slate" ||
            lemma(governor) == "anticipate" || lemma(governor) == "predict") {
          return {Class::kProspective, at,
                  cue->takes_person ? "passive-directive" : "passive-expectation"};
        }
        if (lemma(governor) == "tell") return {Class::kProspective, at, "passive-directive"};
        if (cue->mental) {
          *undoes_negation = false;
          return {Class::kHedged, at, "passive-belief"};
        }
        if (cue->connotation == Connotation::kEndorsing) {
          return {Class::kEndorsed, at, "passive-finding"};
        }
        if (IsHearsayVerb(lemma(governor))) return {Class::kAlleged, at, "passive-hearsay"};
      }
    }
    if (signature != nullptr) {
      const int effect = negated ? signature->negative : signature->positive;
      if (effect > 0) {
        *undoes_negation = true;
        if (!negated && r == Relation::kCcomp && cue != nullptr && !cue->mental &&
            cue->connotation == Connotation::kEndorsing) {
          return {Class::kEndorsed, at, "endorsing-verb"};
        }
        return {};
      }
      if (effect < 0) {
        *undoes_negation = true;
        return {Class::kNegated, at, "signature"};
      }
      const lexicon::Marker* marker = lexicon_.marker(lemma(governor));
      if (signature->neg_raising && negated) {
        *undoes_negation = true;
        return {Class::kNegated, at, "neg-raising"};
      }
      if (marker != nullptr && marker->kind == MarkerKind::kHedge) {
        return {Class::kHedged, at, "hedge-verb"};
      }
      *undoes_negation = true;
      if (cue != nullptr && !cue->prospective && !cue->mental && r == Relation::kCcomp) {
        return {cue->connotation == Connotation::kDistancing ? Class::kAlleged : Class::kAttributed,
                at, "reporting-verb"};
      }
      return {Class::kProspective, at, "open-complement"};
    }
    const lexicon::Marker* marker = lexicon_.marker(lemma(governor));
    if (marker != nullptr && marker->kind == MarkerKind::kHedge) {
      return {Class::kHedged, at, "hedge-verb"};
    }
    if (passive && (lemma(governor) == "schedule" || lemma(governor) == "slate" ||
                    lemma(governor) == "set" || lemma(governor) == "program")) {
      return {Class::kProspective, at, "passive-expectation"};
    }
    if (r == Relation::kXcomp) {
      for (uint32_t c : annotation_.children(dependent)) {
        if (Universal(word(c).relation) == Relation::kMark && text(c) == "to") {
          return {Class::kProspective, Between(governor, c), "infinitive-complement"};
        }
      }
    }
    return {};
  }
  // A nominal argument: only predicates that speak of its being so.
  if (r == Relation::kObl || r == Relation::kAdvcl) {
    if (cue == nullptr || !cue->accusation) {
      if (cue == nullptr || !cue->legal) return {};
    }
    uint32_t marker = annotation_.child(dependent, Relation::kCase);
    if (marker == kNoToken) marker = annotation_.child(dependent, Relation::kMark);
    if (marker == kNoToken) return {};
    const std::string& preposition = lemma(marker);
    if (preposition != "of" && preposition != "for" && preposition != "with" &&
        preposition != "over" && preposition != "on") {
      return {};
    }
    if (cue->connotation == Connotation::kEndorsing) {
      return {Class::kEndorsed, Between(governor, marker), "legal-finding"};
    }
    return {Class::kAlleged, Between(governor, marker), cue->legal ? "legal-charge" : "accusation"};
  }
  const bool argument = r == Relation::kObj || word(dependent).relation == Relation::kNsubjPass;
  if (!argument) return {};
  if (cue != nullptr && !negated) {
    if (cue->connotation == Connotation::kDenying) {
      return {Class::kDenied, at, "denied-object"};
    }
    if (cue->connotation == Connotation::kDistancing && !cue->takes_person) {
      return {Class::kAlleged, at, "claimed-object"};
    }
    if (cue->prospective && !cue->takes_person) {
      return {Class::kProspective, at, "prospective-object"};
    }
    if (cue->connotation == Connotation::kEndorsing && !cue->takes_person && !cue->legal &&
        !cue->mental) {
      return {Class::kEndorsed, at, "confirmed-object"};
    }
  }
  if (signature != nullptr) {
    const int effect = negated ? signature->negative : signature->positive;
    if (effect < 0) {
      *undoes_negation = true;
      return {Class::kNegated, at, "signature"};
    }
  }
  return {};
}

Reading TreeReader::GovernedByNoun(uint32_t governor, uint32_t dependent) const {
  const Relation relation = word(dependent).relation;
  const Relation r = Universal(relation);
  if (relation == Relation::kAclRelcl || IsNoDoubt(governor)) return {};
  const TokenRange at = {governor, governor + 1};
  const lexicon::ReportingCue* cue = lexicon_.reporting_cue(lemma(governor));
  if (cue != nullptr && !cue->noun) cue = nullptr;
  const lexicon::Marker* marker = lexicon_.marker(lemma(governor));
  const bool clause = r == Relation::kAcl || r == Relation::kCcomp;
  uint32_t to = kNoToken, complementiser = kNoToken, preposition = kNoToken;
  for (uint32_t c : annotation_.children(dependent)) {
    const Relation own = Universal(word(c).relation);
    if (own == Relation::kMark) {
      if (text(c) == "to") to = c;
      complementiser = c;
    }
    if (own == Relation::kCase) preposition = c;
  }
  const bool of =
      (preposition != kNoToken && (lemma(preposition) == "of" || lemma(preposition) == "for" ||
                                   lemma(preposition) == "against")) ||
      (complementiser != kNoToken && lemma(complementiser) == "of");
  if (!(clause && complementiser != kNoToken) && !(r == Relation::kNmod && of) &&
      r != Relation::kCompound) {
    return {};
  }
  if (marker != nullptr && ClassOf(marker->kind) != Class::kAsserted) {
    return {ClassOf(marker->kind), at, "governing-noun"};
  }
  if (cue != nullptr) {
    if (cue->accusation || cue->connotation == Connotation::kDistancing) {
      return {Class::kAlleged, at, "distancing-noun"};
    }
    if (cue->prospective) return {Class::kProspective, at, "prospective-noun"};
    if (cue->connotation == Connotation::kDenying) return {Class::kDenied, at, "denying-noun"};
    const bool hearsay = r == Relation::kNmod && OneOf(lemma(governor), kHearsayNouns);
    if (((clause && to == kNoToken) || hearsay) && cue->connotation == Connotation::kNeutral) {
      return {Class::kAttributed, at, "reporting-noun"};
    }
  }
  if (clause && to != kNoToken)
    return {Class::kProspective, Between(governor, to), "infinitive-noun"};
  return {};
}

Reading TreeReader::GovernedByAdjective(uint32_t governor, uint32_t dependent, bool negated,
                                        bool* undoes_negation) const {
  const Relation r = Universal(word(dependent).relation);
  if (r != Relation::kXcomp && r != Relation::kCcomp && r != Relation::kCsubj &&
      r != Relation::kAdvcl) {
    return {};
  }
  const TokenRange at = {governor, governor + 1};
  const std::string& adjective = lemma(governor);
  bool to = false;
  for (uint32_t c : annotation_.children(dependent)) {
    to |= Universal(word(c).relation) == Relation::kMark && text(c) == "to";
  }
  for (uint32_t c : annotation_.children(governor)) {
    to |= word(c).relation == Relation::kFixed && text(c) == "to";
  }
  if (r == Relation::kAdvcl && !to) return {};
  const lexicon::Marker* marker = lexicon_.marker(adjective);
  if (marker != nullptr && marker->kind == MarkerKind::kNegation) {
    *undoes_negation = true;
    return negated ? Reading{} : Reading{Class::kNegated, at, "negating-adjective"};
  }
  if (marker != nullptr && marker->kind == MarkerKind::kHedge) {
    *undoes_negation = true;
    return {Class::kHedged, at, "hedge-adjective"};
  }
  if (adjective == "able") {
    *undoes_negation = true;
    return negated ? Reading{Class::kNegated, at, "signature"} : Reading{};
  }
  if (OneOf(adjective, kProspectiveAdjectives) && to) {
    return {Class::kProspective, at, "prospective-adjective"};
  }
  if (to && r == Relation::kXcomp) return {Class::kProspective, at, "infinitive-adjective"};
  return {};
}

}  // namespace parallax::commitment::internal
