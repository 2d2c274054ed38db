// The layers that stand between a report's own voice and a claim, outermost first: attributions,
// and in each voice the modals, negations, markers and governing predicates over the claim.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_LAYERS_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_LAYERS_H_

#include <cstdint>
#include <vector>

#include "server/attribution/attribution.h"
#include "server/claims/claims.h"
#include "server/commitment/commitment.h"
#include "server/commitment/internal/tree_reader.h"
#include "server/language/syntax.h"

namespace parallax::commitment::internal {

struct Layer {
  Class value = Class::kAsserted;
  TokenRange tokens;
  Rule rule = Rule::kUnspecified;
  uint32_t attribution = attribution::kNoAttribution;  // of a layer that is an attribution
};

// ccomp, xcomp, csubj: a clause that its governor speaks of.
bool IsComplement(language::Relation relation);
// True where the token lies in the content of the attribution.
bool InContent(const attribution::Attribution& attribution, uint32_t token);

class LayerReader {
 public:
  // Borrows all; linear.
  LayerReader(const TreeReader& tree, const attribution::AttributionSet& attributions);

  // The layers over a claim. Bounded by the depth of its sentence and of the attributions.
  std::vector<Layer> Read(const claims::Claim& claim) const;

  // The attributions that hold a token in their content, outermost first.
  std::vector<uint32_t> Holders(uint32_t token) const;

 private:
  void ReadVoice(const std::vector<uint32_t>& path, uint32_t within, std::vector<Layer>* out) const;
  // In cue_layers.cc.
  void AddAttribution(uint32_t attribution, const claims::Claim& claim,
                      std::vector<Layer>* out) const;
  void AddOwnCue(const claims::Claim& claim, std::vector<Layer>* layers) const;
  void AddUnheldCue(uint32_t verb, bool propositional, std::vector<Layer>* layers) const;
  bool IsPropositional(uint32_t predicate) const;
  Layer LayerOfEntry(const attribution::Attribution& attribution, Layer layer) const;
  bool IsQuestion(const attribution::Attribution& attribution, bool negated) const;
  // In layer_scope.cc.
  bool Modifies(uint32_t cue_head, uint32_t token) const;
  bool PutsFigure(uint32_t verb) const;
  bool GivesName(uint32_t verb) const;
  bool HangsOn(uint32_t cue_head, uint32_t token) const;
  bool JudgesObject(const attribution::Attribution& attribution) const;
  bool ActsOnNoun(const Layer& outer, const Layer& inner) const;
  bool IsBackground(const attribution::Attribution& attribution, uint32_t token) const;
  bool GivesContent(const attribution::Attribution& attribution, uint32_t token) const;

  const TreeReader& tree_;
  const language::Syntax& syntax_;
  const attribution::AttributionSet& attributions_;
  std::vector<uint32_t> holder_;              // innermost attribution whose content holds the token
  std::vector<uint32_t> attribution_of_cue_;  // attribution whose cue the token heads
};

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_LAYERS_H_
