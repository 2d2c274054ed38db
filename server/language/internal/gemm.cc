#include "server/language/internal/gemm.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace parallax::language::internal {
namespace {

constexpr uint32_t kColumnBlock = QuantizedMatrix::kColumnBlock;
constexpr uint32_t kDepthBlock = QuantizedMatrix::kDepthBlock;
// Weights up to 127: far more than training gives, and little enough that no product overflows.
constexpr float kLargestScale = 1.0f;

// What all kernels take: activations of `rows` rows, one block of columns after the other.
struct Problem {
  const int8_t* values;
  const float* row_scales;
  uint32_t rows;
  uint32_t depth;
  const int8_t* weights;
  const float* column_scales;
  const float* bias;
  const int32_t* offsets;
  uint32_t columns;
  uint32_t stride;
  float* out;
};

void MultiplyPortable(const Problem& p) {
  for (uint32_t column = 0; column < p.columns; column += kColumnBlock) {
    const int8_t* weights = p.weights + size_t{column} * p.depth;
    for (uint32_t row = 0; row < p.rows; ++row) {
      const int8_t* values = p.values + size_t{row} * p.depth;
      int32_t sums[kColumnBlock] = {};
      for (uint32_t k = 0; k < p.depth; k += kDepthBlock) {
        const int8_t* w = weights + size_t{k} * kColumnBlock;
        for (uint32_t j = 0; j < kColumnBlock; ++j) {
          for (uint32_t d = 0; d < kDepthBlock; ++d) {
            sums[j] += int32_t{values[k + d]} * w[j * kDepthBlock + d];
          }
        }
      }
      float* out = p.out + size_t{row} * p.stride + column;
      for (uint32_t j = 0; j < kColumnBlock; ++j) {
        out[j] = static_cast<float>(sums[j]) * (p.row_scales[row] * p.column_scales[column + j]) +
                 p.bias[column + j];
      }
    }
  }
}

float QuantizeRowPortable(const float* in, uint32_t depth, int8_t* out) {
  float most = 0.0f;
  for (uint32_t i = 0; i < depth; ++i) most = std::max(most, std::fabs(in[i]));
  const float inverse = most > 0.0f ? 127.0f / most : 0.0f;
  for (uint32_t i = 0; i < depth; ++i) {
    // Adding and taking away 1.5 * 2^23 rounds to the nearest even integer, as the vector units do.
    const float rounded = (in[i] * inverse + 12582912.0f) - 12582912.0f;
    out[i] = static_cast<int8_t>(rounded);
  }
  return most / 127.0f;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) float QuantizeRowAvx2(const float* in, uint32_t depth,
                                                      int8_t* out) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  __m256 most8 = _mm256_setzero_ps();
  uint32_t i = 0;
  for (; i + 8 <= depth; i += 8) {
    most8 = _mm256_max_ps(most8, _mm256_andnot_ps(sign, _mm256_loadu_ps(in + i)));
  }
  float lanes[8];
  _mm256_storeu_ps(lanes, most8);
  float most = 0.0f;
  for (float lane : lanes) most = std::max(most, lane);
  for (; i < depth; ++i) most = std::max(most, std::fabs(in[i]));
  const float inverse = most > 0.0f ? 127.0f / most : 0.0f;
  const __m256 factor = _mm256_set1_ps(inverse);
  for (i = 0; i + 32 <= depth; i += 32) {
    __m256i v[4];
    for (int j = 0; j < 4; ++j) {
      v[j] = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(in + i + 8 * j), factor));
    }
    const __m256i packed =
        _mm256_packs_epi16(_mm256_packs_epi32(v[0], v[1]), _mm256_packs_epi32(v[2], v[3]));
    _mm256_storeu_si256(
        reinterpret_cast<__m256i*>(out + i),
        _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
  }
  for (; i < depth; ++i) {
    out[i] = static_cast<int8_t>((in[i] * inverse + 12582912.0f) - 12582912.0f);
  }
  return most / 127.0f;
}

