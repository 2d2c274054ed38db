#include "server/framing/calibration.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace parallax::framing {
namespace {

constexpr std::array<absl::string_view, kKindCount> kNames = {
    "KIND_UNSPECIFIED", "COMMITMENT",   "POLARITY",  "ATTRIBUTION", "REPORTING_VERB",
    "QUANTITY",         "TIME",         "PLACE",     "CAUSE",       "LABEL",
    "WORDING",          "SCARE_QUOTES", "QUOTATION", "AGENCY",      "OMISSION",
    "PROMINENCE"};

// Beyond this the reader is as sure as it gets.
constexpr float kSurest = 8;

float Cut(float odds) { return std::clamp(odds, -kSurest, kSurest); }

}  // namespace

absl::string_view Name(Kind kind) { return kNames[static_cast<size_t>(kind)]; }

absl::StatusOr<Calibration> Calibration::Parse(absl::string_view text) {
  Calibration calibration;
  std::array<bool, kKindCount> given = {};
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const auto fault = [&](absl::string_view what) {
      return absl::DataLossError(absl::StrCat("calibration, line ", number, ": ", what));
    };
    line = line.substr(0, line.find('#'));
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipWhitespace());
    if (words.empty()) continue;
    std::vector<float> values(words.size() - 1);
    for (size_t i = 0; i < values.size(); ++i) {
      if (!absl::SimpleAtof(words[i + 1], &values[i]) || !std::isfinite(values[i])) {
        return fault("not a number");
      }
    }
    if (words[0] == "cut" && values.size() == 1) {
      calibration.cut_ = values[0];
      continue;
    }
    const auto name = std::find(kNames.begin() + 1, kNames.end(), words[0]);
    if (name == kNames.end()) return fault("not a kind");
    auto& weights = calibration.weights_[static_cast<size_t>(name - kNames.begin())];
    if (values.size() != weights.size()) return fault("not as many weights as features");
    std::copy(values.begin(), values.end(), weights.begin());
    given[static_cast<size_t>(name - kNames.begin())] = true;
  }
  if (!std::all_of(given.begin() + 1, given.end(), [](bool is) { return is; })) {
    return absl::DataLossError("calibration: a kind has no weights");
  }
  return calibration;
}

float Calibration::Confidence(Kind kind, const Features& features) const {
  const std::array<float, 8>& w = weights_[static_cast<size_t>(kind)];
  const float odds = w[0] + w[1] * Cut(features.kind) + w[2] * Cut(features.same) +
                     w[3] * Cut(features.words) + w[4] * features.exact + w[5] * features.fact +
                     w[6] * features.early + w[7] * features.carried;
  return 1 / (1 + std::exp(-odds));
}

}  // namespace parallax::framing
