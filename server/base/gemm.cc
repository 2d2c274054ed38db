#include "server/base/gemm.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "server/base/internal/gemm_problem.h"

namespace parallax {
namespace {

using internal::Problem;

constexpr uint32_t kColumnBlock = QuantizedMatrix::kColumnBlock;
constexpr uint32_t kDepthBlock = QuantizedMatrix::kDepthBlock;
// Weights up to 127: far more than training gives, and little enough that no product overflows.
constexpr float kLargestScale = 1.0f;

// Up to kRows rows by one block of columns, in plain loops that compilers turn into vectors.
template <uint32_t kRows>
void PortableTile(const Problem& p, uint32_t row, uint32_t column) {
  const int8_t* weights = p.weights + size_t{column} * p.depth;
  const uint8_t* values = p.values + size_t{row} * p.depth;
  int32_t sums[kRows][kColumnBlock] = {};
  for (uint32_t k = 0; k < p.depth; k += kDepthBlock) {
    const int8_t* packed = weights + size_t{k} * kColumnBlock;
    int16_t w[kDepthBlock][kColumnBlock];
    for (uint32_t j = 0; j < kColumnBlock; ++j) {
      for (uint32_t d = 0; d < kDepthBlock; ++d) w[d][j] = packed[j * kDepthBlock + d];
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      for (uint32_t d = 0; d < kDepthBlock; ++d) {
        const int16_t value = values[size_t{r} * p.depth + k + d];
        for (uint32_t j = 0; j < kColumnBlock; ++j) sums[r][j] += value * w[d][j];
      }
    }
  }
  for (uint32_t r = 0; r < kRows; ++r) {
    const size_t at_row = size_t{row} + r;
    float* out = p.out + at_row * p.stride + column;
    for (uint32_t j = 0; j < kColumnBlock; ++j) {
      const int32_t sum = sums[r][j] - p.row_zeros[at_row] * p.column_sums[column + j];
      out[j] = static_cast<float>(sum) * (p.row_scales[at_row] * p.column_scales[column + j]) +
               p.bias[column + j];
    }
  }
}

void MultiplyPortable(const Problem& p) {
  for (uint32_t column = 0; column < p.columns; column += kColumnBlock) {
    uint32_t row = 0;
    for (; row + 8 <= p.rows; row += 8) PortableTile<8>(p, row, column);
    for (; row < p.rows; ++row) PortableTile<1>(p, row, column);
  }
}

// How the values of a row become steps: step = value / scale + zero, 0 .. kSteps.
struct Steps {
  float inverse;
  float scale;
  int32_t zero;
};

constexpr float kSteps = 127.0f;
// Adding and taking away 1.5 * 2^23 rounds to the nearest even integer, as the vector units do.
constexpr float kRound = 12582912.0f;

Steps StepsOf(float least, float most) {
  const float range = most - least;
  if (!(range > 0.0f)) return {0.0f, 0.0f, 0};
  const float inverse = kSteps / range;
  return {inverse, range / kSteps, static_cast<int32_t>((-least * inverse + kRound) - kRound)};
}

uint8_t StepOf(float value, const Steps& steps) {
  const auto step = static_cast<int32_t>((value * steps.inverse + kRound) - kRound) + steps.zero;
  return static_cast<uint8_t>(std::clamp(step, 0, static_cast<int32_t>(kSteps)));
}

Steps QuantizeRowPortable(const float* in, const float* factors, uint32_t depth, uint8_t* out) {
  const auto value = [&](uint32_t i) { return factors == nullptr ? in[i] : in[i] * factors[i]; };
  float least = 0.0f;
  float most = 0.0f;
  for (uint32_t i = 0; i < depth; ++i) {
    least = std::min(least, value(i));
    most = std::max(most, value(i));
  }
  const Steps steps = StepsOf(least, most);
  for (uint32_t i = 0; i < depth; ++i) out[i] = StepOf(value(i), steps);
  return steps;
}

#if defined(__x86_64__)

template <bool kScaled>
__attribute__((target("avx2"), always_inline)) inline __m256 Values8(const float* in,
                                                                     const float* factors) {
  const __m256 values = _mm256_loadu_ps(in);
  return kScaled ? _mm256_mul_ps(values, _mm256_loadu_ps(factors)) : values;
}

// REQUIRES: depth is a multiple of 32.
template <bool kScaled>
__attribute__((target("avx2"))) Steps QuantizeRowAvx2(const float* in, const float* factors,
                                                      uint32_t depth, uint8_t* out) {
  __m256 least8 = _mm256_setzero_ps();
  __m256 most8 = _mm256_setzero_ps();
  for (uint32_t i = 0; i < depth; i += 8) {
    const __m256 values = Values8<kScaled>(in + i, factors + i);
    least8 = _mm256_min_ps(least8, values);
    most8 = _mm256_max_ps(most8, values);
  }
  float lanes[16];
  _mm256_storeu_ps(lanes, least8);
  _mm256_storeu_ps(lanes + 8, most8);
  const Steps steps =
      StepsOf(*std::min_element(lanes, lanes + 8), *std::max_element(lanes + 8, lanes + 16));
  const __m256 factor = _mm256_set1_ps(steps.inverse);
  const __m256i zero = _mm256_set1_epi32(steps.zero);
  const __m256i top = _mm256_set1_epi8(static_cast<char>(kSteps));
  for (uint32_t i = 0; i < depth; i += 32) {
    __m256i v[4];
    for (uint32_t j = 0; j < 4; ++j) {
      const __m256 values = Values8<kScaled>(in + i + 8 * j, factors + i + 8 * j);
      v[j] = _mm256_add_epi32(_mm256_cvtps_epi32(_mm256_mul_ps(values, factor)), zero);
    }
    const __m256i packed =
        _mm256_packus_epi16(_mm256_packs_epi32(v[0], v[1]), _mm256_packs_epi32(v[2], v[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                        _mm256_permutevar8x32_epi32(_mm256_min_epu8(packed, top),
                                                    _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
  }
  return steps;
}

template <bool kScaled>
__attribute__((target("avx512f,avx512bw,avx512vl"), always_inline)) inline __m512 Values16(
    const float* in, const float* factors) {
  const __m512 values = _mm512_loadu_ps(in);
  return kScaled ? _mm512_mul_ps(values, _mm512_loadu_ps(factors)) : values;
}

// REQUIRES: depth is a multiple of 32.
template <bool kScaled>
__attribute__((target("avx512f,avx512bw,avx512vl"))) Steps QuantizeRowAvx512(const float* in,
                                                                             const float* factors,
                                                                             uint32_t depth,
                                                                             uint8_t* out) {
  __m512 least[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
  __m512 most[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
  for (uint32_t i = 0; i < depth; i += 32) {
    for (uint32_t j = 0; j < 2; ++j) {
      const __m512 values = Values16<kScaled>(in + i + 16 * j, factors + i + 16 * j);
      least[j] = _mm512_min_ps(least[j], values);
      most[j] = _mm512_max_ps(most[j], values);
    }
  }
  const Steps steps = StepsOf(_mm512_reduce_min_ps(_mm512_min_ps(least[0], least[1])),
                              _mm512_reduce_max_ps(_mm512_max_ps(most[0], most[1])));
  const __m512 factor = _mm512_set1_ps(steps.inverse);
  const __m512i zero = _mm512_set1_epi32(steps.zero);
  const __m512i top = _mm512_set1_epi32(static_cast<int32_t>(kSteps));
  for (uint32_t i = 0; i < depth; i += 16) {
    const __m512 values = Values16<kScaled>(in + i, factors + i);
    const __m512i v = _mm512_add_epi32(_mm512_cvtps_epi32(_mm512_mul_ps(values, factor)), zero);
    const __m512i clamped = _mm512_min_epi32(_mm512_max_epi32(v, _mm512_setzero_si512()), top);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm512_cvtepi32_epi8(clamped));
  }
  return steps;
}

// Two halves of eight columns, kRows rows at once. Products of 7 and 8 bits fit 16 bits in pairs:
// 2 * 127 * 128 < 32768.
template <int kRows>
__attribute__((target("avx2"), always_inline)) inline void Avx2Tile(const Problem& p, uint32_t row,
                                                                    uint32_t column) {
  const __m256i ones = _mm256_set1_epi16(1);
  const int8_t* weights = p.weights + size_t{column} * p.depth;
  const uint8_t* values = p.values + size_t{row} * p.depth;
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
      const __m256i first = _mm256_maddubs_epi16(a, low);
      const __m256i second = _mm256_maddubs_epi16(a, high);
      sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(first, ones));
      sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(second, ones));
    }
  }
  for (int r = 0; r < kRows; ++r) {
    const size_t at_row = row + static_cast<size_t>(r);
    const __m256 scale = _mm256_set1_ps(p.row_scales[at_row]);
    const __m256i zero = _mm256_set1_epi32(p.row_zeros[at_row]);
    float* out = p.out + at_row * p.stride + column;
    for (uint32_t half = 0; half < 2; ++half) {
      const uint32_t at = column + 8 * half;
      const __m256i surplus = _mm256_mullo_epi32(
          zero, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p.column_sums + at)));
      const __m256 product =
          _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_sub_epi32(sums[r][half], surplus)),
                        _mm256_mul_ps(scale, _mm256_loadu_ps(p.column_scales + at)));
      _mm256_storeu_ps(out + 8 * half, _mm256_add_ps(product, _mm256_loadu_ps(p.bias + at)));
    }
  }
}

