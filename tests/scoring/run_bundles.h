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

// Where the facts of a comparison come from.
enum class Facts {
  kEngine,
  kGold,  // the gold mentions, each as the claim that best covers it: shows what framing alone does
};

// Which differences are scored.
enum class Flags {
  kShown,
  kCandidates,  // all that the detectors find, sure or not: shows what no weighing can bring back
};

// Writes the facts of a comparison as framing reads them, report by report: the class of each
// mention beside the others, its attribution, its words, figures and times.
void WriteAccounts(const engine::Comparison& comparison, std::ostream& out);

// The score over all files, in their order. Details (nullptr: none) are written as in Score::Add,
// after the accounts of the facts where these are wanted.
// Errors: those of ReadBundleFile and of the engine, the path before them.
absl::StatusOr<Score> ScoreBundles(const engine::Engine& engine, std::span<const std::string> paths,
                                   Facts facts, Flags flags, std::ostream* details,
                                   bool accounts = false);

}  // namespace parallax::scoring

#endif  // PARALLAX_TESTS_SCORING_RUN_BUNDLES_H_
