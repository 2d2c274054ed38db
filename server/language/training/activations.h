// Activations and losses with their gradients, over whole matrices.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_ACTIVATIONS_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_ACTIVATIONS_H_

#include <cstdint>
#include <random>
#include <span>

#include "server/language/training/network.h"

namespace parallax::language::training {

// A number from 0 to below 1.
inline float Unit(std::mt19937* random) {
  return static_cast<float>((*random)()) * (1.0f / 4294967296.0f);
}

// y = x * sigmoid(x), keeping the sigmoid for the way back.
void Swish(const Matrix& x, Matrix* y, Matrix* gate);

// gradient *= d swish / dx.
void SwishBackward(const Matrix& y, const Matrix& gate, Matrix* gradient);

// Replaces logits by the gradient of the summed cross-entropy times `scale`; returns the sum. Rows
// whose gold label is kNoLabel have no loss.
double Softmax(std::span<const uint8_t> gold, float scale, Matrix* logits);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_ACTIVATIONS_H_
