// Fits the weights of the pair scorers to gold bundles and prints, for each stage, how well they do
// on bundles left out one at a time.
//
// usage: parallax_train_pairs OUTPUT_FILE GOLD.json...
#include <algorithm>
#include <fstream>
#include <iostream>
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

constexpr size_t kNoneLeftOut = static_cast<size_t>(-1);

template <typename Features>
Eigen::VectorXd Fit(const Rows<Features>& bundles, size_t left_out) {
  size_t count = 0;
  for (size_t b = 0; b < bundles.size(); ++b) count += b == left_out ? 0 : bundles[b].size();
  const int width = static_cast<int>(std::tuple_size<Features>::value);
  Eigen::MatrixXd features(count, width);
  Eigen::VectorXd labels(count);
  size_t at = 0;
  for (size_t b = 0; b < bundles.size(); ++b) {
    if (b == left_out) continue;
    for (const Row<Features>& row : bundles[b]) {
      for (int f = 0; f < width; ++f) features(at, f) = row.features[f];
      labels[at++] = row.positive ? 1 : 0;
    }
  }
  return FitLogistic(features, labels, kRidge);
}

// The best F1 that one threshold over all bundles reaches, each scored by weights fitted without
// it.
template <typename Features>
void PrintLeftOut(const char* stage, const Rows<Features>& bundles, int positives) {
  std::vector<std::pair<double, bool>> scored;
  for (size_t b = 0; b < bundles.size(); ++b) {
    const Eigen::VectorXd weights = Fit(bundles, b);
    for (const Row<Features>& row : bundles[b]) {
      double score = 0;
      for (size_t f = 0; f < row.features.size(); ++f) score += row.features[f] * weights[f];
      scored.emplace_back(score, row.positive);
    }
  }
  std::sort(scored.begin(), scored.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  double best = 0;
  double threshold = 0;
  int hits = 0;
  for (size_t i = 0; i < scored.size(); ++i) {
    hits += scored[i].second ? 1 : 0;
    const double f1 = 2.0 * hits / (i + 1 + positives);
    if (f1 > best) {
      best = f1;
      threshold = 1 / (1 + std::exp(-scored[i].first));
    }
  }
  std::cout << absl::StrFormat("%s: %d rows, %d positive; left out best F1 %.3f at %.2f\n", stage,
                               scored.size(), positives, best, threshold);
}

template <typename Features, typename Names>
void Write(const char* stage, const Names& names, const Rows<Features>& bundles,
           std::ostream& out) {
  const Eigen::VectorXd weights = Fit(bundles, kNoneLeftOut);
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
  Write("sentence", kSentenceFeatureNames, sentences, out);
  Write("claim", kClaimFeatureNames, claims, out);
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
