#include "server/commitment/internal/layers.h"

#include <algorithm>
#include <cstddef>

namespace parallax::commitment::internal {
namespace {

using attribution::Attribution;
using attribution::kNoAttribution;
using attribution::SourceKind;
using language::kNoToken;
using language::Relation;
using language::Universal;
using language::Upos;
using language::Xpos;
using lexicon::Connotation;

// What kinds of texts say is put forward as a hint by these.
bool IsHint(absl::string_view lemma) {
  return lemma == "suggest" || lemma == "indicate" || lemma == "hint" || lemma == "imply" ||
         lemma == "signal" || lemma == "intimate";
}

// Who does not do this to a thing lets it stand.
bool Concedes(absl::string_view lemma) {
  return lemma == "dispute" || lemma == "contest" || lemma == "challenge";
}

// Verbs that tell how proud the speaker is, not how sure the report.
bool IsVaunt(absl::string_view lemma) {
  return lemma == "boast" || lemma == "brag" || lemma == "crow" || lemma == "gloat";
}

}  // namespace

LayerReader::LayerReader(const TreeReader& tree, const attribution::AttributionSet& attributions)
    : tree_(tree), attributions_(attributions) {
  const uint32_t size = tree.annotation().words().size();
  holder_.assign(size, kNoAttribution);
  attribution_of_cue_.assign(size, kNoAttribution);
  std::vector<std::pair<uint32_t, uint32_t>> by_size;  // negated size, index
  for (uint32_t a = 0; a < attributions.attributions.size(); ++a) {
    const Attribution& attribution = attributions.attributions[a];
    uint32_t tokens = 0;
    for (TokenRange part : attribution.content) tokens += part.size();
    by_size.emplace_back(~tokens, a);
    if (attribution.cue_head != kNoToken &&
        attribution_of_cue_[attribution.cue_head] == kNoAttribution) {
      attribution_of_cue_[attribution.cue_head] = a;
    }
  }
  std::sort(by_size.begin(), by_size.end());
  for (const auto& [negated, a] : by_size) {
    for (TokenRange part : attributions.attributions[a].content) {
      std::fill(holder_.begin() + part.begin, holder_.begin() + part.end, a);
    }
  }
}

std::vector<uint32_t> LayerReader::Holders(uint32_t token) const {
  std::vector<uint32_t> holders;
  // Parents grow in size, so the chain ends; the bound keeps hostile nesting cheap.
  for (uint32_t a = holder_[token]; a != kNoAttribution && holders.size() < 16;
       a = attributions_.attributions[a].parent) {
    holders.push_back(a);
  }
  std::reverse(holders.begin(), holders.end());
  return holders;
}

void LayerReader::ReadVoice(const std::vector<uint32_t>& path, uint32_t within,
                            std::vector<Layer>* out) const {
  const size_t start = out->size();
  std::vector<Reading> readings;
  for (size_t i = 0; i < path.size(); ++i) {
    const uint32_t token = path[i];
    if (within != kNoAttribution && !InContent(attributions_.attributions[within], token)) continue;
    const bool last = i + 1 == path.size();
    readings.clear();
    if (last) {
      tree_.OwnReadings(token, false, &readings);
      const Reading carried = tree_.Carried(token);
      if (carried.value != Class::kAsserted) readings.push_back(carried);
    } else {
      const uint32_t next = path[i + 1];
      const Relation relation = tree_.word(next).relation;
      if (relation == Relation::kConj) {
        // A later conjunct shares the modal of the first where it has neither subject nor modal.
        if (!tree_.HasSubject(next) && !tree_.HasModal(next) &&
            tree_.word(next).xpos == language::Xpos::kVb) {
          tree_.OwnReadings(token, true, &readings);
        }
      } else {
        bool undoes_negation = false;
        const uint32_t cue = attribution_of_cue_[token];
        // What an attribution has found not to be the content of its cue, the cue does not govern.
        const bool outside = cue != kNoAttribution && tree_.word(token).upos == Upos::kVerb &&
                             !InContent(attributions_.attributions[cue], path.back());
        Reading government;
        if (!outside) government = tree_.Government(token, next, &undoes_negation);
        const bool noun_complement = tree_.IsNominal(token) && government.value != Class::kAsserted;
        if (!outside &&
            (IsComplement(relation) || noun_complement || government.value != Class::kAsserted)) {
          tree_.OwnReadings(token, false, &readings);
          if (undoes_negation || government.value == Class::kNegated) {
            std::erase_if(readings, [](const Reading& r) { return r.value == Class::kNegated; });
          }
          if (government.value != Class::kAsserted) readings.push_back(government);
        } else {
          // What modifies a clause does not reach into its adjuncts and participants.
          out->resize(start);
        }
      }
    }
    for (const Reading& reading : readings) {
      out->push_back({reading.value, reading.tokens, reading.rule});
    }
  }
}

void LayerReader::AddAttribution(uint32_t index, const claims::Claim& claim,
                                 std::vector<Layer>* out) const {
  const Attribution& attribution = attributions_.attributions[index];
  Layer layer;
  layer.attribution = index;
  layer.tokens = attribution.cue ? *attribution.cue : TokenRange{claim.head, claim.head + 1};
  const lexicon::ReportingCue* entry = attribution.entry;
  const bool negated =
      attribution.cue_head != kNoToken && tree_.Negator(attribution.cue_head) != kNoToken;
  switch (attribution.connotation) {
    case Connotation::kEndorsing:
      layer.value = Class::kEndorsed;
      layer.rule = "endorsing-cue";
      break;
    case Connotation::kDistancing:
      if (entry != nullptr && IsVaunt(entry->lemma)) {
        layer.value = Class::kAttributed;
        layer.rule = "vaunting-cue";
        break;
      }
      layer.value = Class::kAlleged;
      layer.rule = "distancing-cue";
      break;
    case Connotation::kDenying:
      layer.value = Class::kDenied;
      layer.rule = "denying-cue";
      break;
    default:
      layer.value = Class::kAttributed;
      layer.rule = "neutral-cue";
      break;
  }
  const lexicon::Signature* signature =
      attribution.cue_head == kNoToken
          ? nullptr
          : tree_.lexicon().signature(tree_.VerbLemma(attribution.cue_head));
  const bool indirect = attribution.form == attribution::Form::kIndirect;
  if (entry != nullptr && signature != nullptr && indirect) {
    // "regretted that", "knew that": taken for granted whoever feels it.
    if (signature->factive &&
        (entry->mental || (entry->weak && entry->connotation == Connotation::kNeutral))) {
      return;
    }
    // "refused to": what the source would not do has not happened.
    const int effect = negated ? signature->negative : signature->positive;
    if (entry->prospective && effect != 0) {
      if (effect < 0) out->push_back({Class::kNegated, layer.tokens, "signature", index});
      return;
    }
  }
  // "were told to leave"
  if (entry != nullptr && entry->takes_person && indirect && !entry->accusation &&
      layer.value == Class::kAttributed && !attribution.content.empty() &&
      tree_.text(attribution.content.back().begin) == "to") {
    layer.value = Class::kProspective;
    layer.rule = "directive";
    out->push_back(layer);
    return;
  }
  if (!attribution.content.empty() && indirect) {
    const std::string& first = tree_.lemma(attribution.content.front().begin);
    if (first == "whether" || (first == "if" && (negated || (entry && entry->takes_person)))) {
      layer.value = Class::kProspective;
      layer.rule = "open-question";
      out->push_back(layer);
      return;
    }
  }
  if (entry != nullptr) {
    if (entry->legal && entry->accusation) {
      layer.value = Class::kAlleged;
      layer.rule = "legal-charge";
    } else if (entry->legal && entry->takes_person) {
      layer.value = Class::kEndorsed;
      layer.rule = "legal-finding";
    } else if (entry->accusation) {
      layer.value = Class::kAlleged;
      layer.rule = "accusation";
    } else if (entry->prospective && attribution.form == attribution::Form::kIndirect) {
      layer.value = Class::kProspective;
      layer.rule = "prospective-cue";
    } else if (attribution.source_kind == SourceKind::kImplicit && entry->verb &&
               tree_.IsPassive(attribution.cue_head) &&
               (entry->mental || TreeReader::IsHearsayVerb(entry->lemma))) {
      layer.value = entry->mental ? Class::kHedged : Class::kAlleged;
      layer.rule = entry->mental ? "passive-belief" : "passive-hearsay";
    } else if (IsHint(entry->lemma) && attribution.source_kind == SourceKind::kDocument) {
      layer.value = Class::kHedged;
      layer.rule = "hint-of-document";
    }
  }
  if (negated && indirect && entry != nullptr && Concedes(entry->lemma)) {
    layer.value = Class::kEndorsed;
    layer.rule = "undisputed";
  } else if (negated && indirect) {
    const bool raises = signature != nullptr && signature->neg_raising;
    layer.value = raises ? Class::kDenied : Class::kHedged;
    layer.rule = raises ? "neg-raising" : "cue-negated";
  }
  out->push_back(layer);
}

std::vector<Layer> LayerReader::Read(const claims::Claim& claim) const {
  const language::Annotation& annotation = tree_.annotation();
  const auto path_to = [&](uint32_t token) {
    std::vector<uint32_t> path;
    for (uint32_t at = token; at != kNoToken; at = annotation.word(at).head) path.push_back(at);
    std::reverse(path.begin(), path.end());
    return path;
  };
  std::vector<Layer> layers;
  uint32_t within = kNoAttribution;
  std::vector<uint32_t> holders = Holders(claim.head);
  std::erase_if(holders, [&](uint32_t a) {
    return attributions_.attributions[a].cue_head == claim.head ||
           !GivesContent(attributions_.attributions[a], claim.head);
  });
  // The act of saying stands for what is said.
  const uint32_t own = attribution_of_cue_[claim.head];
  for (uint32_t a : holders) {
    const Attribution& attribution = attributions_.attributions[a];
    if (attribution.cue_head != kNoToken) {
      std::vector<Layer> before;
      ReadVoice(path_to(attribution.cue_head), within, &before);
      // The negation of a cue is read with the cue.
      std::erase_if(before, [](const Layer& l) { return l.value == Class::kNegated; });
      layers.insert(layers.end(), before.begin(), before.end());
    }
    AddAttribution(a, claim, &layers);
    within = a;
  }
  ReadVoice(path_to(claim.head), within, &layers);
  for (size_t i = 0; i + 1 < layers.size(); ++i) {
    if (ActsOnNoun(layers[i], layers[i + 1])) {
      layers.erase(layers.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  bool propositional = GivesName(claim.head);
  for (uint32_t c : annotation.children(claim.head)) {
    const Relation r = Universal(annotation.word(c).relation);
    propositional |= r == Relation::kCcomp || r == Relation::kParataxis;
  }
  if (own != kNoAttribution) {
    const Attribution& attribution = attributions_.attributions[own];
    propositional |= attribution.form == attribution::Form::kDirect ||
                     (attribution.form == attribution::Form::kMixed && !JudgesObject(attribution));
    propositional |= attribution.rule == "trailing-cue";
    const lexicon::ReportingCue* entry = attribution.entry;
    // "issued a statement" tells that it was made, "said" what was said.
    const bool with_noun = claim.predicate.size() > 1 && tree_.IsNominal(claim.predicate.end - 1);
    const bool event = with_noun || entry == nullptr || !entry->verb || entry->mental ||
                       entry->prospective || entry->legal;
    const bool strong = attribution.connotation == Connotation::kDenying ||
                        attribution.connotation == Connotation::kDistancing;
    if (!event && (propositional || strong)) {
      std::erase_if(layers, [](const Layer& l) { return l.value == Class::kNegated; });
      AddAttribution(own, claim, &layers);
    }
  } else if (PutsFigure(claim.head)) {
    layers.push_back({Class::kAttributed, {claim.head, claim.head + 1}, "figure-given"});
  } else if (tree_.word(claim.head).upos == Upos::kVerb) {
    // A cue that no attribution was found for speaks for itself all the same.
    const lexicon::ReportingCue* entry = tree_.lexicon().reporting_cue(tree_.VerbLemma(claim.head));
    if (entry != nullptr && entry->verb && !entry->legal && !entry->prospective) {
      const TokenRange at = {claim.head, claim.head + 1};
      if (entry->accusation || entry->connotation == Connotation::kDistancing) {
        layers.push_back({Class::kAlleged, at, "distancing-cue"});
      } else if (entry->connotation == Connotation::kDenying) {
        layers.push_back({Class::kDenied, at, "denying-cue"});
      } else if (propositional && !entry->mental && entry->connotation == Connotation::kEndorsing) {
        layers.push_back({Class::kEndorsed, at, "endorsing-cue"});
      } else if (propositional && !entry->mental) {
        layers.push_back({Class::kAttributed, at, "neutral-cue"});
      }
    }
  }
  return layers;
}

Decision Decide(const std::vector<Layer>& layers) {
  for (size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].value == Class::kAsserted) continue;
    // "said that no shot had been fired", "I have never ...", "I do not question ...": a source
    // rejects outright.
    size_t inner = i;
    while (inner < layers.size() && layers[inner].value == Class::kAttributed) ++inner;
    if (inner > i && inner < layers.size() &&
        (layers[inner].rule == "outright-negation" || layers[inner].rule == "disclaimed-words")) {
      return {Class::kDenied, i};
    }
    return {layers[i].value, i};
  }
  return {Class::kAsserted, layers.size()};
}

}  // namespace parallax::commitment::internal
