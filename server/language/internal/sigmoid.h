// The logistic function from additions, multiplications, one division and integer steps alone, so
// that every machine and every vector width gives the same bits (compiled without contraction).
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_SIGMOID_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_SIGMOID_H_

#include <bit>
#include <cstdint>

namespace parallax::language::internal {

// Relative error under 1e-5; arguments beyond 20 count as 20.
inline float Sigmoid(float x) {
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  float t = x * -1.44269504f;
  t = t < 28.0f ? t : 28.0f;
  t = t > -28.0f ? t : -28.0f;
  const float shifted = t + kRound;
  const float f = t - (shifted - kRound);
  float p = 1.3333558e-3f;
  p = p * f + 9.6181291e-3f;
  p = p * f + 5.5504109e-2f;
  p = p * f + 2.4022651e-1f;
  p = p * f + 6.9314718e-1f;
  p = p * f + 1.0f;
  const uint32_t exponent = std::bit_cast<uint32_t>(shifted) << 23;
  const float power = std::bit_cast<float>(std::bit_cast<uint32_t>(p) + exponent);
  return 1.0f / (1.0f + power);
}

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_SIGMOID_H_
