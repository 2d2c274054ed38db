// The loops themselves, for vectors of PARALLAX_VECTOR_BYTES bytes: included once by the source of
// each path, which is compiled for its processor. Nothing here but in the unnamed namespace, and
// nothing from the standard library that is not inlined whole: a function of the same name compiled
// for a newer processor must not end up in another path.
#ifndef PARALLAX_VECTOR_BYTES
#error "the source of a path says which vectors it has"
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "server/encoder/internal/kernels.h"

#define PARALLAX_INLINE __attribute__((always_inline)) inline

namespace parallax::encoder::internal {
namespace {

using Floats = float __attribute__((vector_size(PARALLAX_VECTOR_BYTES)));
using Ints = uint32_t __attribute__((vector_size(PARALLAX_VECTOR_BYTES)));

constexpr uint32_t kLanes = PARALLAX_VECTOR_BYTES / sizeof(float);
// All sums run over this many lanes, whatever a vector holds.
constexpr uint32_t kSumLanes = 16;
constexpr uint32_t kParts = kSumLanes / kLanes;

PARALLAX_INLINE Floats Load(const float* from) {
  Floats value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

PARALLAX_INLINE void Store(Floats value, float* to) { std::memcpy(to, &value, sizeof(value)); }

PARALLAX_INLINE Floats All(float value) { return value - Floats{}; }

PARALLAX_INLINE Floats Larger(Floats a, Floats b) { return a > b ? a : b; }
PARALLAX_INLINE Floats Smaller(Floats a, Floats b) { return a < b ? a : b; }

// The sum of 16 lanes, by halves.
PARALLAX_INLINE float SumLanes(const Floats* parts) {
  float lanes[kSumLanes];
  for (uint32_t p = 0; p < kParts; ++p) Store(parts[p], lanes + p * kLanes);
  for (uint32_t half = kSumLanes / 2; half > 0; half /= 2) {
    for (uint32_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
}

// e^x to 2 units in the last place, after Cephes (Moshier 1989): 2^n * p(x - n ln 2).
PARALLAX_INLINE Floats Exp(Floats x) {
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  x = Smaller(Larger(x, All(-87.0f)), All(88.0f));
  const Floats shifted = x * 1.44269504088896341f + kRound;
  const Floats n = shifted - kRound;
  x = x - n * 0.693359375f;
  x = x + n * 2.12194440e-4f;
  Floats y = x * 1.9875691500e-4f + 1.3981999507e-3f;
  y = y * x + 8.3334519073e-3f;
  y = y * x + 4.1665795894e-2f;
  y = y * x + 1.6666665459e-1f;
  y = y * x + 5.0000001201e-1f;
  y = y * (x * x) + x + 1.0f;
  // The low bits of `shifted` are n in two's complement; the others fall out on the left.
  const Ints power = (reinterpret_cast<Ints>(shifted) << 23) + (127u << 23);
  return y * reinterpret_cast<Floats>(power);
}

void Embed(const int8_t* word, float scale, const float* position, const float* side,
           const float* shape, float* x) {
  for (uint32_t i = 0; i < kModelWidth; ++i) {
    x[i] = scale * static_cast<float>(word[i]) + position[i] + (side[i] + shape[i]);
  }
}

void NormRow(const float* y, const float* weight, const float* bias, float* x) {
  constexpr float kEpsilon = 1e-12f;
  Floats sums[kParts] = {};
  for (uint32_t i = 0; i < kModelWidth; i += kSumLanes) {
    for (uint32_t p = 0; p < kParts; ++p) {
      const uint32_t at = i + p * kLanes;
      Floats value = Load(x + at);
      if (y != nullptr) {
        value += Load(y + at);
        Store(value, x + at);
      }
      sums[p] += value;
    }
  }
  const Floats mean = All(SumLanes(sums) * (1.0f / kModelWidth));
  Floats squares[kParts] = {};
  for (uint32_t i = 0; i < kModelWidth; i += kSumLanes) {
    for (uint32_t p = 0; p < kParts; ++p) {
      const Floats off = Load(x + i + p * kLanes) - mean;
      squares[p] += off * off;
    }
  }
  const float variance = SumLanes(squares) * (1.0f / kModelWidth);
  const Floats factor = All(1.0f / __builtin_sqrtf(variance + kEpsilon));
  for (uint32_t i = 0; i < kModelWidth; i += kLanes) {
    Store((Load(x + i) - mean) * factor * Load(weight + i) + Load(bias + i), x + i);
  }
}

void Norm(uint32_t rows, const float* y, const float* weight, const float* bias, float* x) {
  for (uint32_t row = 0; row < rows; ++row) {
    const size_t at = size_t{row} * kModelWidth;
    NormRow(y == nullptr ? nullptr : y + at, weight, bias, x + at);
  }
}

void Gelu(uint32_t size, float* x) {
  // x/2 (1 + tanh(u)) is x / (1 + e^(-2u)), u = sqrt(2/pi) (x + 0.044715 x^3).
  constexpr float kLinear = -2.0f * 0.7978845608028654f;
  constexpr float kCubic = kLinear * 0.044715f;
  for (uint32_t i = 0; i < size; i += kLanes) {
    const Floats value = Load(x + i);
    const Floats exponent = value * (value * value * kCubic + kLinear);
    Store(value / (Exp(exponent) + 1.0f), x + i);
  }
}

// Keys of one head as columns, padded with zeros to a multiple of kSumLanes columns.
PARALLAX_INLINE void TurnKeys(uint32_t size, uint32_t columns, const float* keys, float* turned) {
  for (uint32_t d = 0; d < kHeadWidth; ++d) {
    float* row = turned + size_t{d} * columns;
    for (uint32_t j = 0; j < size; ++j) row[j] = keys[size_t{j} * 3 * kModelWidth + d];
    for (uint32_t j = size; j < columns; ++j) row[j] = 0.0f;
  }
}

// scores[r][j] = queries[r] . keys[j], for kRows rows of queries and all columns.
template <uint32_t kRows>
PARALLAX_INLINE void Scores(uint32_t columns, const float* queries, const float* turned,
                            float* scores) {
  for (uint32_t j = 0; j < columns; j += kSumLanes) {
    Floats sums[kRows][kParts] = {};
    for (uint32_t d = 0; d < kHeadWidth; ++d) {
      for (uint32_t p = 0; p < kParts; ++p) {
        const Floats keys = Load(turned + size_t{d} * columns + j + p * kLanes);
        for (uint32_t r = 0; r < kRows; ++r) {
          sums[r][p] += keys * queries[size_t{r} * 3 * kModelWidth + d];
        }
      }
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      for (uint32_t p = 0; p < kParts; ++p) {
        Store(sums[r][p], scores + size_t{r} * columns + j + p * kLanes);
      }
    }
  }
}

// Leaves e^(scale (score - largest)) and gives one over their sum.
PARALLAX_INLINE float Softmax(uint32_t size, uint32_t columns, float* scores) {
  constexpr float kScale = 0.17677669529663687f;  // 1 / sqrt(kHeadWidth)
  constexpr float kLeast = -1e30f;
  for (uint32_t j = size; j < columns; ++j) scores[j] = kLeast;
  Floats most[kParts];
  for (uint32_t p = 0; p < kParts; ++p) most[p] = All(kLeast);
  for (uint32_t j = 0; j < columns; j += kSumLanes) {
    for (uint32_t p = 0; p < kParts; ++p) most[p] = Larger(most[p], Load(scores + j + p * kLanes));
  }
  float lanes[kSumLanes];
  for (uint32_t p = 0; p < kParts; ++p) Store(most[p], lanes + p * kLanes);
  float largest = lanes[0];
  for (uint32_t i = 1; i < kSumLanes; ++i) largest = lanes[i] > largest ? lanes[i] : largest;
  const Floats top = All(largest);
  Floats sums[kParts] = {};
  for (uint32_t j = 0; j < columns; j += kSumLanes) {
    for (uint32_t p = 0; p < kParts; ++p) {
      float* at = scores + j + p * kLanes;
      const Floats value = Exp((Load(at) - top) * kScale);
      Store(value, at);
      sums[p] += value;
    }
  }
  return 1.0f / SumLanes(sums);
}

// out[r] = factors[r] * sum over j of weights[r][j] * values[j].
template <uint32_t kRows>
PARALLAX_INLINE void Mix(uint32_t size, uint32_t columns, const float* weights,
                         const float* factors, const float* values, float* out) {
  for (uint32_t half = 0; half < kHeadWidth; half += kSumLanes) {
    Floats sums[kRows][kParts] = {};
    for (uint32_t j = 0; j < size; ++j) {
      for (uint32_t p = 0; p < kParts; ++p) {
        const Floats value = Load(values + size_t{j} * 3 * kModelWidth + half + p * kLanes);
        for (uint32_t r = 0; r < kRows; ++r) sums[r][p] += value * weights[size_t{r} * columns + j];
      }
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      for (uint32_t p = 0; p < kParts; ++p) {
        Store(sums[r][p] * factors[r], out + size_t{r} * kModelWidth + half + p * kLanes);
      }
    }
  }
}

template <uint32_t kRows>
PARALLAX_INLINE void AttendRows(uint32_t size, uint32_t columns, const float* queries,
                                const float* turned, const float* values, float* scores,
                                float* out) {
  Scores<kRows>(columns, queries, turned, scores);
  float factors[kRows];
  for (uint32_t r = 0; r < kRows; ++r) factors[r] = Softmax(size, columns, scores + r * columns);
  Mix<kRows>(size, columns, scores, factors, values, out);
}

void AttendFour(uint32_t size, uint32_t columns, const float* queries, const float* turned,
                const float* values, float* scores, float* out) {
  AttendRows<4>(size, columns, queries, turned, values, scores, out);
}

void AttendOne(uint32_t size, uint32_t columns, const float* queries, const float* turned,
               const float* values, float* scores, float* out) {
  AttendRows<1>(size, columns, queries, turned, values, scores, out);
}

void Attention(uint32_t size, const float* qkv, float* work, float* out) {
  const uint32_t columns = (size + kSumLanes - 1) / kSumLanes * kSumLanes;
  float* turned = work;
  float* scores = work + size_t{columns} * kHeadWidth;
  for (uint32_t head = 0; head < kHeads; ++head) {
    const float* queries = qkv + head * kHeadWidth;
    const float* values = queries + 2 * kModelWidth;
    TurnKeys(size, columns, queries + kModelWidth, turned);
    uint32_t row = 0;
    for (; row + 4 <= size; row += 4) {
      AttendFour(size, columns, queries + size_t{row} * 3 * kModelWidth, turned, values, scores,
                 out + size_t{row} * kModelWidth + head * kHeadWidth);
    }
    for (; row < size; ++row) {
      AttendOne(size, columns, queries + size_t{row} * 3 * kModelWidth, turned, values, scores,
                out + size_t{row} * kModelWidth + head * kHeadWidth);
    }
  }
}

void Sum(uint32_t rows, const float* x, float* sum) {
  for (uint32_t row = 0; row < rows; ++row) {
    for (uint32_t i = 0; i < kModelWidth; i += kLanes) {
      Store(Load(sum + i) + Load(x + size_t{row} * kModelWidth + i), sum + i);
    }
  }
}

void Head(uint32_t outputs, const float* weights, const float* bias, const float* x, float* out) {
  for (uint32_t o = 0; o < outputs; ++o) {
    const float* row = weights + size_t{o} * kModelWidth;
    Floats sums[kParts] = {};
    for (uint32_t i = 0; i < kModelWidth; i += kSumLanes) {
      for (uint32_t p = 0; p < kParts; ++p) {
        const uint32_t at = i + p * kLanes;
        sums[p] += Load(row + at) * Load(x + at);
      }
    }
    out[o] = SumLanes(sums) + bias[o];
  }
}

}  // namespace
}  // namespace parallax::encoder::internal
