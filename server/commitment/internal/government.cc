// What a governing noun or adjective does to its complements; which words govern at all.
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

// "appears to have fled": the governing predicate is as sure as what it carries.
bool CarriesItself(Rule rule) {
  return rule == Rule::kHedgeVerb || rule == Rule::kHedgeAdjective ||
         rule == Rule::kPassiveBelief || rule == Rule::kPassiveHearsay ||
         rule == Rule::kPassiveExpectation || rule == Rule::kProspectiveAdjective ||
         rule == Rule::kPassiveAccusation;
}

}  // namespace

Reading TreeReader::Carried(uint32_t predicate) const {
  bool undoes_negation = false;
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r != Relation::kXcomp && r != Relation::kCcomp && r != Relation::kAdvcl) continue;
    const Reading reading = Government(predicate, c, &undoes_negation);
    if (CarriesItself(reading.rule)) return reading;
  }
  // "A ban is possible."
  if (syntax_.word(predicate).upos == Upos::kAdj && HasSubject(predicate)) {
    const lexicon::Marker* marker = matcher_.marker(predicate);
    if (marker != nullptr &&
        (marker->kind == MarkerKind::kHedge || marker->kind == MarkerKind::kDistance)) {
      return {ClassOf(marker->kind), {predicate, predicate + 1}, Rule::kHedgeAdjective};
    }
  }
  return {};
}

