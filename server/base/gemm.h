// Products of small integers. Activations are quantised row by row as they come, to 7 bits without
// a sign, the most of which AVX2 adds two products by 8-bit weights without loss; weights column by
// column when the model is made. Sums are 32-bit integers and therefore exact: every path gives the
// same bits.
//
// Thread safety: const; safe for concurrent use with outputs of one's own.
#ifndef PARALLAX_SERVER_BASE_GEMM_H_
#define PARALLAX_SERVER_BASE_GEMM_H_

#include <cstdint>
#include <span>
#include <vector>

#include "server/base/cpu_path.h"
#include "server/base/model_file.h"

namespace parallax {

// Weights of `depth` rows and `columns` columns, both padded with zeros to multiples of 4 and 16.
// Packed: for each 16 columns, for each 4 rows, for each column, 4 bytes.
class QuantizedMatrix {
 public:
  static constexpr uint32_t kColumnBlock = 16;
  static constexpr uint32_t kDepthBlock = 4;

  // Reads scales (float, one a padded column) and weights. Marks the reader as failed where a scale
  // is out of bounds. Views the reader's bytes, which do best at multiples of 64.
  static QuantizedMatrix ReadArrays(SectionReader* reader, uint32_t depth, uint32_t columns);

  uint32_t depth() const { return depth_; }
  uint32_t padded_columns() const { return padded_columns_; }

 private:
  friend class Multiplier;

  uint32_t depth_ = 0;
  uint32_t padded_columns_ = 0;
  std::span<const float> scales_;
  std::span<const int8_t> weights_;
  // What each step of the activations' zero adds to a column.
  std::vector<int32_t> column_sums_;
};

// Rows of activations in 7 bits, with one scale and one zero each. Grows to the largest use and is
// reused.
class QuantizedRows {
 public:
  // Quantises `rows` rows of `depth` values that stand `stride` floats apart: 0 for the least value
  // of a row, 127 for the largest, where zero is never outside. Before, each value is multiplied by
  // its column's factor where `factors` is not null. REQUIRES: depth is a multiple of 4; values and
  // products are finite.
  void Set(const float* values, uint32_t rows, uint32_t depth, uint32_t stride, CpuPath path,
           const float* factors = nullptr);

  uint32_t rows() const { return rows_; }

 private:
  friend class Multiplier;

  uint32_t rows_ = 0;
  uint32_t depth_ = 0;
  std::vector<uint8_t> values_;
  std::vector<float> scales_;
  std::vector<int32_t> zeros_;  // the step that stands for 0
};

class Multiplier {
 public:
  explicit Multiplier(CpuPath path) : path_(path) {}

  // out[row * stride + column] = scaled product + bias[column], for all padded columns.
  // REQUIRES: the depths agree; `bias` has padded_columns() values; stride >= padded_columns().
  void Multiply(const QuantizedRows& rows, const QuantizedMatrix& matrix,
                std::span<const float> bias, uint32_t stride, float* out) const;

 private:
  const CpuPath path_;
};

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_GEMM_H_
