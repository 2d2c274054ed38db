// Fits the stages of the pair scorers to prepared bundles.
#ifndef PARALLAX_SERVER_ALIGNMENT_TRAINING_FIT_PAIRS_H_
#define PARALLAX_SERVER_ALIGNMENT_TRAINING_FIT_PAIRS_H_

#include <set>
#include <tuple>
#include <vector>

#include "server/alignment/internal/align_with.h"
#include "server/alignment/internal/model.h"
#include "server/alignment/training/gold_pairs.h"
#include "server/alignment/training/logistic.h"

namespace parallax::alignment {

using LeftOut = std::set<size_t>;  // bundles

// The weights of one stage, by the bundles that are not left out.
template <typename Features>
Features FitStage(const std::vector<Prepared>& bundles,
                  std::vector<Row<Features>> BundleRows::*stage, const LeftOut& left_out) {
  constexpr double kRidge = 2;
  size_t count = 0;
  for (size_t b = 0; b < bundles.size(); ++b) {
    count += left_out.count(b) ? 0 : (bundles[b].rows.*stage).size();
  }
  const int width = static_cast<int>(std::tuple_size<Features>::value);
  Eigen::MatrixXd features(count, width);
  Eigen::VectorXd labels(count);
  size_t at = 0;
  for (size_t b = 0; b < bundles.size(); ++b) {
    if (left_out.count(b)) continue;
    for (const Row<Features>& row : bundles[b].rows.*stage) {
      for (int f = 0; f < width; ++f) features(at, f) = row.features[f];
      labels[at++] = row.positive ? 1 : 0;
    }
  }
  const Eigen::VectorXd fitted = FitLogistic(features, labels, kRidge);
  Features weights;
  for (int f = 0; f < width; ++f) weights[f] = static_cast<float>(fitted[f]);
  return weights;
}

// All stages, as a model.
inline Model FitWithout(const std::vector<Prepared>& bundles, const LeftOut& left_out) {
  return {FitStage(bundles, &BundleRows::sentences, left_out),
          FitStage(bundles, &BundleRows::claims, left_out),
          FitStage(bundles, &BundleRows::same, left_out)};
}

// Aligns the reports of one bundle by weights fitted to the others, as reports never seen are.
// REQUIRES: bundle < bundles.size(). Errors: those of Align.
inline absl::StatusOr<Alignment> AlignUnseen(const std::vector<Prepared>& bundles, size_t bundle) {
  return AlignWith(FitWithout(bundles, {bundle}), bundles[bundle].reports, bundles[bundle].entities,
                   CallContext());
}

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_TRAINING_FIT_PAIRS_H_
