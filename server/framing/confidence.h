// How likely a flag is right: a logistic model over its clues and its rule, fitted to annotated
// bundles; see data/MODEL_CARD.md.
//
// Platt, "Probabilistic outputs for support vector machines", 1999, for the idea: the detectors
// score, and a small model turns their scores into probabilities.
#ifndef PARALLAX_SERVER_FRAMING_CONFIDENCE_H_
#define PARALLAX_SERVER_FRAMING_CONFIDENCE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/framing/clues.h"

namespace parallax::framing {

// Plain values. Thread safety: const access is safe from many threads.
struct FlagModel {
  Clues weights = {};
  std::map<std::string, float, std::less<>> rules;  // log-odds by rule; 0 for one not named

  // Lines "clue NAME WEIGHT" and "rule NAME WEIGHT"; '#' begins a comment.
  // Errors: DATA_LOSS, naming the line, for an unknown clue, a repeated name or a weight that is no
  // number, and where a clue has no weight.
  static absl::StatusOr<FlagModel> Parse(absl::string_view text);
  // The weights compiled into the program.
  static const FlagModel& Default();

  // 0..1: the probability that an editor agrees with a flag of this rule.
  float Confidence(const Clues& clues, absl::string_view rule) const;
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_CONFIDENCE_H_
