// The linear model: tagger, lemmatiser, arc-hybrid parser and entity tagger over one model file.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_MODEL_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_MODEL_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/annotation.h"
#include "server/language/internal/form.h"
#include "server/language/internal/lemmatizer.h"
#include "server/language/internal/linear_scorer.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/tag_inventory.h"
#include "server/language/internal/transition.h"

namespace parallax::language::internal {

// Section ids of the model file.
inline constexpr uint32_t kInventorySection = 1;
inline constexpr uint32_t kLemmaSection = 2;
inline constexpr uint32_t kTaggerSection = 3;
inline constexpr uint32_t kParserSection = 4;
inline constexpr uint32_t kEntitySection = 5;
// Expected answers in CoNLL-U, replayed on load.
inline constexpr uint32_t kSelfTestSection = 6;

// What one call works in; grows to the longest sentence and is reused.
struct Workspace {
  std::string normalized;
  std::string lower;
  std::vector<FormFeatures> forms;
  std::vector<uint8_t> tags;
  std::vector<uint8_t> labels;
  std::vector<int32_t> scores;
  FeatureList features;
  ParserState state;
};

// Thread safety: const; safe for concurrent use with a workspace each.
class LinearModel {
 public:
  // Errors: DATA_LOSS. Views the bytes behind `file`.
  static absl::StatusOr<LinearModel> Read(const ModelFile& file);

  // The stages over the sentence whose forms are in `work`; each needs the one before.
  void ComputeTags(Workspace* work) const;
  void Parse(Workspace* work) const;  // the tree is left in work->state
  void ComputeEntities(Workspace* work) const;

  // Appends words, lemmas and entities of one sentence; `first` is the index of its first token.
  void Annotate(std::span<const absl::string_view> forms, uint32_t first, Workspace* work,
                std::vector<Word>* words, std::string* lemmas,
                std::vector<NamedEntity>* entities) const;

 private:
  TagInventory inventory_;
  Lemmatizer lemmatizer_;
  LinearScorer tagger_;
  LinearScorer parser_;
  LinearScorer entities_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_MODEL_H_
