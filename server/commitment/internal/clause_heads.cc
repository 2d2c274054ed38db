#include "server/commitment/internal/clause_heads.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"

namespace parallax::commitment::internal {
namespace {

constexpr uint32_t kClasses = std::tuple_size_v<ClassLogits>;
constexpr float kSlope = 0.1f;  // of hidden units below zero

}  // namespace

absl::StatusOr<ClauseHeads> ClauseHeads::Read(const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(encoder::Heads heads, encoder::Heads::Read(file, "commitment/heads",
                                                                       kHiddenUnits + kClasses));
  PARALLAX_ASSIGN_OR_RETURN(
      const std::span<const float> factuality,
      encoder::ReadFloatSection(file, "commitment/factuality", kHiddenUnits + 1));
  return ClauseHeads(std::move(heads), factuality);
}

void ClauseHeads::Append(std::span<const float> vectors, encoder::HeadOutputs* outputs,
                         std::vector<TokenReading>* readings) const {
  if (vectors.empty()) return;
  heads_.Apply(vectors, outputs);
  const auto rows = static_cast<uint32_t>(vectors.size() / encoder::kWidth);
  for (uint32_t i = 0; i < rows; ++i) {
    const float* const row = outputs->row(i);
    TokenReading& reading = readings->emplace_back();
    // One plain order, so that every processor adds alike.
    float sum = 0.0f;
    for (uint32_t unit = 0; unit < kHiddenUnits; ++unit) {
      const float value = row[unit] < 0.0f ? kSlope * row[unit] : row[unit];
      sum += factuality_[unit] * value;
    }
    reading.happened = std::clamp(sum + factuality_[kHiddenUnits], -3.0f, 3.0f);
    std::copy_n(row + kHiddenUnits, kClasses, reading.classes.begin());
  }
}

}  // namespace parallax::commitment::internal
