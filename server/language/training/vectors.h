// Word vectors from plain text, to begin the training of the network with.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_VECTORS_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_VECTORS_H_

#include <cstdint>
#include <vector>

#include "server/language/training/network.h"

namespace parallax::language::training {

// Skip-grams with negative sampling (Mikolov et al. 2013) over sentences of rows, row 0 standing
// for all rare words. Gives `rows` vectors of kEmbedding values whose root mean square is `size`.
Matrix LearnVectors(const std::vector<std::vector<uint32_t>>& sentences, uint32_t rows, float size,
                    uint32_t seed);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_VECTORS_H_
