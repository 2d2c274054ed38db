#include "server/commitment/reading.h"

#include <algorithm>

namespace parallax::commitment {
namespace {

// What the layers' class counts beside the reading, in log-odds.
constexpr float kLayersOdds = 1.0f;

}  // namespace

void WeighReading(const claims::ClaimSet& claims, std::span<const ClassLogits> of_token,
                  CommitmentSet* commitments) {
  for (size_t i = 0; i < claims.claims.size(); ++i) {
    const TokenRange clause = claims.claims[i].span;
    if (clause.empty()) continue;
    ClassLogits sums = {};
    for (uint32_t token = clause.begin; token < clause.end; ++token) {
      for (size_t c = 0; c < sums.size(); ++c) sums[c] += of_token[token][c];
    }
    for (float& sum : sums) sum /= static_cast<float>(clause.size());
    Class& value = commitments->claims[i].value;
    if (value != Class::kUnspecified) sums[static_cast<size_t>(value) - 1] += kLayersOdds;
    const auto most = std::max_element(sums.begin(), sums.end());
    value = static_cast<Class>(1 + (most - sums.begin()));
  }
}

}  // namespace parallax::commitment