// Two halves of eight columns, kRows rows at once. The products of |a| and b signed like a fit 16
// bits in pairs: 2 * 127 * 127 < 32768.
template <int kRows>
__attribute__((target("avx2"), always_inline)) inline void Avx2Tile(const Problem& p, uint32_t row,
                                                                    uint32_t column) {
  const __m256i ones = _mm256_set1_epi16(1);
  const int8_t* weights = p.weights + size_t{column} * p.depth;
  const int8_t* values = p.values + size_t{row} * p.depth;
  __m256i sums[kRows][2];
  for (int r = 0; r < kRows; ++r) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
  for (uint32_t k = 0; k < p.depth; k += kDepthBlock) {
    const int8_t* w = weights + size_t{k} * kColumnBlock;
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + 32));
    for (int r = 0; r < kRows; ++r) {
      int32_t four;
      std::memcpy(&four, values + static_cast<size_t>(r) * p.depth + k, 4);
      const __m256i a = _mm256_set1_epi32(four);
      const __m256i magnitude = _mm256_abs_epi8(a);
      const __m256i first = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(low, a));
      const __m256i second = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(high, a));
      sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(first, ones));
      sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(second, ones));
    }
  }
  for (int r = 0; r < kRows; ++r) {
    const size_t at_row = row + static_cast<size_t>(r);
    const __m256 scale = _mm256_set1_ps(p.row_scales[at_row]);
    float* out = p.out + at_row * p.stride + column;
    for (uint32_t half = 0; half < 2; ++half) {
      const uint32_t at = column + 8 * half;
      const __m256 product =
          _mm256_mul_ps(_mm256_cvtepi32_ps(sums[r][half]),
                        _mm256_mul_ps(scale, _mm256_loadu_ps(p.column_scales + at)));
      _mm256_storeu_ps(out + 8 * half, _mm256_add_ps(product, _mm256_loadu_ps(p.bias + at)));
    }
  }
}

__attribute__((target("avx2"))) void MultiplyAvx2(const Problem& p) {
  for (uint32_t column = 0; column < p.columns; column += kColumnBlock) {
    uint32_t row = 0;
    for (; row + 4 <= p.rows; row += 4) Avx2Tile<4>(p, row, column);
    for (; row < p.rows; ++row) Avx2Tile<1>(p, row, column);
  }
}

// Up to four rows by up to 64 columns. Activations are moved by 128 to be unsigned; what that adds
// to each column is known beforehand and is where the sums start.
template <int kRows, int kBlocks>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"), always_inline)) inline void VnniTile(
    const Problem& p, uint32_t row, uint32_t column) {
  const __m512i high_bits = _mm512_set1_epi32(static_cast<int>(0x80808080u));
  __m512i sums[kRows][kBlocks];
  for (int b = 0; b < kBlocks; ++b) {
    const __m512i start = _mm512_sub_epi32(
        _mm512_setzero_si512(),
        _mm512_loadu_si512(p.offsets + column + static_cast<uint32_t>(b) * kColumnBlock));
    for (int r = 0; r < kRows; ++r) sums[r][b] = start;
  }
  const int8_t* weights = p.weights + size_t{column} * p.depth;
  const size_t block = size_t{kColumnBlock} * p.depth;
  const int8_t* values = p.values + size_t{row} * p.depth;
  for (uint32_t k = 0; k < p.depth; k += kDepthBlock) {
    __m512i w[kBlocks];
    for (int b = 0; b < kBlocks; ++b) {
      w[b] =
          _mm512_loadu_si512(weights + static_cast<size_t>(b) * block + size_t{k} * kColumnBlock);
    }
    for (int r = 0; r < kRows; ++r) {
      int32_t four;
      std::memcpy(&four, values + static_cast<size_t>(r) * p.depth + k, 4);
      const __m512i a = _mm512_xor_si512(_mm512_set1_epi32(four), high_bits);
      for (int b = 0; b < kBlocks; ++b) sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], a, w[b]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    const __m512 scale = _mm512_set1_ps(p.row_scales[row + static_cast<uint32_t>(r)]);
    float* out = p.out + size_t{row + static_cast<uint32_t>(r)} * p.stride + column;
    for (int b = 0; b < kBlocks; ++b) {
      const uint32_t at = column + static_cast<uint32_t>(b) * kColumnBlock;
      const __m512 product =
          _mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][b]),
                        _mm512_mul_ps(scale, _mm512_loadu_ps(p.column_scales + at)));
      _mm512_storeu_ps(out + b * static_cast<int>(kColumnBlock),
                       _mm512_add_ps(product, _mm512_loadu_ps(p.bias + at)));
    }
  }
}

