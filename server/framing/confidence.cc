#include "server/framing/confidence.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "server/base/status_macros.h"
#include "server/base/weights.h"

extern "C" const char parallax_framing_flags[];
extern "C" const char parallax_framing_flags_end[];

namespace parallax::framing {

absl::StatusOr<FlagModel> FlagModel::Parse(absl::string_view text) {
  FlagModel model;
  const std::array<WeightTable, 1> clues = {{{"clue", kClueNames, model.weights}}};
  const std::array<OpenWeightTable, 1> rules = {{{"rule", &model.rules}}};
  PARALLAX_RETURN_IF_ERROR(ReadWeights(text, "flag weights", clues, rules));
  return model;
}

const FlagModel& FlagModel::Default() {
  static const FlagModel* const model = [] {
    auto parsed = Parse(absl::string_view(parallax_framing_flags,
                                          parallax_framing_flags_end - parallax_framing_flags));
    if (!parsed.ok()) std::abort();  // the program was linked with a damaged file
    return new FlagModel(*std::move(parsed));
  }();
  return *model;
}

float FlagModel::Confidence(const Clues& clues, absl::string_view rule) const {
  float score = std::inner_product(clues.begin(), clues.end(), weights.begin(), 0.0f);
  const auto at = rules.find(rule);
  if (at != rules.end()) score += at->second;
  return 1 / (1 + std::exp(-score));
}

}  // namespace parallax::framing
