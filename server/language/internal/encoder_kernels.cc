#include "server/language/internal/encoder_kernels.h"

#include <cstddef>

#include "server/language/internal/encoder_shape.h"
#include "server/language/internal/sigmoid.h"

#define PARALLAX_INLINE __attribute__((always_inline)) inline

// Defines NAME(path, args) that runs NAMECore compiled for the path.
#if defined(__x86_64__)
#define PARALLAX_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define PARALLAX_AVX2 __attribute__((target("avx2")))
#else
#define PARALLAX_AVX512
#define PARALLAX_AVX2
#endif

#define PARALLAX_DISPATCH(NAME, PARAMETERS, ARGUMENTS)                   \
  PARALLAX_AVX512 void NAME##Avx512 PARAMETERS { NAME##Core ARGUMENTS; } \
  PARALLAX_AVX2 void NAME##Avx2 PARAMETERS { NAME##Core ARGUMENTS; }     \
  void NAME##Portable PARAMETERS { NAME##Core ARGUMENTS; }

namespace parallax::language::internal {
namespace {

PARALLAX_INLINE void SwishCore(uint32_t size, float* x) {
  for (uint32_t i = 0; i < size; ++i) x[i] *= Sigmoid(x[i]);
}
PARALLAX_DISPATCH(Swish, (uint32_t size, float* x), (size, x))

PARALLAX_INLINE void AddRowCore(const int8_t* __restrict row, float scale, float* __restrict sum) {
  for (uint32_t i = 0; i < kEmbedding; ++i) sum[i] += scale * static_cast<float>(row[i]);
}
PARALLAX_DISPATCH(AddRow, (const int8_t* row, float scale, float* sum), (row, scale, sum))

PARALLAX_INLINE void RecurrentStep(const float* __restrict in, const float* __restrict u,
                                   const float* __restrict gates, float* __restrict state,
                                   float* __restrict out) {
  const float* vf = gates;
  const float* vr = gates + kWidth;
  const float* bf = gates + 2 * kWidth;
  const float* br = gates + 3 * kWidth;
  for (uint32_t i = 0; i < kHidden; ++i) {
    const float f = Sigmoid(u[kHidden + i] + vf[i] * state[i] + bf[i]);
    const float r = Sigmoid(u[2 * kHidden + i] + vr[i] * state[i] + br[i]);
    const float c = u[i] + f * (state[i] - u[i]);
    state[i] = c;
    out[i] = in[i] + r * (c - in[i]);
  }
}

PARALLAX_INLINE void RecurrentLayerCore(uint32_t size, const float* in, const float* u,
                                        const float* gates, float* out) {
  for (uint32_t direction = 0; direction < 2; ++direction) {
    float state[kHidden] = {};
    const uint32_t column = direction * kHidden;
    for (uint32_t step = 0; step < size; ++step) {
      const size_t t = direction == 0 ? step : size - 1 - step;
      RecurrentStep(in + t * kWidth + column, u + t * 2 * kGateColumns + direction * kGateColumns,
                    gates + column, state, out + t * kWidth + column);
    }
  }
}
PARALLAX_DISPATCH(RecurrentLayer,
                  (uint32_t size, const float* in, const float* u, const float* gates, float* out),
                  (size, in, u, gates, out))

PARALLAX_INLINE void ArcScoresCore(const float* __restrict dependent, const float* __restrict heads,
                                   uint32_t columns, uint32_t stride, float* __restrict scores) {
  constexpr uint32_t kBlock = 32;
  uint32_t j = 0;
  for (; j + kBlock <= columns; j += kBlock) {
    float sums[kBlock] = {};
    for (uint32_t k = 0; k < kArcSize; ++k) {
      const float* row = heads + size_t{k} * stride + j;
      for (uint32_t b = 0; b < kBlock; ++b) sums[b] += dependent[k] * row[b];
    }
    for (uint32_t b = 0; b < kBlock; ++b) scores[j + b] = sums[b];
  }
}
PARALLAX_DISPATCH(ArcScores,
                  (const float* dependent, const float* heads, uint32_t columns, uint32_t stride,
                   float* scores),
                  (dependent, heads, columns, stride, scores))

}  // namespace

#define PARALLAX_CALL(NAME, ARGUMENTS) \
  switch (path) {                      \
    case CpuPath::kVnni:               \
      return NAME##Avx512 ARGUMENTS;   \
    case CpuPath::kAvx2:               \
      return NAME##Avx2 ARGUMENTS;     \
    case CpuPath::kPortable:           \
      return NAME##Portable ARGUMENTS; \
  }

void Swish(CpuPath path, uint32_t size, float* x) { PARALLAX_CALL(Swish, (size, x)) }

void AddRow(CpuPath path, const int8_t* row, float scale, float* sum) {
  PARALLAX_CALL(AddRow, (row, scale, sum))
}

void RecurrentLayer(CpuPath path, uint32_t size, const float* in, const float* u,
                    const float* gates, float* out) {
  PARALLAX_CALL(RecurrentLayer, (size, in, u, gates, out))
}

void ArcScores(CpuPath path, const float* dependent, const float* heads, uint32_t columns,
               uint32_t stride, float* scores) {
  PARALLAX_CALL(ArcScores, (dependent, heads, columns, stride, scores))
}

}  // namespace parallax::language::internal
