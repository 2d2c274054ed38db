// From scores of entity labels to the names of a report: a word with a capital listens to what its
// other occurrences in the report look like, then each sentence gets its best sequence of labels.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_ENTITY_DECODER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_ENTITY_DECODER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::language::internal {

// 0 outside, 1 + 2 * type begins, 2 + 2 * type goes on.
inline constexpr uint32_t kEntityLabels = 17;

// Whether `label` may follow `before` (0 at the begin of a sentence).
constexpr bool MayFollow(uint32_t before, uint32_t label) {
  return label == 0 || label % 2 == 1 || (before != 0 && (before - 1) / 2 == (label - 1) / 2);
}

// Longer sentences are decoded in pieces of this many words.
inline constexpr uint32_t kLongestDecode = 512;

// The names of one report. Thread safety: none.
class EntityDecoder {
 public:
  // The next word and its kEntityLabels scores. The view of the form is kept.
  void Add(absl::string_view form, const float* scores);
  // Appends the entities of all words added, which form these sentences. Nothing may be called
  // afterwards.
  void Decode(std::span<const text::Sentence> sentences, std::vector<NamedEntity>* entities);

 private:
  struct Vote {
    absl::string_view form;
    uint32_t token;
    uint32_t choice;  // 0 outside, 1 + type
  };

  void Pool();
  void DecodeSentence(uint32_t begin, uint32_t size, std::vector<NamedEntity>* entities);

  std::vector<float> scores_;
  std::vector<Vote> votes_;
  std::vector<uint8_t> back_;
  std::vector<uint8_t> labels_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_ENTITY_DECODER_H_
