// The loops of the encoder that are not products of integers. One core is compiled for each
// processor path and gives the same bits on all of them: elementwise, or summed over 16 lanes in
// one fixed order, with fused multiply-adds where the core says so and nowhere else.
//
// Thread safety: free functions; outputs are the caller's.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_KERNELS_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_KERNELS_H_

#include <cstdint>

#include "server/base/cpu_path.h"

namespace parallax::encoder::internal {

inline constexpr uint32_t kModelWidth = 384;
inline constexpr uint32_t kHeadWidth = 32;
inline constexpr uint32_t kHeads = kModelWidth / kHeadWidth;
inline constexpr uint32_t kLongestSequence = 512;
// Floats that attention needs to work in: keys of a head, turned, and its values; four rows of
// scores.
inline constexpr uint32_t kAttentionWork = kLongestSequence * (2 * kHeadWidth + 4);

// The loops for one path.
struct Kernels {
  // x = scale * word + position + side + shape.
  void (*embed)(const int8_t* word, float scale, const float* position, const float* side,
                const float* shape, float* x);
  // x = norm(x + y) for each of `rows` rows of kModelWidth; y may be null.
  void (*norm)(uint32_t rows, const float* y, const float* weight, const float* bias, float* x);
  // GELU (Hendrycks & Gimpel 2016) in its tanh form. REQUIRES: size is a multiple of 16.
  void (*gelu)(uint32_t size, float* x);
  // Attention of all heads inside one sequence of `size` rows (at most kLongestSequence) of
  // queries, keys and values, 3 * kModelWidth a row. `out` has kModelWidth a row.
  void (*attention)(uint32_t size, const float* qkv, float* work, float* out);
  // sum += each of `rows` rows of kModelWidth.
  void (*sum)(uint32_t rows, const float* x, float* sum);
  // out[i] = weights[i] . x + bias[i] for `outputs` rows of kModelWidth.
  void (*head)(uint32_t outputs, const float* weights, const float* bias, const float* x,
               float* out);
};

const Kernels& KernelsOf(CpuPath path);

// One a path; those of another processor are never asked for.
extern const Kernels kPortableKernels;
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_KERNELS_H_