__attribute__((target("avx2"))) void MultiplyAvx2(const Problem& p) {
  for (uint32_t column = 0; column < p.columns; column += kColumnBlock) {
    uint32_t row = 0;
    // With four rows GCC 12 keeps two of the sums in memory.
    for (; row + 3 <= p.rows; row += 3) Avx2Tile<3>(p, row, column);
    for (; row < p.rows; ++row) Avx2Tile<1>(p, row, column);
  }
}

// Up to four rows by up to 64 columns.
template <int kRows, int kBlocks>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"), always_inline)) inline void VnniTile(
    const Problem& p, uint32_t row, uint32_t column) {
  __m512i sums[kRows][kBlocks];
  for (int b = 0; b < kBlocks; ++b) {
    const __m512i column_sums =
        _mm512_loadu_si512(p.column_sums + column + static_cast<uint32_t>(b) * kColumnBlock);
    for (int r = 0; r < kRows; ++r) {
      const int32_t zero = p.row_zeros[row + static_cast<uint32_t>(r)];
      sums[r][b] = _mm512_mullo_epi32(_mm512_set1_epi32(-zero), column_sums);
    }
  }
  const int8_t* weights = p.weights + size_t{column} * p.depth;
  const size_t block = size_t{kColumnBlock} * p.depth;
  const uint8_t* values = p.values + size_t{row} * p.depth;
  for (uint32_t k = 0; k < p.depth; k += kDepthBlock) {
    __m512i w[kBlocks];
    for (int b = 0; b < kBlocks; ++b) {
      w[b] =
          _mm512_loadu_si512(weights + static_cast<size_t>(b) * block + size_t{k} * kColumnBlock);
    }
    for (int r = 0; r < kRows; ++r) {
      int32_t four;
      std::memcpy(&four, values + static_cast<size_t>(r) * p.depth + k, 4);
      const __m512i a = _mm512_set1_epi32(four);
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

Steps QuantizeRow(CpuPath path, const float* in, const float* factors, uint32_t depth,
                  uint8_t* out) {
#if defined(__x86_64__)
  if (depth % 32 == 0 && path >= CpuPath::kVnni) {
    return factors == nullptr ? QuantizeRowAvx512<false>(in, in, depth, out)
                              : QuantizeRowAvx512<true>(in, factors, depth, out);
  }
  if (depth % 32 == 0 && path == CpuPath::kAvx2) {
    return factors == nullptr ? QuantizeRowAvx2<false>(in, in, depth, out)
                              : QuantizeRowAvx2<true>(in, factors, depth, out);
  }
#else
  static_cast<void>(path);
#endif
  return QuantizeRowPortable(in, factors, depth, out);
}

}  // namespace

QuantizedMatrix QuantizedMatrix::ReadArrays(SectionReader* reader, uint32_t depth,
                                            uint32_t columns) {
  QuantizedMatrix matrix;
  matrix.depth_ = (depth + kDepthBlock - 1) / kDepthBlock * kDepthBlock;
  matrix.padded_columns_ = (columns + kColumnBlock - 1) / kColumnBlock * kColumnBlock;
  matrix.scales_ = reader->ReadArray<float>(matrix.padded_columns_);
  matrix.weights_ = reader->ReadArray<int8_t>(uint64_t{matrix.depth_} * matrix.padded_columns_);
  if (!reader->status().ok()) return QuantizedMatrix();
  for (float scale : matrix.scales_) {
    if (!(std::fabs(scale) <= kLargestScale)) reader->Fail();
  }
  matrix.column_sums_.assign(matrix.padded_columns_, 0);
  const int8_t* weights = matrix.weights_.data();
  for (uint32_t column = 0; column < matrix.padded_columns_; column += kColumnBlock) {
    for (uint32_t k = 0; k < matrix.depth_; k += kDepthBlock) {
      for (uint32_t j = 0; j < kColumnBlock; ++j, weights += kDepthBlock) {
        matrix.column_sums_[column + j] += weights[0] + weights[1] + weights[2] + weights[3];
      }
    }
  }
  return matrix;
}

void QuantizedRows::Set(const float* values, uint32_t rows, uint32_t depth, uint32_t stride,
                        CpuPath path, const float* factors) {
  rows_ = rows;
  depth_ = depth;
  // Whole tiles are read, though nothing comes of the rows beyond.
  constexpr size_t kTile = internal::kTileRows;
  const size_t size = (rows + kTile - 1) / kTile * kTile * depth;
  if (values_.size() < size) values_.resize(size);
  if (scales_.size() < rows) {
    scales_.resize(rows);
    zeros_.resize(rows);
  }
  for (uint32_t row = 0; row < rows; ++row) {
    const Steps steps = QuantizeRow(path, values + size_t{row} * stride, factors, depth,
                                    values_.data() + size_t{row} * depth);
    scales_[row] = steps.scale;
    zeros_[row] = steps.zero;
  }
}

void Multiplier::Multiply(const QuantizedRows& rows, const QuantizedMatrix& matrix,
                          std::span<const float> bias, uint32_t stride, float* out) const {
  const Problem problem{rows.values_.data(),
                        rows.scales_.data(),
                        rows.zeros_.data(),
                        rows.rows_,
                        matrix.depth_,
                        matrix.weights_.data(),
                        matrix.scales_.data(),
                        bias.data(),
                        matrix.column_sums_.data(),
                        matrix.padded_columns_,
                        stride,
                        out};
  switch (path_) {
#if defined(__x86_64__)
    case CpuPath::kAmx:
      if (problem.depth % internal::kTileDepth == 0) return internal::MultiplyAmx(problem);
      [[fallthrough]];
    case CpuPath::kVnni:
      return MultiplyVnni(problem);
    case CpuPath::kAvx2:
      return MultiplyAvx2(problem);
#else
    case CpuPath::kAmx:
    case CpuPath::kVnni:
    case CpuPath::kAvx2:
#endif
    case CpuPath::kPortable:
      return MultiplyPortable(problem);
  }
}

}  // namespace parallax
