// What the corpora say beyond the tree: judgements whether events happened, and attributions.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_READINGS_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_READINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/language/training/corpus.h"
#include "server/language/training/network.h"

namespace parallax::language::training {

// Fills Example::happened from UDS-IH2 in columns sent_id, token, form, factual.
// Rows of other sentences are passed over. Errors: NOT_FOUND.
absl::Status AddJudgements(const std::string& path, std::vector<Example>* treebank);

// Fills Example::attribution of silver sentences from NAME.txt's first NAME_ANNOTATOR.ann (brat
// standoff) in `folder`. Errors: NOT_FOUND.
absl::Status AddAttributions(const std::string& folder, std::vector<Example>* silver);

struct ReadingScores {
  uint32_t judged = 0;
  double error = 0;                         // mean absolute error, -3 .. 3
  double correlation = 0;                   // Pearson's r
  double source = 0, cue = 0, content = 0;  // F1 of words
};
// What the samples do not say scores zero.
ReadingScores EvaluateReadings(const Network& network, const std::vector<Sample>& samples,
                               Worker* worker);

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_READINGS_H_
