#include "server/language/internal/sentence_heads.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"

namespace parallax::language::internal {
namespace {

uint32_t Largest(const float* values, uint32_t size) {
  return static_cast<uint32_t>(std::max_element(values, values + size) - values);
}

}  // namespace

absl::StatusOr<std::unique_ptr<const SentenceHeads>> SentenceHeads::Read(const ModelFile& model) {
  PARALLAX_ASSIGN_OR_RETURN(Lemmatizer lemmatizer, Lemmatizer::Read(model));
  PARALLAX_ASSIGN_OR_RETURN(TreeHeads trees, TreeHeads::Read(model));
  PARALLAX_ASSIGN_OR_RETURN(
      encoder::Heads heads,
      encoder::Heads::Read(model, "language/heads", kTagOutputs + kEntityLabels + kTreeOutputs));
  return std::unique_ptr<const SentenceHeads>(
      new SentenceHeads(std::move(heads), std::move(lemmatizer), std::move(trees)));
}

Tags SentenceHeads::TagsOf(const float* outputs) {
  Tags tags;
  tags.upos = static_cast<Upos>(Largest(outputs, kUposCount));
  outputs += kUposCount;
  tags.xpos = static_cast<Xpos>(Largest(outputs, kXposCount));
  outputs += kXposCount;
  for (uint32_t bit = 0; bit < kFeatureCount; ++bit) {
    if (outputs[bit] > 0.0f) tags.features |= 1u << bit;
  }
  return tags;
}

}  // namespace parallax::language::internal
