#include "server/commitment/internal/factuality.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"

extern "C" {
extern const char parallax_factuality_model[], parallax_factuality_model_end[];
}

namespace parallax::commitment::internal {
namespace {

// Vectors of the compiler's own, for every processor.
constexpr uint32_t kLanes = 8;
using Bytes = int8_t __attribute__((vector_size(kLanes)));
using Shorts = int16_t __attribute__((vector_size(2 * kLanes)));
static_assert(FactualityModel::kUnits % kLanes == 0);

// e to the power of a number at most 0, to about seven digits; no library's rounding in it.
float Exp(float x) {
  if (x < -80) return 0;
  const float turns = std::floor(x * 1.44269504f + 0.5f);
  const float rest = (x - turns * 0.693359375f) + turns * 2.12194440e-4f;
  float value = 1.0f / 720;
  for (float factor : {1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f}) {
    value = value * rest + factor;
  }
  // Two to the power of `turns`, by the bits of its exponent.
  const uint32_t bits = static_cast<uint32_t>(static_cast<int32_t>(turns) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof(power));
  return value * power;
}

}  // namespace

float LayeredFactuality(const std::vector<Layer>& layers) {
  float value = 3;
  for (size_t i = layers.size(); i-- > 0;) {
    switch (layers[i].value) {
      case Class::kAttributed:
        value *= 0.8f;
        break;
      case Class::kHedged:
        value *= 0.3f;
        break;
      case Class::kAlleged:
        value *= 0.5f;
        break;
      case Class::kDenied:
        value *= -0.6f;
        break;
      case Class::kNegated:
        value = -value;
        break;
      case Class::kProspective:
        value *= 0.2f;
        break;
      case Class::kUnspecified:
      case Class::kAsserted:
      case Class::kEndorsed:
        break;
    }
  }
  return std::clamp(value, -3.0f, 3.0f);
}

absl::StatusOr<FactualityModel> FactualityModel::Read(absl::string_view bytes) {
  constexpr size_t kHead = kMagic.size() + sizeof(Head);
  if (bytes.size() < kHead + 8 || bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("factuality model: not a model file");
  }
  uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + bytes.size() - 8, 8);
  bytes.remove_suffix(8);
  if (Checksum(bytes) != checksum) {
    return absl::DataLossError("factuality model: checksum does not match");
  }
  FactualityModel model;
  std::memcpy(&model.head_, bytes.data() + kMagic.size(), sizeof(Head));
  const uint32_t rows = model.head_.rows;
  const size_t values = size_t{rows} * kUnits;
  if (rows == 0 || (rows & (rows - 1)) != 0 || bytes.size() != kHead + values) {
    return absl::DataLossError("factuality model: lengths do not match");
  }
  model.rows_ = {reinterpret_cast<const int8_t*>(bytes.data() + kHead), values};
  return model;
}

float FactualityModel::Predict(const std::vector<uint32_t>& features) const {
  // Whole numbers: fast, and the same in any order. So many rows cannot overflow 16 bits.
  constexpr size_t kBlock = 256;
  int32_t sums[kUnits] = {};
  const int8_t* const rows = rows_.data();
  const uint32_t mask = head_.rows - 1;
  for (size_t begin = 0; begin < features.size(); begin += kBlock) {
    Shorts block[kUnits / kLanes] = {};
    const size_t end = std::min(begin + kBlock, features.size());
    for (size_t f = begin; f < end; ++f) {
      const int8_t* const row = rows + size_t{features[f] & mask} * kUnits;
      for (uint32_t i = 0; i < kUnits / kLanes; ++i) {
        Bytes bytes;
        std::memcpy(&bytes, row + i * kLanes, sizeof(bytes));
        block[i] += __builtin_convertvector(bytes, Shorts);
      }
    }
    for (uint32_t i = 0; i < kUnits; ++i) sums[i] += block[i / kLanes][i % kLanes];
  }
  float units[kUnits];
  for (uint32_t i = 0; i < kUnits; ++i) {
    units[i] = std::max(0.0f, static_cast<float>(sums[i]) * head_.scales[i] + head_.bias[i]);
  }
  float parts[kParts];
  std::copy_n(head_.output_bias, kParts, parts);
  for (uint32_t i = 0; i < kUnits; ++i) {
    for (uint32_t k = 0; k < kParts; ++k) parts[k] += head_.output[i][k] * units[i];
  }
  const float largest = *std::max_element(parts, parts + kParts);
  for (float& part : parts) part = Exp(part - largest);
  return std::clamp(MedianOf(parts, head_.middles), -3.0f, 3.0f);
}

float MedianOf(const float* weights, const float* middles) {
  constexpr uint32_t kParts = FactualityModel::kParts;
  float half = 0;
  for (uint32_t k = 0; k < kParts; ++k) half += weights[k] / 2;
  float before = 0;
  for (uint32_t k = 0; k < kParts; ++k) {
    if (before + weights[k] >= half && weights[k] > 0) {
      const float low = k == 0 ? -3 : (middles[k - 1] + middles[k]) / 2;
      const float high = k + 1 == kParts ? 3 : (middles[k] + middles[k + 1]) / 2;
      return low + (half - before) / weights[k] * (high - low);
    }
    before += weights[k];
  }
  return middles[kParts - 1];
}

uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3ull;
  return hash;
}

const FactualityModel& DefaultFactualityModel() {
  static const FactualityModel* const model = [] {
    auto read = FactualityModel::Read(
        {parallax_factuality_model,
         static_cast<size_t>(parallax_factuality_model_end - parallax_factuality_model)});
    return new FactualityModel(read.ok() ? *read : FactualityModel());
  }();
  return *model;
}

}  // namespace parallax::commitment::internal
