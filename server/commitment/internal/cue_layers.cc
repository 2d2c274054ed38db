// The layers that the cues of attributions make: over what they hold, and over the act of saying.
#include <vector>

#include "server/commitment/internal/layers.h"

namespace parallax::commitment::internal {

using attribution::Attribution;
using attribution::Form;
using attribution::kNoAttribution;
using attribution::SourceKind;
using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using lexicon::Connotation;
using lexicon::ReportingCue;
using lexicon::Signature;

namespace {

// What kinds of texts say is put forward as a hint by these.
bool IsHint(absl::string_view lemma) {
  return lemma == "suggest" || lemma == "indicate" || lemma == "hint" || lemma == "imply" ||
         lemma == "signal" || lemma == "intimate";
}

void SetByConnotation(Connotation connotation, Layer* layer) {
  switch (connotation) {
    case Connotation::kEndorsing:
      layer->value = Class::kEndorsed;
      layer->rule = Rule::kEndorsingCue;
      break;
    case Connotation::kDistancing:
      layer->value = Class::kAlleged;
      layer->rule = Rule::kDistancingCue;
      break;
    case Connotation::kDenying:
      layer->value = Class::kDenied;
      layer->rule = Rule::kDenyingCue;
      break;
    default:
      layer->value = Class::kAttributed;
      layer->rule = Rule::kNeutralCue;
      break;
  }
}

// "regretted that", "knew that": taken for granted whoever feels it.
bool Presupposes(const ReportingCue& entry, const Signature& signature) {
  return signature.factive &&
         (entry.mental || (entry.weak && entry.connotation == Connotation::kNeutral));
}

}  // namespace

// "asked whether", "did not say if"
bool LayerReader::IsQuestion(const Attribution& attribution, bool negated) const {
  const absl::string_view first = syntax_.lemma(attribution.content.front().begin);
  const bool asks = attribution.entry != nullptr && attribution.entry->takes_person;
  return first == "whether" || (first == "if" && (negated || asks));
}

// What the kind of cue makes of a layer that its connotation has set.
Layer LayerReader::LayerOfEntry(const Attribution& attribution, Layer layer) const {
  const ReportingCue& entry = *attribution.entry;
  const auto as = [&layer](Class value, Rule rule) {
    layer.value = value;
    layer.rule = rule;
    return layer;
  };
  if (entry.legal && entry.accusation) return as(Class::kAlleged, Rule::kLegalCharge);
  if (entry.legal && entry.takes_person) return as(Class::kEndorsed, Rule::kLegalFinding);
  if (entry.accusation) return as(Class::kAlleged, Rule::kAccusation);
  if (entry.prospective && attribution.form == Form::kIndirect) {
    return as(Class::kProspective, Rule::kProspectiveCue);
  }
  if (attribution.source_kind == SourceKind::kImplicit && entry.parts.verb &&
      syntax_.IsPassive(attribution.cue_head)) {
    if (TreeReader::IsHearsayVerb(entry.lemma)) return as(Class::kAlleged, Rule::kPassiveHearsay);
    if (entry.mental) return as(Class::kHedged, Rule::kPassiveBelief);
  }
  if (IsHint(entry.lemma) && attribution.source_kind == SourceKind::kDocument) {
    return as(Class::kHedged, Rule::kHintOfDocument);
  }
  return layer;
}

void LayerReader::AddAttribution(uint32_t index, const claims::Claim& claim,
                                 std::vector<Layer>* out) const {
  const Attribution& attribution = attributions_.attributions[index];
  const ReportingCue* const entry = attribution.entry;
  const bool has_cue = attribution.cue_head != kNoToken;
  const bool negated = has_cue && tree_.Negator(attribution.cue_head) != kNoToken;
  const bool indirect = attribution.form == Form::kIndirect;
  const Signature* const signature =
      has_cue ? tree_.matcher().signature(attribution.cue_head).entry : nullptr;
  Layer layer = {.tokens = attribution.cue.value_or(TokenRange{claim.head, claim.head + 1}),
                 .attribution = index};
  SetByConnotation(attribution.connotation, &layer);
  if (has_cue && syntax_.IsNominal(attribution.cue_head)) {
    if (const uint32_t adjective = tree_.UntrueAdjective(attribution.cue_head);
        adjective != kNoToken) {
      out->push_back({Class::kNegated, {adjective, adjective + 1}, Rule::kUntrueReport, index});
      return;
    }
  }
  if (entry != nullptr && signature != nullptr && indirect) {
    if (Presupposes(*entry, *signature)) return;
    // "refused to": what the source would not do has not happened.
    const int effect = negated ? signature->negative : signature->positive;
    if (entry->prospective && effect != 0) {
      if (effect < 0) out->push_back({Class::kNegated, layer.tokens, Rule::kSignature, index});
      return;
    }
  }
  if (indirect && !attribution.content.empty()) {
    // "were told to leave"
    const bool directs = entry != nullptr && entry->takes_person && !entry->accusation &&
                         layer.value == Class::kAttributed &&
                         syntax_.text(attribution.content.back().begin) == "to";
    if (directs || IsQuestion(attribution, negated)) {
      layer.value = Class::kProspective;
      layer.rule = directs ? Rule::kDirective : Rule::kOpenQuestion;
      out->push_back(layer);
      return;
    }
  }
  if (entry != nullptr) layer = LayerOfEntry(attribution, layer);
  if (negated && indirect) {
    // Who does not dispute a thing lets it stand.
    const bool concedes = entry != nullptr && entry->connotation == Connotation::kDenying &&
                          signature != nullptr && signature->negative > 0;
    const bool raises = signature != nullptr && signature->neg_raising;
    layer.value = concedes ? Class::kEndorsed : raises ? Class::kDenied : Class::kHedged;
    layer.rule = concedes ? Rule::kUndisputed : raises ? Rule::kNegRaising : Rule::kCueNegated;
  }
  out->push_back(layer);
}

// True where a predicate tells a clause, or a name of the speaker's choice.
bool LayerReader::IsPropositional(uint32_t predicate) const {
  if (GivesName(predicate)) return true;
  for (uint32_t c : syntax_.children(predicate)) {
    const Relation r = Universal(syntax_.relation(c));
    if (r == Relation::kCcomp || r == Relation::kParataxis) return true;
  }
  return false;
}

// The act of saying stands for what is said.
void LayerReader::AddOwnCue(const claims::Claim& claim, std::vector<Layer>* layers) const {
  if (tree_.TakesLives(claim.head)) return;
  const uint32_t own = attribution_of_cue_[claim.head];
  const bool propositional = IsPropositional(claim.head);
  if (own == kNoAttribution) {
    if (PutsFigure(claim.head)) {
      layers->push_back({Class::kAttributed, {claim.head, claim.head + 1}, Rule::kFigureGiven});
    } else if (syntax_.word(claim.head).upos == Upos::kVerb) {
      AddUnheldCue(claim.head, propositional, layers);
    }
    return;
  }
  const Attribution& attribution = attributions_.attributions[own];
  const ReportingCue* const entry = attribution.entry;
  // "issued a statement" tells that it was made, "said" what was said.
  const bool with_noun = claim.predicate.size() > 1 && syntax_.IsNominal(claim.predicate.end - 1);
  const bool event = with_noun || entry == nullptr || !entry->parts.verb || entry->mental ||
                     entry->prospective || entry->legal;
  if (event) return;
  const bool tells = propositional || attribution.form == Form::kDirect ||
                     (attribution.form == Form::kMixed && !JudgesObject(attribution)) ||
                     attribution.rule == "trailing-cue" ||
                     attribution.connotation == Connotation::kDenying ||
                     attribution.connotation == Connotation::kDistancing;
  if (!tells) return;
  std::erase_if(*layers, [](const Layer& l) { return l.value == Class::kNegated; });
  AddAttribution(own, claim, layers);
}

// A cue that no attribution was found for speaks for itself all the same.
void LayerReader::AddUnheldCue(uint32_t verb, bool propositional,
                               std::vector<Layer>* layers) const {
  const ReportingCue* const entry = tree_.matcher().cue(verb).entry;
  if (entry == nullptr || !entry->parts.verb || entry->legal || entry->prospective) return;
  const TokenRange at = {verb, verb + 1};
  if (entry->accusation || entry->connotation == Connotation::kDistancing) {
    layers->push_back({Class::kAlleged, at, Rule::kDistancingCue});
  } else if (entry->connotation == Connotation::kDenying) {
    layers->push_back({Class::kDenied, at, Rule::kDenyingCue});
  } else if (propositional && !entry->mental) {
    Layer layer = {.tokens = at};
    SetByConnotation(entry->connotation, &layer);
    layers->push_back(layer);
  }
}

}  // namespace parallax::commitment::internal
