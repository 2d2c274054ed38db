#include "server/framing/confidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

extern "C" const char parallax_framing_flags[];
extern "C" const char parallax_framing_flags_end[];

namespace parallax::framing {

absl::StatusOr<FlagModel> FlagModel::Parse(absl::string_view text) {
  FlagModel model;
  std::array<bool, kClueNames.size()> read = {};
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ', absl::SkipEmpty());
    float weight = 0;
    bool sound =
        fields.size() == 3 && absl::SimpleAtof(fields[2], &weight) && std::isfinite(weight);
    if (sound && fields[0] == "clue") {
      const auto at = std::find(kClueNames.begin(), kClueNames.end(), fields[1]);
      sound = at != kClueNames.end() && !read[at - kClueNames.begin()];
      if (sound) {
        read[at - kClueNames.begin()] = true;
        model.weights[at - kClueNames.begin()] = weight;
      }
    } else if (sound) {
      sound = fields[0] == "rule" && model.rules.emplace(std::string(fields[1]), weight).second;
    }
    if (!sound) return absl::DataLossError(absl::StrCat("flag weights: line ", number));
  }
  if (!std::all_of(read.begin(), read.end(), [](bool seen) { return seen; })) {
    return absl::DataLossError("flag weights: a clue has no weight");
  }
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
