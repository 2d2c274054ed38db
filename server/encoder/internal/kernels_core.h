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

#if PARALLAX_VECTOR_BYTES > 16
#include <immintrin.h>
#endif

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

// a * b + c, rounded once.
PARALLAX_INLINE Floats Fused(Floats a, Floats b, Floats c) {
#if PARALLAX_VECTOR_BYTES == 64
  return _mm512_fmadd_ps(a, b, c);
#elif PARALLAX_VECTOR_BYTES == 32
  return _mm256_fmadd_ps(a, b, c);
#else
  for (uint32_t i = 0; i < kLanes; ++i) c[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return c;
#endif
}

#if PARALLAX_VECTOR_BYTES == 64
PARALLAX_INLINE Floats Larger(Floats a, Floats b) { return _mm512_max_ps(a, b); }
PARALLAX_INLINE Floats Smaller(Floats a, Floats b) { return _mm512_min_ps(a, b); }
#elif PARALLAX_VECTOR_BYTES == 32
PARALLAX_INLINE Floats Larger(Floats a, Floats b) { return _mm256_max_ps(a, b); }
PARALLAX_INLINE Floats Smaller(Floats a, Floats b) { return _mm256_min_ps(a, b); }
#else
PARALLAX_INLINE Floats Larger(Floats a, Floats b) { return a > b ? a : b; }
PARALLAX_INLINE Floats Smaller(Floats a, Floats b) { return a < b ? a : b; }
#endif

// One number of 16 lanes, by halves: `join` of lane i and lane i + 8, of those i and i + 4, and so
// on.
template <typename Join>
PARALLAX_INLINE float Reduce(const Floats* parts, Join join) {
  using Four = float __attribute__((vector_size(16)));
#if PARALLAX_VECTOR_BYTES == 64
  const __m256 eight = join(_mm512_castps512_ps256(parts[0]), _mm512_extractf32x8_ps(parts[0], 1));
  Four four = join(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
#elif PARALLAX_VECTOR_BYTES == 32
  const Floats eight = join(parts[0], parts[1]);
  Four four = join(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
#else
  Four four = join(join(parts[0], parts[2]), join(parts[1], parts[3]));
#endif
  four = join(four, __builtin_shufflevector(four, four, 2, 3, 0, 1));
  return join(four, __builtin_shufflevector(four, four, 1, 0, 3, 2))[0];
}

PARALLAX_INLINE float SumLanes(const Floats* parts) {
  return Reduce(
      parts, [](auto a, auto b) __attribute__((always_inline)) { return a + b; });
}

PARALLAX_INLINE float LargestLane(const Floats* parts) {
  return Reduce(
      parts, [](auto a, auto b) __attribute__((always_inline)) { return a > b ? a : b; });
}

// e^x to 2 units in the last place, after Cephes (Moshier 1989): 2^n * p(x - n ln 2).
// REQUIRES: x <= 88; below -87 it is as at -87.
PARALLAX_INLINE Floats Exp(Floats x) {
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  x = Larger(x, All(-87.0f));
  const Floats shifted = Fused(x, All(1.44269504088896341f), All(kRound));
  const Floats n = shifted - kRound;
  x = Fused(n, All(-0.693359375f), x);
  x = Fused(n, All(2.12194440e-4f), x);
  Floats y = Fused(x, All(1.9875691500e-4f), All(1.3981999507e-3f));
  y = Fused(y, x, All(8.3334519073e-3f));
  y = Fused(y, x, All(4.1665795894e-2f));
  y = Fused(y, x, All(1.6666665459e-1f));
  y = Fused(y, x, All(5.0000001201e-1f));
  y = Fused(y, x * x, x + 1.0f);
  // The low bits of `shifted` are n in two's complement; the others fall out on the left.
  return reinterpret_cast<Floats>(reinterpret_cast<Ints>(y) +
                                  (reinterpret_cast<Ints>(shifted) << 23));
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
      squares[p] = Fused(off, off, squares[p]);
    }
  }
  const float variance = SumLanes(squares) * (1.0f / kModelWidth);
  const Floats factor = All(1.0f / __builtin_sqrtf(variance + kEpsilon));
  for (uint32_t i = 0; i < kModelWidth; i += kLanes) {
    Store(Fused((Load(x + i) - mean) * factor, Load(weight + i), Load(bias + i)), x + i);
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
    const Floats exponent = value * Fused(value * value, All(kCubic), All(kLinear));
    Store(value / (Exp(Smaller(exponent, All(88.0f))) + 1.0f), x + i);
  }
}

// What the tiles of attention are wide: enough sums at once to hide how long one takes.
constexpr uint32_t kTileVectors = 2;
constexpr uint32_t kTile = kTileVectors * kLanes;

// Keys of one head as columns, padded with zeros to a multiple of kSumLanes columns; its values as
// they are, but without gaps: at the distance of the rows they would crowd few lines of the cache.
PARALLAX_INLINE void Gather(uint32_t size, uint32_t columns, const float* keys, float* turned,
                            float* values) {
  for (uint32_t d = 0; d < kHeadWidth; ++d) {
    float* row = turned + size_t{d} * columns;
    for (uint32_t j = 0; j < size; ++j) row[j] = keys[size_t{j} * 3 * kModelWidth + d];
    for (uint32_t j = size; j < columns; ++j) row[j] = 0.0f;
  }
  for (uint32_t j = 0; j < size; ++j) {
    const float* from = keys + kModelWidth + size_t{j} * 3 * kModelWidth;
    for (uint32_t d = 0; d < kHeadWidth; d += kLanes) {
      Store(Load(from + d), values + size_t{j} * kHeadWidth + d);
    }
  }
}

template <uint32_t kRows, uint32_t kVectors>
PARALLAX_INLINE void ScoreTile(uint32_t columns, const float* queries, const float* turned,
                               float* scores) {
  Floats sums[kRows][kVectors] = {};
  for (uint32_t d = 0; d < kHeadWidth; ++d) {
    Floats keys[kVectors];
    for (uint32_t v = 0; v < kVectors; ++v)
      keys[v] = Load(turned + size_t{d} * columns + v * kLanes);
    for (uint32_t r = 0; r < kRows; ++r) {
      const Floats query = All(queries[size_t{r} * 3 * kModelWidth + d]);
      for (uint32_t v = 0; v < kVectors; ++v) sums[r][v] = Fused(keys[v], query, sums[r][v]);
    }
  }
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t v = 0; v < kVectors; ++v) {
      Store(sums[r][v], scores + size_t{r} * columns + v * kLanes);
    }
  }
}

