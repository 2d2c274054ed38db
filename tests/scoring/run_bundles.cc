#include "tests/scoring/run_bundles.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::scoring {

absl::StatusOr<Score> ScoreBundles(const engine::Engine& engine, std::span<const std::string> paths,
                                   std::ostream* details) {
  Score score;
  for (const std::string& path : paths) {
    PARALLAX_ASSIGN_OR_RETURN(const Bundle bundle, ReadBundleFile(path));
    std::vector<analysis::Report> reports;
    for (const GoldReport& report : bundle.reports) reports.push_back(ToReport(report));
    const absl::StatusOr<engine::Comparison> comparison =
        engine.Compare(reports, {}, engine::Sequentially, CallContext());
    if (!comparison.ok()) {
      return absl::Status(comparison.status().code(),
                          absl::StrCat(path, ": ", comparison.status().message()));
    }
    score.Add(bundle, ToAnswer(*comparison), details);
  }
  return score;
}

}  // namespace parallax::scoring