template <int kBlocks>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) void VnniColumns(const Problem& p,
                                                                                 uint32_t column) {
  uint32_t row = 0;
  for (; row + 4 <= p.rows; row += 4) VnniTile<4, kBlocks>(p, row, column);
  for (; row < p.rows; ++row) VnniTile<1, kBlocks>(p, row, column);
}

void MultiplyVnni(const Problem& p) {
  uint32_t column = 0;
  for (; column + 4 * kColumnBlock <= p.columns; column += 4 * kColumnBlock) {
    VnniColumns<4>(p, column);
  }
  for (; column < p.columns; column += kColumnBlock) VnniColumns<1>(p, column);
}

#endif  // defined(__x86_64__)

}  // namespace

CpuPath BestCpuPath() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl")) {
    return CpuPath::kVnni;
  }
  if (__builtin_cpu_supports("avx2")) return CpuPath::kAvx2;
#endif
  return CpuPath::kPortable;
}

QuantizedMatrix QuantizedMatrix::Read(SectionReader* reader, uint32_t depth, uint32_t columns) {
  QuantizedMatrix matrix;
  matrix.depth_ = (depth + kDepthBlock - 1) / kDepthBlock * kDepthBlock;
  matrix.padded_columns_ = (columns + kColumnBlock - 1) / kColumnBlock * kColumnBlock;
  if (reader->ReadU32() != depth || reader->ReadU32() != columns) reader->Fail();
  matrix.scales_ = reader->ReadArray<float>(matrix.padded_columns_);
  matrix.weights_ = reader->ReadArray<int8_t>(uint64_t{matrix.depth_} * matrix.padded_columns_);
  if (!reader->status().ok()) return QuantizedMatrix();
  for (float scale : matrix.scales_) {
    if (!(std::fabs(scale) <= kLargestScale)) reader->Fail();
  }
  matrix.offsets_.assign(matrix.padded_columns_, 0);
  for (size_t i = 0; i < matrix.weights_.size(); ++i) {
    // -128 has no counterpart of the other sign, which the kernels rely on.
    if (matrix.weights_[i] == -128) reader->Fail();
    const size_t block = i / (size_t{kColumnBlock} * matrix.depth_);
    matrix.offsets_[block * kColumnBlock + i / kDepthBlock % kColumnBlock] +=
        128 * matrix.weights_[i];
  }
  return matrix;
}

void QuantizedRows::Set(const float* values, uint32_t rows, uint32_t depth, uint32_t stride,
                        CpuPath path) {
  rows_ = rows;
  depth_ = depth;
  if (values_.size() < size_t{rows} * depth) values_.resize(size_t{rows} * depth);
  if (scales_.size() < rows) scales_.resize(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    const float* in = values + size_t{row} * stride;
    int8_t* out = values_.data() + size_t{row} * depth;
#if defined(__x86_64__)
    if (path != CpuPath::kPortable) {
      scales_[row] = QuantizeRowAvx2(in, depth, out);
      continue;
    }
#endif
    scales_[row] = QuantizeRowPortable(in, depth, out);
  }
}

void Multiplier::Multiply(const QuantizedRows& rows, const QuantizedMatrix& matrix,
                          std::span<const float> bias, uint32_t stride, float* out) const {
  const Problem problem{rows.values_.data(),
                        rows.scales_.data(),
                        rows.rows_,
                        matrix.depth_,
                        matrix.weights_.data(),
                        matrix.scales_.data(),
                        bias.data(),
                        matrix.offsets_.data(),
                        matrix.padded_columns_,
                        stride,
                        out};
  switch (path_) {
#if defined(__x86_64__)
    case CpuPath::kVnni:
      return MultiplyVnni(problem);
    case CpuPath::kAvx2:
      return MultiplyAvx2(problem);
#else
    case CpuPath::kVnni:
    case CpuPath::kAvx2:
#endif
    case CpuPath::kPortable:
      return MultiplyPortable(problem);
  }
}

}  // namespace parallax::language::internal
