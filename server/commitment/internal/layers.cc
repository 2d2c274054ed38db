#include "server/commitment/internal/layers.h"

#include <algorithm>
#include <cstddef>

namespace parallax::commitment::internal {
using attribution::Attribution;
using attribution::kNoAttribution;
using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

namespace {

// "failed to warn": a cue of several words governs those of its own.
bool InCueOrContent(const Attribution& attribution, uint32_t token) {
  return (attribution.cue && attribution.cue->Contains(token)) || InContent(attribution, token);
}

}  // namespace

LayerReader::LayerReader(const TreeReader& tree, const attribution::AttributionSet& attributions)
    : tree_(tree), syntax_(tree.syntax()), attributions_(attributions) {
  const uint32_t size = syntax_.size();
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
      const Relation relation = syntax_.relation(next);
      if (relation == Relation::kConj) {
        // A later conjunct shares the modal of the first where it has neither subject nor modal.
        if (!tree_.HasSubject(next) && !tree_.HasModal(next) &&
            syntax_.word(next).xpos == language::Xpos::kVb) {
          tree_.OwnReadings(token, true, &readings);
        }
      } else {
        bool undoes_negation = false;
        const uint32_t cue = attribution_of_cue_[token];
        // What an attribution has found not to be the content of its cue, the cue does not govern.
        const bool outside = cue != kNoAttribution && syntax_.word(token).upos == Upos::kVerb &&
                             !InCueOrContent(attributions_.attributions[cue], path.back());
        Reading government;
        if (!outside) government = tree_.Government(token, next, &undoes_negation);
        const bool noun_complement =
            syntax_.IsNominal(token) && government.value != Class::kAsserted;
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

std::vector<Layer> LayerReader::Read(const claims::Claim& claim) const {
  const language::Annotation& annotation = syntax_.annotation();
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
    const uint32_t cue = attributions_.attributions[a].cue_head;
    return cue == claim.head || (cue != kNoToken && tree_.TakesLives(cue)) ||
           !GivesContent(attributions_.attributions[a], claim.head);
  });
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
  AddOwnCue(claim, &layers);
  return layers;
}

}  // namespace parallax::commitment::internal
