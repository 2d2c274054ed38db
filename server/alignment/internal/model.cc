#include "server/alignment/internal/model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

extern "C" const char parallax_alignment_pairs[];
extern "C" const char parallax_alignment_pairs_end[];

namespace parallax::alignment {
namespace {

// One stage of the file: its names, where its weights go, and which have been read.
template <size_t kCount>
struct Stage {
  const std::array<absl::string_view, kCount>& names;
  std::array<float, kCount>& weights;
  std::array<bool, kCount> read = {};

  bool Set(absl::string_view name, float weight) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end() || read[found - names.begin()]) return false;
    weights[found - names.begin()] = weight;
    read[found - names.begin()] = true;
    return true;
  }
  bool whole() const {
    return std::all_of(read.begin(), read.end(), [](bool seen) { return seen; });
  }
};

template <size_t kCount>
float Dot(const std::array<float, kCount>& a, const std::array<float, kCount>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0f);
}

}  // namespace

absl::StatusOr<Model> Model::Parse(absl::string_view text) {
  Model model;
  Stage<kSentenceFeatureCount> sentence{kSentenceFeatureNames, model.sentence};
  Stage<kClaimFeatureCount> claim{kClaimFeatureNames, model.claim};
  Stage<kClaimFeatureCount> same{kClaimFeatureNames, model.same};
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ', absl::SkipEmpty());
    float weight = 0;
    const bool sound = fields.size() == 3 && absl::SimpleAtof(fields[2], &weight) &&
                       std::isfinite(weight) &&
                       ((fields[0] == "sentence" && sentence.Set(fields[1], weight)) ||
                        (fields[0] == "claim" && claim.Set(fields[1], weight)) ||
                        (fields[0] == "same" && same.Set(fields[1], weight)));
    if (!sound) return absl::DataLossError(absl::StrCat("pair weights: line ", number));
  }
  if (!sentence.whole() || !claim.whole() || !same.whole()) {
    return absl::DataLossError("pair weights: a feature has no weight");
  }
  return model;
}

const Model& Model::Default() {
  static const Model* const model = [] {
    auto parsed = Parse(absl::string_view(parallax_alignment_pairs,
                                          parallax_alignment_pairs_end - parallax_alignment_pairs));
    if (!parsed.ok()) std::abort();  // the program was linked with a damaged file
    return new Model(*parsed);
  }();
  return *model;
}

float Model::Score(const SentenceFeatures& features) const { return Dot(features, sentence); }

float Model::Score(const ClaimFeatures& features) const { return Dot(features, claim); }

float Model::ScoreSame(const ClaimFeatures& features) const { return Dot(features, same); }

}  // namespace parallax::alignment