// scores[r][j] = queries[r] . keys[j], for kRows rows of queries and all columns.
template <uint32_t kRows>
PARALLAX_INLINE void Scores(uint32_t columns, const float* queries, const float* turned,
                            float* scores) {
  uint32_t j = 0;
  for (; j + kTile <= columns; j += kTile) {
    ScoreTile<kRows, kTileVectors>(columns, queries, turned + j, scores + j);
  }
  for (; j < columns; j += kLanes) {
    ScoreTile<kRows, 1>(columns, queries, turned + j, scores + j);
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
  const Floats top = All(LargestLane(most));
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
  for (uint32_t part = 0; part < kHeadWidth; part += kTile) {
    Floats sums[kRows][kTileVectors] = {};
    for (uint32_t j = 0; j < size; ++j) {
      Floats value[kTileVectors];
      for (uint32_t v = 0; v < kTileVectors; ++v) {
        value[v] = Load(values + size_t{j} * kHeadWidth + part + v * kLanes);
      }
      for (uint32_t r = 0; r < kRows; ++r) {
        const Floats weight = All(weights[size_t{r} * columns + j]);
        for (uint32_t v = 0; v < kTileVectors; ++v) {
          sums[r][v] = Fused(value[v], weight, sums[r][v]);
        }
      }
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      for (uint32_t v = 0; v < kTileVectors; ++v) {
        Store(sums[r][v] * factors[r], out + size_t{r} * kModelWidth + part + v * kLanes);
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
  float* values = turned + size_t{columns} * kHeadWidth;
  float* scores = values + size_t{columns} * kHeadWidth;
  for (uint32_t head = 0; head < kHeads; ++head) {
    const float* queries = qkv + head * kHeadWidth;
    Gather(size, columns, queries + kModelWidth, turned, values);
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
        sums[p] = Fused(Load(row + at), Load(x + at), sums[p]);
      }
    }
    out[o] = SumLanes(sums) + bias[o];
  }
}

}  // namespace
}  // namespace parallax::encoder::internal
