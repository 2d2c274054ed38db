// From scores of entity labels to the names of a report: a word with a capital listens to what its
// other occurrences in the report look like, then each sentence gets its best sequence of labels.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_ENTITY_DECODER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_ENTITY_DECODER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/language/annotation.h"

namespace parallax::language::internal {

inline constexpr uint32_t kEntityLabels =
    17;  // 0 outside, 1 + 2 * type begins, 2 + 2 * type goes on
// Whether a label is of a name: of no date, number or sum of money.
constexpr bool IsNameLabel(uint32_t label) {
  if (label == 0) return false;
  const auto type = static_cast<EntityType>((label - 1) / 2);
  return type != EntityType::kDate && type != EntityType::kNumber && type != EntityType::kMoney;
}
// Whether `label` may follow `before` (0 at the begin of a sentence).
constexpr bool MayFollow(uint32_t before, uint32_t label) {
  return label == 0 || label % 2 == 1 || (before != 0 && (before - 1) / 2 == (label - 1) / 2);
}

// Longer sentences are decoded in pieces of this many words.
inline constexpr uint32_t kLongestDecode = 512;

// Grows to the largest report and is reused, but for memory beyond that of a very long one. Not
// safe for concurrent use.
class EntityDecoder {
 public:
  // Forgets the report before.
  void Begin();
  // The next word and its kEntityLabels scores.
  void Add(absl::string_view form, const float* scores);
  // Appends the entities of all words added, which form sentences of these sizes.
  void Decode(std::span<const uint32_t> sizes, std::vector<NamedEntity>* entities);

 private:
  struct Vote {
    uint32_t form;  // hash
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
