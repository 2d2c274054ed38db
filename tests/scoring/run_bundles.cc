#include "tests/scoring/run_bundles.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::scoring {
namespace {

absl::StatusOr<Answer> Run(const engine::Engine& engine, const Bundle& bundle,
                           const engine::CompareOptions& options) {
  std::vector<analysis::Report> reports;
  for (const GoldReport& report : bundle.reports) reports.push_back(ToReport(report));
  PARALLAX_ASSIGN_OR_RETURN(const engine::Comparison comparison,
                            engine.Compare(reports, options, engine::Sequentially, CallContext()));
  return ToAnswer(comparison);
}

void WriteFeatures(const Bundle& bundle, const Answer& answer, std::ostream& out) {
  const std::vector<size_t> matched = MatchGold(bundle, answer);
  const std::vector<size_t> by_words = MatchGold(bundle, answer, /*by_words=*/true);
  for (size_t i = 0; i < answer.differences.size(); ++i) {
    const framing::Features& f = answer.differences[i].features;
    out << bundle.name << " " << answer.differences[i].kind << " " << f.kind << " " << f.same << " "
        << f.words << " " << f.exact << " " << f.fact << " " << f.early << " " << f.carried << " "
        << (matched[i] != kNoGold) << " " << (by_words[i] != kNoGold) << "\n";
  }
}

}  // namespace

absl::StatusOr<Score> ScoreBundles(const engine::Engine& engine, std::span<const std::string> paths,
                                   const Outputs& outputs) {
  Score score;
  for (const std::string& path : paths) {
    PARALLAX_ASSIGN_OR_RETURN(const Bundle bundle, ReadBundleFile(path));
    const absl::StatusOr<Answer> answer = Run(engine, bundle, {});
    if (!answer.ok()) {
      return absl::Status(answer.status().code(),
                          absl::StrCat(path, ": ", answer.status().message()));
    }
    score.Add(bundle, *answer, outputs.details);
    if (outputs.features != nullptr) {
      PARALLAX_ASSIGN_OR_RETURN(const Answer all, Run(engine, bundle, {.min_confidence = 0.0f}));
      WriteFeatures(bundle, all, *outputs.features);
    }
  }
  return score;
}

}  // namespace parallax::scoring
