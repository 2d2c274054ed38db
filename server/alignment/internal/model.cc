#include "server/alignment/internal/model.h"

#include <array>
#include <cstdlib>
#include <numeric>

#include "server/base/status_macros.h"
#include "server/base/weights.h"

extern "C" const char parallax_alignment_pairs[];
extern "C" const char parallax_alignment_pairs_end[];

namespace parallax::alignment {
namespace {

template <size_t kCount>
float Dot(const std::array<float, kCount>& a, const std::array<float, kCount>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0f);
}

}  // namespace

absl::StatusOr<Model> Model::Parse(absl::string_view text) {
  Model model;
  const WeightTable tables[] = {{"sentence", kSentenceFeatureNames, model.sentence},
                                {"claim", kClaimFeatureNames, model.claim},
                                {"same", kClaimFeatureNames, model.same}};
  PARALLAX_RETURN_IF_ERROR(ReadWeights(text, "pair weights", tables));
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
