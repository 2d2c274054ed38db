// Fits the weights of the flags to gold bundles and prints how well the flags do on bundles left
// out one at a time. The facts of each bundle are found by pair weights fitted to the others, so
// that the flags are fitted to alignment as good and as bad as it is on reports never seen.
//
// usage: parallax_train_flags OUTPUT_FILE GOLD.json...
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "server/alignment/training/fit_pairs.h"
#include "server/alignment/training/gold_pairs.h"
#include "server/alignment/training/logistic.h"
#include "server/base/status_macros.h"
#include "server/framing/selection.h"
#include "tests/scoring/run_bundles.h"

namespace parallax::framing {
namespace {

constexpr double kClueRidge = 10;
constexpr double kRuleRidge = 3;

// One bundle, compared, by pairs of other bundles, up to the candidates, with whether each of them
// matches the gold.
struct Prepared {
  scoring::Bundle bundle;
  engine::Comparison comparison;
  std::unique_ptr<Scene> scene;
  std::unique_ptr<Stage> stage;
  std::vector<Candidate> candidates;
  std::vector<bool> right;
};

absl::StatusOr<std::unique_ptr<Prepared>> Prepare(const engine::Engine& engine,
                                                  const scoring::Bundle& bundle,
                                                  alignment::Alignment unseen) {
  auto prepared = std::make_unique<Prepared>();
  prepared->bundle = bundle;
  std::vector<analysis::Report> reports;
  for (const auto& report : bundle.reports) reports.push_back(scoring::ToReport(report));
  PARALLAX_ASSIGN_OR_RETURN(prepared->comparison,
                            engine.Compare(reports, {}, engine::Sequentially, CallContext()));
  prepared->comparison.alignment = std::move(unseen);
  prepared->scene = std::make_unique<Scene>(Scene{.reports = prepared->comparison.reports,
                                                  .entities = &prepared->comparison.entities,
                                                  .alignment = &prepared->comparison.alignment,
                                                  .lexicon = &lexicon::Lexicon::Default()});
  prepared->stage = std::make_unique<Stage>(*prepared->scene);
  PARALLAX_ASSIGN_OR_RETURN(prepared->candidates,
                            FindCandidates(*prepared->stage, 0, CallContext()));
  engine::Comparison shown = prepared->comparison;
  shown.differences.clear();
  for (const Candidate& candidate : prepared->candidates) {
    shown.differences.push_back(candidate.difference);
  }
  prepared->right = scoring::MatchesGold(prepared->bundle, scoring::ToAnswer(shown));
  return prepared;
}

using Bundles = std::vector<std::unique_ptr<Prepared>>;

FlagModel Fit(const Bundles& bundles, const Prepared* left_out) {
  std::map<std::string, size_t> columns;
  size_t rows = 0;
  for (const auto& bundle : bundles) {
    if (bundle.get() == left_out) continue;
    rows += bundle->candidates.size();
    for (const Candidate& candidate : bundle->candidates) {
      columns.emplace(std::string(candidate.difference.rule), 0);
    }
  }
  size_t width = kClueNames.size();
  for (auto& [rule, column] : columns) column = width++;
  Eigen::MatrixXd features = Eigen::MatrixXd::Zero(rows, width);
  Eigen::VectorXd labels(rows);
  size_t at = 0;
  for (const auto& bundle : bundles) {
    if (bundle.get() == left_out) continue;
    for (size_t c = 0; c < bundle->candidates.size(); ++c, ++at) {
      const Candidate& candidate = bundle->candidates[c];
      for (size_t f = 0; f < kClueNames.size(); ++f) features(at, f) = candidate.clues[f];
      features(at, columns[std::string(candidate.difference.rule)]) = 1;
      labels[at] = bundle->right[c] ? 1 : 0;
    }
  }
  // What is known of a rule from few candidates weighs little: its column is not scaled.
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(width, kRuleRidge);
  penalty[0] = 1e-9;
  for (size_t f = 1; f < kClueNames.size(); ++f) {
    const Eigen::VectorXd column = features.col(f);
    const double variance = (column.array() - column.mean()).square().mean();
    penalty[f] = kClueRidge * std::max(variance, 1e-6);
  }
  const Eigen::VectorXd fitted = alignment::FitPenalised(features, labels, penalty);
  FlagModel model;
  for (size_t f = 0; f < kClueNames.size(); ++f) model.weights[f] = static_cast<float>(fitted[f]);
  for (const auto& [rule, column] : columns) {
    model.rules[rule] = static_cast<float>(fitted[column]);
  }
  return model;
}

void Show(const Prepared& bundle, const FlagModel* model, float least, scoring::Score* score) {
  engine::Comparison shown = bundle.comparison;
  shown.differences = Select(*bundle.stage, bundle.candidates, model, least);
  score->Add(bundle.bundle, scoring::ToAnswer(shown), nullptr);
}

absl::StatusOr<Bundles> PrepareAll(const std::vector<std::string>& paths) {
  PARALLAX_ASSIGN_OR_RETURN(const auto engine, engine::Engine::Create({}));
  PARALLAX_ASSIGN_OR_RETURN(const auto annotator, language::Annotator::LoadDefault());
  const analysis::Analyzer analyzer(annotator.get(), &lexicon::Lexicon::Default());
  std::vector<alignment::Prepared> pairs;
  for (const std::string& path : paths) {
    PARALLAX_ASSIGN_OR_RETURN(alignment::Prepared prepared, alignment::Prepare(path, analyzer));
    pairs.push_back(std::move(prepared));
  }
  Bundles bundles;
  for (size_t b = 0; b < pairs.size(); ++b) {
    PARALLAX_ASSIGN_OR_RETURN(alignment::Alignment unseen, alignment::AlignUnseen(pairs, b));
    PARALLAX_ASSIGN_OR_RETURN(auto prepared, Prepare(*engine, pairs[b].bundle, std::move(unseen)));
    bundles.push_back(std::move(prepared));
  }
  return bundles;
}

int Train(const std::string& output, const std::vector<std::string>& paths) {
  auto prepared = PrepareAll(paths);
  if (!prepared.ok()) {
    std::cerr << prepared.status().message() << "\n";
    return 1;
  }
  const Bundles bundles = *std::move(prepared);
  scoring::Score by_detectors;
  scoring::Score left_out;
  std::map<float, scoring::Score> by_floor;
  for (float least : {0.2f, 0.25f, 0.3f, 0.36f, 0.38f, 0.4f, 0.42f, 0.45f, 0.5f, 0.6f})
    by_floor[least];
  std::map<std::string, std::pair<int, int>> counts;  // by rule: right, all
  for (const auto& bundle : bundles) {
    Show(*bundle, nullptr, kLeastConfidence, &by_detectors);
    const FlagModel model = Fit(bundles, bundle.get());
    Show(*bundle, &model, kLeastConfidence, &left_out);
    for (auto& [least, score] : by_floor) Show(*bundle, &model, least, &score);
    scoring::Score alone;
    Show(*bundle, &model, kLeastConfidence, &alone);
    const scoring::Counts counted = alone.differences();
    std::cout << absl::StrFormat("%-28s %3d of %3d shown right, of %3d in the gold\n",
                                 bundle->bundle.name, counted.hits, counted.predicted,
                                 counted.gold);
    for (size_t c = 0; c < bundle->candidates.size(); ++c) {
      auto& [right, all] = counts[std::string(bundle->candidates[c].difference.rule)];
      right += bundle->right[c] ? 1 : 0;
      ++all;
    }
  }
  for (const auto& [rule, count] : counts) {
    std::cout << absl::StrFormat("%-28s %3d of %3d candidates right\n", rule, count.first,
                                 count.second);
  }
  std::cout << "as the detectors weigh:\n";
  by_detectors.Print(std::cout);
  std::cout << "by the model, each bundle left out in turn:\n";
  left_out.Print(std::cout);
  for (const auto& [least, score] : by_floor) {
    const scoring::Counts counted = score.differences();
    std::cout << absl::StrFormat("at %.2f: P %.3f  R %.3f  F1 %.3f\n", least, counted.precision(),
                                 counted.recall(), counted.f1());
  }
  const FlagModel model = Fit(bundles, nullptr);
  std::ofstream out(output);
  out << "# Weights of the flags, written by parallax_train_flags.\n";
  for (size_t f = 0; f < kClueNames.size(); ++f) {
    out << absl::StrFormat("clue %s %.4f\n", kClueNames[f], model.weights[f]);
  }
  for (const auto& [rule, weight] : model.rules) {
    out << absl::StrFormat("rule %s %.4f\n", rule, weight);
  }
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace parallax::framing

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: parallax_train_flags OUTPUT_FILE GOLD.json...\n";
    return 2;
  }
  return parallax::framing::Train(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
