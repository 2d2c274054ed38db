// Products of small matrices of floats. Each sum runs through the depth from front to back, one
// rounding a step: the same bits on every processor path.
//
// Thread safety: free functions; outputs are the caller's.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_PRODUCTS_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_PRODUCTS_H_

#include <cstdint>

#include "server/base/cpu_path.h"

namespace parallax::language::internal {

inline constexpr uint32_t kProductColumns = 32;

constexpr uint32_t PadColumns(uint32_t columns) {
  return (columns + kProductColumns - 1) / kProductColumns * kProductColumns;
}

// out += left * right, for `left` of rows x depth, `right` of depth x columns and `out` of rows x
// columns. REQUIRES: columns is a multiple of kProductColumns; `out` overlaps nothing.
void AddProduct(CpuPath path, uint32_t rows, uint32_t depth, uint32_t columns, const float* left,
                const float* right, float* out);

// One a path; those of another processor are never asked for.
using ProductKernel = void (*)(uint32_t rows, uint32_t depth, uint32_t columns, const float* left,
                               const float* right, float* out);
extern const ProductKernel kPortableProduct;
extern const ProductKernel kAvx2Product;
extern const ProductKernel kAvx512Product;

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_PRODUCTS_H_
