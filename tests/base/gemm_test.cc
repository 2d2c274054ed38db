// Products of integers against plain arithmetic, on every path that this processor has.
#include "server/base/gemm.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"

namespace parallax {
namespace {

std::vector<CpuPath> Paths() {
  std::vector<CpuPath> paths = {CpuPath::kPortable};
  if (BestCpuPath() != CpuPath::kPortable) paths.push_back(CpuPath::kAvx2);
  if (BestCpuPath() >= CpuPath::kVnni) paths.push_back(CpuPath::kVnni);
  if (BestCpuPath() == CpuPath::kAmx) paths.push_back(CpuPath::kAmx);
  return paths;
}

std::vector<float> Draw(size_t size, float bound, std::mt19937* random) {
  std::vector<float> values(size);
  for (float& v : values) {
    v = bound * (static_cast<float>((*random)()) / 2147483648.0f - 1.0f);
  }
  return values;
}

TEST(GemmTest, EqualsTheProductInPlainArithmetic) {
  std::mt19937 random(3);
  for (const auto& [rows, depth, columns] : {std::tuple{1u, 4u, 1u},
                                             {3u, 32u, 17u},
                                             {7u, 260u, 200u},
                                             {9u, 320u, 960u},
                                             {50u, 128u, 48u}}) {
    const uint32_t padded = (columns + 15) / 16 * 16;
    std::vector<int8_t> plain(size_t{depth} * padded, 0);
    for (uint32_t k = 0; k < depth; ++k) {
      for (uint32_t j = 0; j < columns; ++j) {
        plain[k * padded + j] = static_cast<int8_t>(static_cast<int>(random() % 256) - 128);
      }
    }
    std::vector<int8_t> packed(plain.size());
    for (uint32_t k = 0; k < depth; ++k) {
      for (uint32_t j = 0; j < padded; ++j) {
        packed[(j / 16 * depth + k / 4 * 4) * 16 + j % 16 * 4 + k % 4] = plain[k * padded + j];
      }
    }
    const std::vector<float> scales = Draw(padded, 0.01f, &random);
    const std::vector<float> bias = Draw(padded, 1.0f, &random);
    SectionWriter writer;
    writer.WriteArray(scales);
    writer.WriteArray(packed);
    const std::string bytes = writer.Release();
    SectionReader reader(bytes);
    const QuantizedMatrix matrix = QuantizedMatrix::ReadArrays(&reader, depth, columns);
    ASSERT_TRUE(reader.status().ok());

    std::vector<float> values = Draw(size_t{rows} * depth, 3.0f, &random);
    std::fill_n(values.begin(), depth, 0.0f);  // an empty row must not divide by zero
    for (CpuPath path : Paths()) {
      QuantizedRows quantized;
      quantized.Set(values.data(), rows, depth, depth, path);
      std::vector<float> out(size_t{rows} * padded);
      Multiplier(path).Multiply(quantized, matrix, bias, padded, out.data());
      for (uint32_t i = 0; i < rows; ++i) {
        const auto row = values.begin() + i * depth;
        const float least = std::min(0.0f, *std::min_element(row, row + depth));
        const float range = std::max(0.0f, *std::max_element(row, row + depth)) - least;
        const float inverse = range > 0 ? 127.0f / range : 0.0f;
        const int zero = static_cast<int>(std::nearbyint(-least * inverse));
        for (uint32_t j = 0; j < columns; ++j) {
          int32_t sum = 0;
          for (uint32_t k = 0; k < depth; ++k) {
            const int step = static_cast<int>(std::nearbyint(row[k] * inverse)) + zero;
            sum += (std::min(step, 127) - zero) * plain[k * padded + j];
          }
          const float product = static_cast<float>(sum) * ((range / 127.0f) * scales[j]);
          ASSERT_EQ(out[i * padded + j], product + bias[j])
              << "path " << static_cast<int>(path) << " row " << i << " column " << j;
        }
      }
    }
  }
}

TEST(GemmTest, FactorsAreAsIfTheValuesHadBeenMultipliedBefore) {
  std::mt19937 random(7);
  constexpr uint32_t kRows = 5;
  constexpr uint32_t kDepth = 96;
  SectionWriter writer;
  writer.WriteArray(Draw(kDepth, 0.01f, &random));
  std::vector<int8_t> weights(kDepth * kDepth);
  for (int8_t& w : weights) w = static_cast<int8_t>(static_cast<int>(random() % 255) - 127);
  writer.WriteArray(weights);
  const std::string bytes = writer.Release();
  SectionReader reader(bytes);
  const QuantizedMatrix matrix = QuantizedMatrix::ReadArrays(&reader, kDepth, kDepth);
  ASSERT_TRUE(reader.status().ok());
  const std::vector<float> bias(kDepth, 0.5f);
  const std::vector<float> values = Draw(kRows * kDepth, 3.0f, &random);
  const std::vector<float> factors = Draw(kDepth, 2.0f, &random);
  std::vector<float> products(values.size());
  for (size_t i = 0; i < values.size(); ++i) products[i] = values[i] * factors[i % kDepth];
  for (CpuPath path : Paths()) {
    std::vector<float> expected(kRows * kDepth);
    std::vector<float> actual(kRows * kDepth);
    QuantizedRows rows;
    rows.Set(products.data(), kRows, kDepth, kDepth, CpuPath::kPortable);
    Multiplier(CpuPath::kPortable).Multiply(rows, matrix, bias, kDepth, expected.data());
    rows.Set(values.data(), kRows, kDepth, kDepth, path, factors.data());
    Multiplier(path).Multiply(rows, matrix, bias, kDepth, actual.data());
    EXPECT_EQ(actual, expected) << "path " << static_cast<int>(path);
  }
}

}  // namespace
}  // namespace parallax
