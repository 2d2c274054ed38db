// Training material: treebank sentences with trees and entities, news sentences with entities.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/annotation.h"
#include "server/language/internal/tag_inventory.h"
#include "server/language/tags.h"

namespace parallax::language::training {

// Stands in Example::labels where the corpus does not say.
inline constexpr uint8_t kUnknownLabel = 0xff;
// No name, though it may be a date, a number or a sum of money, which the corpus does not mark.
inline constexpr uint8_t kNoNameLabel = 0xfe;

// The bit of a mark in Example::attribution.
constexpr uint8_t BitOf(Mark mark) {
  return static_cast<uint8_t>(1u << static_cast<uint32_t>(mark));
}

// One sentence. Trees and lemmas are empty where the corpus has none.
struct Example {
  bool begins_document = false;
  std::string name;  // of a treebank's sentence; of a silver sentence's document
  std::vector<std::string> forms;
  std::vector<uint8_t> spacing;  // internal::Spacing
  std::vector<std::string> lemmas;
  std::vector<internal::Tag> tags;
  std::vector<uint32_t> heads;  // 0-based; the number of words stands for the root
  std::vector<Relation> relations;
  std::vector<uint8_t> labels;  // of internal::kEntityLabels, or one of the two above
  // Of silver sentences alone: Penn tags and UD v1 relations as they stand there.
  std::vector<std::string> silver_tags;
  std::vector<std::string> silver_relations;
  // How surely the event of each word happened, -3 .. 3, and how much the judgement weighs; empty
  // where nobody judged the sentence, of weight 0 where nobody judged the word.
  std::vector<float> happened;
  std::vector<float> happened_weight;
  std::vector<uint32_t> offsets;  // of silver words in the characters of their document
  // BitOf the marks of each word, empty where the corpus does not say.
  std::vector<uint8_t> attribution;

  uint32_t size() const { return static_cast<uint32_t>(forms.size()); }
};

absl::StatusOr<std::string> ReadFile(const std::string& path);

// A treebank in CoNLL-U. Names come from GUM's `Entity=` spans where it has them; elsewhere labels
// are unknown.
absl::StatusOr<std::vector<Example>> ReadTreebank(const std::string& path);

// News annotated by machine, in columns ID FORM LEMMA XPOS NER HEAD DEPREL ...: no tags of ours, no
// lemmas, no relations of ours.
absl::StatusOr<std::vector<Example>> ReadSilver(const std::string& path);

// Some of the sentences once more in the manner of headlines: without articles, passive
// auxiliaries and final stop; by turns as they are, with a capital to each long word, and in
// capitals throughout.
std::vector<Example> MakeHeadlines(const std::vector<Example>& examples);

// Every `every`-th sentence once more in capitals throughout.
std::vector<Example> MakeCapitals(const std::vector<Example>& examples, size_t every);

// Plain text as sentences of words, split by server/text.
absl::StatusOr<std::vector<std::vector<std::string>>> ReadPlain(const std::string& path);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_CORPUS_H_
