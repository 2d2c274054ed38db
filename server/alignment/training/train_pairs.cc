// Fits the weights of the pair scorers to gold bundles and prints, for each stage, how well they do
// on bundles it was not fitted to, and how well the whole room does.
//
// usage: parallax_train_pairs [--folds=N] [--details] OUTPUT_FILE GOLD.json...
// The bundles are left out in N groups, or one at a time. --details writes out every pair of
// sentences that is missed or wrong (and the classes of all mentions, which are not trained here),
// and every fact with the gold facts that each mention speaks of.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "server/alignment/internal/align_with.h"
#include "server/alignment/training/fit_pairs.h"
#include "server/alignment/training/gold_pairs.h"
#include "server/base/status_macros.h"
#include "server/language/annotator.h"
#include "server/lexicon/lexicon.h"
#include "tests/scoring/answer.h"
#include "tests/scoring/score.h"

namespace parallax::alignment {
namespace {

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

  int positives() const {
    return static_cast<int>(
        std::count_if(scored_.begin(), scored_.end(), [](const auto& row) { return row.second; }));
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

// Pairs of mentions, of two reports, that facts put together.
struct Mixing {
  int same = 0;   // of one gold fact
  int mixed = 0;  // both of gold facts, none in common

  void Add(const Prepared& prepared, const Fact& fact) {
    for (const ClaimRef& a : fact.mentions) {
      for (const ClaimRef& b : fact.mentions) {
        const std::set<uint32_t>& first = prepared.gold_of[a.report][a.claim];
        const std::set<uint32_t>& second = prepared.gold_of[b.report][b.claim];
        if (a.report >= b.report || first.empty() || second.empty()) continue;
        ++(Intersect(first, second) ? same : mixed);
      }
    }
  }
  double share() const { return same + mixed > 0 ? double(mixed) / (same + mixed) : 0; }
};

void WriteFact(const Prepared& prepared, const Fact& fact, std::ostream& out) {
  Mixing mixing;
  mixing.Add(prepared, fact);
  out << absl::StrFormat("%s FACT %.2f: %d pairs of one gold fact, %d of two\n",
                         prepared.bundle.name, fact.confidence, mixing.same, mixing.mixed);
  for (const ClaimRef& mention : fact.mentions) {
    const analysis::Analysis& report = *prepared.reports[mention.report];
    const claims::Claim& claim = report.claims.claims[mention.claim];
    out << "    " << prepared.bundle.reports[mention.report].id << " ["
        << report.document.text(claim.head) << "]";
    for (const uint32_t gold : prepared.gold_of[mention.report][mention.claim]) {
      out << " " << prepared.bundle.facts[gold].id;
    }
    out << " |";
    for (uint32_t t = claim.span.begin; t < claim.span.end; ++t) {
      out << " " << report.document.text(t);
    }
    out << "\n";
  }
}

class Trainer {
 public:
  explicit Trainer(std::vector<Prepared> bundles) : bundles_(std::move(bundles)) {}

  Model FitAll() const { return FitWithout(bundles_, {}); }

  // Fits `folds` times, each time without the bundles of one fold, and scores these.
  absl::Status PrintRotation(size_t folds, std::ostream* details) const {
    Curve sentences;
    Curve claims;
    Curve same;
    scoring::Score score;
    Mixing mixing;
    int positives = 0;
    for (size_t fold = 0; fold < folds; ++fold) {
      LeftOut left_out;
      for (size_t b = fold; b < bundles_.size(); b += folds) left_out.insert(b);
      const Model model = FitWithout(bundles_, left_out);
      for (const size_t b : left_out) {
        const Prepared& prepared = bundles_[b];
        sentences.Add(prepared.rows.sentences, model.sentence);
        claims.Add(prepared.rows.claims, model.claim);
        same.Add(prepared.rows.same, model.same);
        positives += prepared.rows.positives;
        engine::Comparison comparison;
        comparison.reports = prepared.reports;
        PARALLAX_ASSIGN_OR_RETURN(
            comparison.alignment,
            AlignWith(model, prepared.reports, prepared.entities, CallContext()));
        for (const Fact& fact : comparison.alignment.facts) {
          mixing.Add(prepared, fact);
          if (details != nullptr) WriteFact(prepared, fact, *details);
        }
        score.Add(prepared.bundle, scoring::ToAnswer(comparison), details);
      }
    }
    sentences.Print("sentence", positives);
    claims.Print("claim", claims.positives());
    same.Print("same", same.positives());
    std::cout << absl::StrFormat("facts: P %.3f R %.3f F1 %.3f by rotation in %d folds\n",
                                 score.facts().precision(), score.facts().recall(),
                                 score.facts().f1(), folds);
    std::cout << absl::StrFormat("mentions: %d pairs of one gold fact, %d of two (%.3f)\n",
                                 mixing.same, mixing.mixed, mixing.share());
    return absl::OkStatus();
  }

 private:
  std::vector<Prepared> bundles_;
};

template <typename Features, typename Names>
void Write(const char* stage, const Names& names, const Features& weights, std::ostream& out) {
  for (size_t f = 0; f < names.size(); ++f) {
    out << absl::StrFormat("%s %s %.4f\n", stage, names[f], weights[f]);
  }
}

absl::Status Train(const std::string& output, const std::vector<std::string>& paths, size_t folds,
                   bool details) {
  PARALLAX_ASSIGN_OR_RETURN(const auto annotator, language::Annotator::LoadDefault());
  const analysis::Analyzer analyzer(annotator.get(), &lexicon::Lexicon::Default());
  std::vector<Prepared> bundles;
  for (const std::string& path : paths) {
    PARALLAX_ASSIGN_OR_RETURN(Prepared prepared, Prepare(path, analyzer));
    bundles.push_back(std::move(prepared));
  }
  const size_t count = bundles.size();
  const Trainer trainer(std::move(bundles));
  PARALLAX_RETURN_IF_ERROR(trainer.PrintRotation(folds == 0 ? count : std::min(folds, count),
                                                 details ? &std::cout : nullptr));
  const Model model = trainer.FitAll();
  std::ofstream out(output);
  out << "# Weights of the pair scorers, written by parallax_train_pairs.\n";
  Write("sentence", kSentenceFeatureNames, model.sentence, out);
  Write("claim", kClaimFeatureNames, model.claim, out);
  Write("same", kClaimFeatureNames, model.same, out);
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(output, ": not written"));
}

}  // namespace
}  // namespace parallax::alignment

int main(int argc, char** argv) {
  size_t folds = 0;
  bool details = false;
  bool sound = true;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--details") {
      details = true;
    } else if (absl::ConsumePrefix(&argument, "--folds=")) {
      sound = absl::SimpleAtoi(argument, &folds);
    } else {
      files.emplace_back(argument);
    }
  }
  if (!sound || files.size() < 3) {
    std::cerr << "usage: parallax_train_pairs [--folds=N] [--details] OUTPUT_FILE GOLD.json...\n";
    return 2;
  }
  const std::string output = files[0];
  files.erase(files.begin());
  const absl::Status status = parallax::alignment::Train(output, files, folds, details);
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
