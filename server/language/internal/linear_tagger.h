// Features of the linear taggers of words and of entities.
//
// Follows: Ratnaparkhi 1996 and Collins 2002 for tags, decided from left to right.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_TAGGER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_TAGGER_H_

#include <cstdint>
#include <span>

#include "server/language/annotation.h"
#include "server/language/internal/form.h"
#include "server/language/internal/linear_scorer.h"

namespace parallax::language::internal {

// Stands for a position outside the sentence, as tag, label or class.
inline constexpr uint32_t kOutside = 0xff;

// Replaces `features` by those of the tag of word `i`; `tags` holds the tags of the words before.
void TagFeatures(std::span<const FormFeatures> forms, std::span<const uint8_t> tags, uint32_t i,
                 FeatureList* features);

// Entity labels: 0 outside, 1 + 2 * type begins an entity, 2 + 2 * type goes on with it.
inline constexpr uint32_t kEntityLabels = 17;
// Whether `label` may follow `before` (0 at the begin of a sentence).
inline bool MayFollow(uint32_t before, uint32_t label) {
  return label == 0 || label % 2 == 1 || (before != 0 && (before - 1) / 2 == (label - 1) / 2);
}

// Replaces `features` by those of the entity label of word `i`; `labels` holds the labels before.
void EntityFeatures(std::span<const FormFeatures> forms, std::span<const uint8_t> tags,
                    std::span<const uint8_t> labels, uint32_t i, FeatureList* features);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_TAGGER_H_
