// Fits the weights of the pair scorers to gold bundles and prints, for each stage, how well they do
// on bundles left out one at a time.
//
// usage: parallax_train_pairs OUTPUT_FILE GOLD.json...
#include <algorithm>
#include <fstream>
#include <iostream>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "server/alignment/training/gold_pairs.h"
#include "server/alignment/training/logistic.h"
#include "server/language/annotator.h"
#include "server/lexicon/lexicon.h"

namespace parallax::alignment {
namespace {

constexpr double kRidge = 2;

template <typename Features>
using Rows = std::vector<std::vector<Row<Features>>>;  // by bundle

using LeftOut = std::set<size_t>;  // bundles

template <typename Features>
Features Fit(const Rows<Features>& bundles, const LeftOut& left_out) {
  size_t count = 0;
  for (size_t b = 0; b < bundles.size(); ++b) count += left_out.count(b) ? 0 : bundles[b].size();
  const int width = static_cast<int>(std::tuple_size<Features>::value);
  Eigen::MatrixXd features(count, width);
  Eigen::VectorXd labels(count);
  size_t at = 0;
  for (size_t b = 0; b < bundles.size(); ++b) {
    if (left_out.count(b)) continue;
    for (const Row<Features>& row : bundles[b]) {
      for (int f = 0; f < width; ++f) features(at, f) = row.features[f];
      labels[at++] = row.positive ? 1 : 0;
    }
  }
  const Eigen::VectorXd fitted = FitLogistic(features, labels, kRidge);
  Features weights;
  for (int f = 0; f < width; ++f) weights[f] = static_cast<float>(fitted[f]);
  return weights;
}

// Probabilities of the rows of bundles that the weights have not seen.
class Curve {
 public:
  template <typename Features>
  void Add(const std::vector<Row<Features>>& rows, const Features& weights) {
    for (const Row<Features>& row : rows) {
      const float score =
          std::inner_product(weights.begin(), weights.end(), row.features.begin(), 0.0f);
      scored_.emplace_back(score, row.positive);
    }
  }

  // The best F1 that one threshold reaches.
  void Print(const char* stage, int positives) {
    std::sort(scored_.begin(), scored_.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    double best = 0;
    double threshold = 0;
    double precision = 0;
    int hits = 0;
    for (size_t i = 0; i < scored_.size(); ++i) {
      hits += scored_[i].second ? 1 : 0;
      const double f1 = 2.0 * hits / (i + 1 + positives);
      if (f1 <= best) continue;
      best = f1;
      threshold = 1 / (1 + std::exp(-scored_[i].first));
      precision = static_cast<double>(hits) / (i + 1);
    }
    std::cout << absl::StrFormat("%s: %d rows, %d positive; left out: F1 %.3f, P %.3f at %.2f\n",
                                 stage, scored_.size(), positives, best, precision, threshold);
  }

 private:
  std::vector<std::pair<float, bool>> scored_;
};

template <typename Features>
void PrintLeftOut(const char* stage, const Rows<Features>& bundles, int positives) {
  Curve curve;
  for (size_t b = 0; b < bundles.size(); ++b) curve.Add(bundles[b], Fit(bundles, {b}));
  curve.Print(stage, positives);
}

template <typename Features, typename Names>
void Write(const char* stage, const Names& names, const Features& weights, std::ostream& out) {
  for (size_t f = 0; f < names.size(); ++f) {
    out << absl::StrFormat("%s %s %.4f\n", stage, names[f], weights[f]);
  }
}

int Train(const std::string& output, const std::vector<std::string>& paths) {
  const auto annotator = language::Annotator::LoadDefault();
  if (!annotator.ok()) {
    std::cerr << annotator.status().message() << "\n";
    return 1;
  }
  const analysis::Analyzer analyzer(annotator->get(), &lexicon::Lexicon::Default());
  Rows<SentenceFeatures> sentences;
  Rows<ClaimFeatures> claims;
  int sentence_positives = 0;
  int claim_positives = 0;
  for (const std::string& path : paths) {
    const auto bundle = scoring::ReadBundleFile(path);
    if (!bundle.ok()) {
      std::cerr << bundle.status().message() << "\n";
      return 1;
    }
    auto rows = MakeRows(*bundle, analyzer);
    if (!rows.ok()) {
      std::cerr << path << ": " << rows.status().message() << "\n";
      return 1;
    }
    sentence_positives += rows->positives;
    claim_positives += static_cast<int>(std::count_if(
        rows->claims.begin(), rows->claims.end(), [](const auto& row) { return row.positive; }));
    sentences.push_back(std::move(rows->sentences));
    claims.push_back(std::move(rows->claims));
  }
  PrintLeftOut("sentence", sentences, sentence_positives);
  PrintLeftOut("claim", claims, claim_positives);
  std::ofstream out(output);
  out << "# Weights of the pair scorers, written by parallax_train_pairs.\n";
  Write("sentence", kSentenceFeatureNames, Fit(sentences, {}), out);
  Write("claim", kClaimFeatureNames, Fit(claims, {}), out);
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace parallax::alignment

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: parallax_train_pairs OUTPUT_FILE GOLD.json...\n";
    return 2;
  }
  return parallax::alignment::Train(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
