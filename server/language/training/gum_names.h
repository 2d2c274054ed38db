// Names as the recogniser learns them, cut out of the noun phrases that GUM marks as entities.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_GUM_NAMES_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_GUM_NAMES_H_

#include <cstdint>

#include "server/language/conllu.h"
#include "server/language/training/corpus.h"

namespace parallax::language::training {

// The label of the first word of a name; that of the words after it is one more.
inline uint8_t BeginLabel(EntityType type) {
  return static_cast<uint8_t>(1 + 2 * static_cast<int>(type));
}

// Sets the entity labels of `example`, which holds the words of `sentence`: what GUM leaves open
// gets kUnknownLabel.
void LabelEntities(const ConlluSentence& sentence, Example* example);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_GUM_NAMES_H_