Reading TreeReader::Government(uint32_t governor, uint32_t dependent, bool* undoes_negation) const {
  *undoes_negation = false;
  const bool negated = Negator(governor) != kNoToken;
  switch (syntax_.word(governor).upos) {
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

Reading TreeReader::GovernedByNoun(uint32_t governor, uint32_t dependent) const {
  const Relation relation = syntax_.relation(dependent);
  const Relation r = Universal(relation);
  if (relation == Relation::kAclRelcl || IsNoDoubt(governor)) return {};
  const TokenRange at = {governor, governor + 1};
  const lexicon::ReportingCue* const cue = matcher_.cue(governor).entry;
  const lexicon::Marker* marker = matcher_.marker(governor);
  const bool clause = r == Relation::kAcl || r == Relation::kCcomp;
  uint32_t to = kNoToken, complementiser = kNoToken, preposition = kNoToken;
  for (uint32_t c : syntax_.children(dependent)) {
    const Relation own = Universal(syntax_.relation(c));
    if (own == Relation::kMark) {
      if (syntax_.text(c) == "to") to = c;
      complementiser = c;
    }
    if (own == Relation::kCase) preposition = c;
  }
  const bool of = (preposition != kNoToken &&
                   (syntax_.lemma(preposition) == "of" || syntax_.lemma(preposition) == "for" ||
                    syntax_.lemma(preposition) == "against")) ||
                  (complementiser != kNoToken && syntax_.lemma(complementiser) == "of");
  if (!(clause && complementiser != kNoToken) && !(r == Relation::kNmod && of) &&
      r != Relation::kCompound) {
    return {};
  }
  if (const uint32_t adjective = UntrueAdjective(governor); adjective != kNoToken) {
    return {Class::kNegated, {adjective, adjective + 1}, Rule::kUntrueReport};
  }
  if (marker != nullptr && ClassOf(marker->kind) != Class::kAsserted) {
    return {ClassOf(marker->kind), at, Rule::kGoverningNoun};
  }
  if (cue != nullptr) {
    if (cue->accusation || cue->connotation == Connotation::kDistancing) {
      return {Class::kAlleged, at, Rule::kDistancingNoun};
    }
    if (cue->prospective) return {Class::kProspective, at, Rule::kProspectiveNoun};
    if (cue->connotation == Connotation::kDenying) return {Class::kDenied, at, Rule::kDenyingNoun};
    const bool hearsay = r == Relation::kNmod && OneOf(syntax_.lemma(governor), kHearsayNouns);
    if (((clause && to == kNoToken) || hearsay) && cue->connotation != Connotation::kEndorsing) {
      return {Class::kAttributed, at, Rule::kReportingNoun};
    }
  }
  if (clause && to != kNoToken)
    return {Class::kProspective, Between(governor, to), Rule::kInfinitiveNoun};
  return {};
}

Reading TreeReader::GovernedByAdjective(uint32_t governor, uint32_t dependent, bool negated,
                                        bool* undoes_negation) const {
  const Relation r = Universal(syntax_.relation(dependent));
  if (r != Relation::kXcomp && r != Relation::kCcomp && r != Relation::kCsubj &&
      r != Relation::kAdvcl) {
    return {};
  }
  const TokenRange at = {governor, governor + 1};
  const absl::string_view adjective = syntax_.lemma(governor);
  bool to = InfinitiveMark(dependent) != kNoToken;
  for (uint32_t c : syntax_.children(governor)) {
    to |= syntax_.relation(c) == Relation::kFixed && syntax_.text(c) == "to";
  }
  if (r == Relation::kAdvcl && !to) return {};
  const lexicon::Marker* marker = matcher_.marker(governor);
  if (marker != nullptr && marker->kind == MarkerKind::kNegation) {
    *undoes_negation = true;
    if (negated) return {};
    // "is false that" takes a report back, "is unable to" tells what somebody cannot do.
    return {Class::kNegated, at,
            r == Relation::kXcomp ? Rule::kNegatingAdjective : Rule::kUntrueReport};
  }
  if (marker != nullptr && marker->kind == MarkerKind::kHedge) {
    *undoes_negation = true;
    return {Class::kHedged, at, Rule::kHedgeAdjective};
  }
  if (adjective == "able") {
    *undoes_negation = true;
    return negated ? Reading{Class::kNegated, at, Rule::kSignature} : Reading{};
  }
  if (OneOf(adjective, kProspectiveAdjectives) && to) {
    return {Class::kProspective, at, Rule::kProspectiveAdjective};
  }
  if (to && r == Relation::kXcomp) return {Class::kProspective, at, Rule::kInfinitiveAdjective};
  return {};
}

bool TreeReader::IsMarked(uint32_t token, MarkerKind kind) const {
  const lexicon::Marker* const marker = matcher_.marker(token);
  return marker != nullptr && marker->kind == kind;
}

uint32_t TreeReader::UntrueAdjective(uint32_t noun) const {
  const lexicon::ReportingCue* const cue = matcher_.cue(noun).entry;
  if ((cue == nullptr || !cue->parts.noun) && !IsMarked(noun, MarkerKind::kHedge)) return kNoToken;
  const auto takes_back = [&](uint32_t token) {
    return syntax_.word(token).upos == Upos::kAdj && IsMarked(token, MarkerKind::kNegation);
  };
  for (uint32_t c : syntax_.children(noun)) {
    if (syntax_.relation(c) == Relation::kAmod && takes_back(c)) return c;
  }
  const uint32_t predicate = syntax_.head(noun);
  if (Universal(syntax_.relation(noun)) != Relation::kNsubj || predicate == kNoToken ||
      !takes_back(predicate) || Negator(predicate) != kNoToken) {
    return kNoToken;
  }
  return predicate;
}

bool TreeReader::IsImpersonal(uint32_t verb) const {
  bool it = false;
  for (uint32_t c : syntax_.children(verb)) {
    const Relation relation = syntax_.relation(c);
    if (relation == Relation::kOblAgent) return false;
    const Relation r = Universal(relation);
    it |= r == Relation::kExpl || (r == Relation::kNsubj && syntax_.lemma(c) == "it");
  }
  return it;
}

// "is expected to", "is set to"
bool TreeReader::IsExpected(uint32_t verb) const {
  return IsMarked(verb, MarkerKind::kProspective) ||
         OneOf(syntax_.lemma(verb), kProspectiveAdjectives);
}

uint32_t TreeReader::InfinitiveMark(uint32_t predicate) const {
  for (uint32_t c : syntax_.children(predicate)) {
    if (Universal(syntax_.relation(c)) == Relation::kMark && syntax_.text(c) == "to") return c;
  }
  return kNoToken;
}

bool TreeReader::TakesLives(uint32_t verb) const {
  if (syntax_.lemma(verb) != "claim") return false;
  for (uint32_t c : syntax_.children(verb)) {
    if (Universal(syntax_.relation(c)) != Relation::kObj) continue;
    // "lives" may be read as the verb.
    if (syntax_.lemma(c) == "life" || syntax_.lemma(c) == "victim" || syntax_.text(c) == "lives") {
      return true;
    }
  }
  return false;
}

}  // namespace parallax::commitment::internal
