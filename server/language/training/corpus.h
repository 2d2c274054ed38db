// Training material: treebank sentences with trees and entities, news sentences with entities.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/internal/tag_inventory.h"
#include "server/language/tags.h"

namespace parallax::language::training {

// Stands in Example::labels where the corpus does not say.
inline constexpr uint8_t kUnknownLabel = 0xff;

// One sentence. Trees and lemmas are empty where the corpus has none.
struct Example {
  std::vector<std::string> forms;
  std::vector<std::string> lemmas;
  std::vector<internal::Tag> tags;
  std::vector<uint32_t> heads;  // 0-based; the number of words stands for the root
  std::vector<Relation> relations;
  std::vector<uint8_t> labels;  // of internal::kEntityLabels, or kUnknownLabel

  uint32_t size() const { return static_cast<uint32_t>(forms.size()); }
};

absl::StatusOr<std::string> ReadFile(const std::string& path);

// A treebank in CoNLL-U. Names come from GUM's `Entity=` spans where it has them; elsewhere labels
// are unknown.
absl::StatusOr<std::vector<Example>> ReadTreebank(const std::string& path);

// News with automatic entities, in columns ID FORM LEMMA XPOS NER ...: forms and labels only.
absl::StatusOr<std::vector<Example>> ReadSilver(const std::string& path);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_
