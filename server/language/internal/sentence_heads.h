// All trained weights of the room and where each output stands.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_SENTENCE_HEADS_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_SENTENCE_HEADS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "absl/status/statusor.h"
#include "server/base/model_file.h"
#include "server/encoder/linear.h"
#include "server/language/internal/entity_decoder.h"
#include "server/language/internal/lemmatizer.h"
#include "server/language/internal/tree_heads.h"
#include "server/language/tags.h"

namespace parallax::language::internal {

// Outputs of a word, in this order: UPOS, XPOS, features, names, trees.
inline constexpr uint32_t kTagOutputs = kUposCount + kXposCount + kFeatureCount;

struct Tags {
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kFw;
  Features features = 0;
};

// Views the model file. Thread safety: const; safe for concurrent use.
class SentenceHeads {
 public:
  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<std::unique_ptr<const SentenceHeads>> Read(const ModelFile& model);

  // One row of outputs for each encoder::kWidth floats of `vectors`.
  void Apply(std::span<const float> vectors, encoder::HeadOutputs* outputs) const {
    heads_.Apply(vectors, outputs);
  }

  // What a row of outputs says. `outputs` is such a row.
  static Tags TagsOf(const float* outputs);
  static const float* NamesOf(const float* outputs) { return outputs + kTagOutputs; }
  static constexpr uint32_t kTreeColumn = kTagOutputs + kEntityLabels;

  const Lemmatizer& lemmatizer() const { return lemmatizer_; }
  const TreeHeads& trees() const { return trees_; }

 private:
  SentenceHeads(encoder::Heads heads, Lemmatizer lemmatizer, TreeHeads trees)
      : heads_(std::move(heads)), lemmatizer_(std::move(lemmatizer)), trees_(std::move(trees)) {}

  const encoder::Heads heads_;
  const Lemmatizer lemmatizer_;
  const TreeHeads trees_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_SENTENCE_HEADS_H_
