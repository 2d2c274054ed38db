#include "server/attribution/internal/links.h"

#include <algorithm>

namespace parallax::attribution::internal {
namespace {

constexpr uint32_t kLanes = 16;
constexpr float kSlope = 0.1f;  // of units below zero

}  // namespace

LinkVector SpanVector(const float* first, const float* last) {
  LinkVector vector;
  for (uint32_t i = 0; i < kLinkWidth; ++i) {
    const float mean = (first[i] + last[i]) * 0.5f;
    vector[i] = mean > 0 ? mean : mean * kSlope;
  }
  return vector;
}

LinkVector Turned(const LinkWeights& weights, const LinkVector& cue) {
  LinkVector turned;
  std::copy_n(weights.bias.begin(), kLinkWidth, turned.begin());
  for (uint32_t i = 0; i < kLinkWidth; ++i) {
    const float* const row = weights.weights.data() + size_t{i} * kLinkWidth;
    for (uint32_t j = 0; j < kLinkWidth; ++j) turned[j] += cue[i] * row[j];
  }
  return turned;
}

float LinkScore(const LinkWeights& weights, const LinkVector& turned_cue, const LinkVector& span) {
  std::array<float, kLanes> lanes = {};
  for (uint32_t i = 0; i < kLinkWidth; i += kLanes) {
    for (uint32_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] += turned_cue[i + lane] * span[i + lane];
    }
  }
  float sum = 0;
  for (float lane : lanes) sum += lane;
  return sum + weights.base;
}

}  // namespace parallax::attribution::internal
