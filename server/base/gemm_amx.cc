// Products by the tiles of Intel AMX (Advanced Matrix Extensions): 16 rows by 16 columns at a time.
#include "server/base/gemm.h"
#include "server/base/internal/gemm_problem.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>

namespace parallax::internal {
namespace {

constexpr uint32_t kColumnBlock = QuantizedMatrix::kColumnBlock;
constexpr uint32_t kTileBytes = kTileDepth;  // of a row of a tile

// What LDTILECFG reads.
struct alignas(64) TileConfig {
  uint8_t palette = 1;
  uint8_t start_row = 0;
  uint8_t reserved[14] = {};
  uint16_t row_bytes[16] = {};
  uint8_t rows[16] = {};
};

using Sums = int32_t[kTileRows * kColumnBlock];

// Of one tile of sums the rows that are there, scaled as on every path.
void Store(const Problem& p, uint32_t row, uint32_t column, const Sums& sums) {
  const uint32_t rows = std::min(kTileRows, p.rows - row);
  const __m512i column_sums = _mm512_loadu_si512(p.column_sums + column);
  const __m512 column_scales = _mm512_loadu_ps(p.column_scales + column);
  const __m512 bias = _mm512_loadu_ps(p.bias + column);
  for (uint32_t r = 0; r < rows; ++r) {
    const __m512i surplus =
        _mm512_mullo_epi32(_mm512_set1_epi32(p.row_zeros[row + r]), column_sums);
    const __m512i sum =
        _mm512_sub_epi32(_mm512_load_si512(sums + size_t{r} * kColumnBlock), surplus);
    const __m512 scale = _mm512_mul_ps(_mm512_set1_ps(p.row_scales[row + r]), column_scales);
    _mm512_storeu_ps(p.out + size_t{row + r} * p.stride + column,
                     _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sum), scale), bias));
  }
}

const int8_t* Weights(const Problem& p, uint32_t column, uint32_t k) {
  return p.weights + size_t{column} * p.depth + size_t{k} * kColumnBlock;
}

const uint8_t* Values(const Problem& p, uint32_t row, uint32_t k) {
  return p.values + size_t{row} * p.depth + k;
}

// Tiles 0 to 3 hold sums, 4 and 5 values, 6 and 7 weights.
void TwoByTwo(const Problem& p, uint32_t row, uint32_t column) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (uint32_t k = 0; k < p.depth; k += kTileDepth) {
    _tile_loadd(6, Weights(p, column, k), kTileBytes);
    _tile_loadd(7, Weights(p, column + kColumnBlock, k), kTileBytes);
    _tile_loadd(4, Values(p, row, k), p.depth);
    _tile_dpbusd(0, 4, 6);
    _tile_dpbusd(1, 4, 7);
    _tile_loadd(5, Values(p, row + kTileRows, k), p.depth);
    _tile_dpbusd(2, 5, 6);
    _tile_dpbusd(3, 5, 7);
  }
  alignas(64) Sums sums[4];
  _tile_stored(0, sums[0], kTileBytes);
  _tile_stored(1, sums[1], kTileBytes);
  _tile_stored(2, sums[2], kTileBytes);
  _tile_stored(3, sums[3], kTileBytes);
  Store(p, row, column, sums[0]);
  Store(p, row, column + kColumnBlock, sums[1]);
  Store(p, row + kTileRows, column, sums[2]);
  Store(p, row + kTileRows, column + kColumnBlock, sums[3]);
}

void OneByOne(const Problem& p, uint32_t row, uint32_t column) {
  _tile_zero(0);
  for (uint32_t k = 0; k < p.depth; k += kTileDepth) {
    _tile_loadd(6, Weights(p, column, k), kTileBytes);
    _tile_loadd(4, Values(p, row, k), p.depth);
    _tile_dpbusd(0, 4, 6);
  }
  alignas(64) Sums sums;
  _tile_stored(0, sums, kTileBytes);
  Store(p, row, column, sums);
}

}  // namespace

void MultiplyAmx(const Problem& p) {
  TileConfig config;
  std::fill_n(config.row_bytes, 8, kTileBytes);
  std::fill_n(config.rows, 8, kTileRows);
  _tile_loadconfig(&config);
  uint32_t column = 0;
  for (; column + 2 * kColumnBlock <= p.columns; column += 2 * kColumnBlock) {
    uint32_t row = 0;
    for (; row + kTileRows < p.rows; row += 2 * kTileRows) TwoByTwo(p, row, column);
    if (row < p.rows) {
      OneByOne(p, row, column);
      OneByOne(p, row, column + kColumnBlock);
    }
  }
  for (; column < p.columns; column += kColumnBlock) {
    for (uint32_t row = 0; row < p.rows; row += kTileRows) OneByOne(p, row, column);
  }
  // Tiles in use cost every switch of threads 8 KiB.
  _tile_release();
}

}  // namespace parallax::internal

#endif  // defined(__x86_64__)
