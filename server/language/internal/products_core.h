// The loops of products.h for vectors of PARALLAX_VECTOR_BYTES bytes: included once by the source
// of each path, which is compiled for its processor. Nothing here but in the unnamed namespace.
#ifndef PARALLAX_VECTOR_BYTES
#error "the source of a path says which vectors it has"
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "server/language/internal/products.h"

#define PARALLAX_INLINE __attribute__((always_inline)) inline

namespace parallax::language::internal {
namespace {

using Floats = float __attribute__((vector_size(PARALLAX_VECTOR_BYTES)));

constexpr uint32_t kLanes = PARALLAX_VECTOR_BYTES / sizeof(float);
constexpr uint32_t kParts = 2;
static_assert(kProductColumns % (kParts * kLanes) == 0);

PARALLAX_INLINE Floats Load(const float* from) {
  Floats value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

PARALLAX_INLINE void Store(Floats value, float* to) { std::memcpy(to, &value, sizeof(value)); }

// kRows rows of kParts vectors of columns, whose sums stay in registers.
template <uint32_t kRows>
PARALLAX_INLINE void AddTile(uint32_t depth, uint32_t columns, const float* left,
                             const float* right, float* out) {
  Floats sums[kRows][kParts];
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t p = 0; p < kParts; ++p) {
      sums[r][p] = Load(out + size_t{r} * columns + p * kLanes);
    }
  }
  for (uint32_t k = 0; k < depth; ++k) {
    Floats weights[kParts];
    for (uint32_t p = 0; p < kParts; ++p) {
      weights[p] = Load(right + size_t{k} * columns + p * kLanes);
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      const Floats value = left[size_t{r} * depth + k] - Floats{};
      for (uint32_t p = 0; p < kParts; ++p) sums[r][p] += value * weights[p];
    }
  }
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t p = 0; p < kParts; ++p) {
      Store(sums[r][p], out + size_t{r} * columns + p * kLanes);
    }
  }
}

void AddProductCore(uint32_t rows, uint32_t depth, uint32_t columns, const float* left,
                    const float* right, float* out) {
  constexpr uint32_t kTile = 4;
  for (uint32_t column = 0; column < columns; column += kParts * kLanes) {
    uint32_t row = 0;
    for (; row + kTile <= rows; row += kTile) {
      AddTile<kTile>(depth, columns, left + size_t{row} * depth, right + column,
                     out + size_t{row} * columns + column);
    }
    for (; row < rows; ++row) {
      AddTile<1>(depth, columns, left + size_t{row} * depth, right + column,
                 out + size_t{row} * columns + column);
    }
  }
}

}  // namespace
}  // namespace parallax::language::internal
