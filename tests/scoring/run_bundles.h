// Runs the engine over gold bundles and scores it.
#ifndef PARALLAX_TESTS_SCORING_RUN_BUNDLES_H_
#define PARALLAX_TESTS_SCORING_RUN_BUNDLES_H_

#include <ostream>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "server/engine/engine.h"
#include "tests/scoring/score.h"

namespace parallax::scoring {

// Where else the score writes what it sees; nullptr: nowhere.
struct Outputs {
  std::ostream* details = nullptr;  // as in Score::Add
  // A line for every difference that was thought of, however unsure: bundle, kind, the features
  // that calibration weighs, and 1 where the gold has it: what calibrate.py fits.
  std::ostream* features = nullptr;
};

// The score over all files, in their order.
// Errors: those of ReadBundleFile and of the engine, the path before them.
absl::StatusOr<Score> ScoreBundles(const engine::Engine& engine, std::span<const std::string> paths,
                                   const Outputs& outputs);

}  // namespace parallax::scoring

#endif  // PARALLAX_TESTS_SCORING_RUN_BUNDLES_H_
