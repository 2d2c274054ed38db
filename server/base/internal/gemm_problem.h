// One product, as the kernels of gemm.cc and gemm_amx.cc take it.
#ifndef PARALLAX_SERVER_BASE_INTERNAL_GEMM_PROBLEM_H_
#define PARALLAX_SERVER_BASE_INTERNAL_GEMM_PROBLEM_H_

#include <cstdint>

namespace parallax::internal {

inline constexpr uint32_t kTileRows = 16;
inline constexpr uint32_t kTileDepth = 64;

// Activations of `rows` rows, one block of columns after the other.
struct Problem {
  const uint8_t* values;
  const float* row_scales;
  const int32_t* row_zeros;
  uint32_t rows;
  uint32_t depth;
  const int8_t* weights;
  const float* column_scales;
  const float* bias;
  const int32_t* column_sums;
  uint32_t columns;
  uint32_t stride;
  float* out;
};

// By tiles of AMX. REQUIRES: CpuPath::kAmx; depth is a multiple of kTileDepth; `values` may be read
// up to a multiple of kTileRows rows.
void MultiplyAmx(const Problem& p);

}  // namespace parallax::internal

#endif  // PARALLAX_SERVER_BASE_INTERNAL_GEMM_PROBLEM_H_
