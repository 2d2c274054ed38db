// Learners of the weights of a sequence model. Both are deterministic.
#ifndef PARALLAX_SERVER_ATTRIBUTION_TRAINING_LEARNERS_H_
#define PARALLAX_SERVER_ATTRIBUTION_TRAINING_LEARNERS_H_

#include <cstdint>
#include <vector>

#include "server/attribution/internal/features.h"
#include "server/attribution/internal/sequence_model.h"

namespace parallax::attribution::internal {

struct Example {
  FeatureLists early;  // for a logistic model
  Positions positions;
  std::vector<uint8_t> gold;
  std::vector<uint8_t> labels;  // gold as far as it is allowed
  std::vector<uint8_t> allowed;
  uint32_t article = 0;
  bool held_out = false;
};

// Rows are powers of two.
struct Size {
  int labels = 0;
  uint32_t node_rows = 0;
  uint32_t edge_rows = 0;
};

// node[row * labels + label], edge[(row * labels + previous) * labels + label].
struct Weights {
  std::vector<float> node;
  std::vector<float> edge;
};

// The sums of the weights of the features, times `scale`, as Viterbi() takes them.
Scores ScoresOf(const Positions& positions, const Weights& weights, const Size& size, float scale);

// Prints the F1 of begin..end spans of the examples held out.
void Report(const std::vector<Example>& examples, const Weights& weights, const Size& size);

// Weights of a logistic model of whether a position has a label but kOutside, over its `early`
// features.
struct LogisticOptions {
  uint32_t rows = 1 << 15;
  int epochs = 4;
  float rate = 0.03f;
  float dropout = 0.4f;
};
std::vector<float> TrainLogistic(const std::vector<Example>& examples,
                                 const LogisticOptions& options);

// The sum over which the share `kept` of the positions with such a label lie, in examples that a
// model trained on the others has not seen.
float ThresholdThatKeeps(const std::vector<Example>& examples, const LogisticOptions& options,
                         double kept);

// Averaged structured perceptron. What it missed and what it found wrongly cost this much more
// than the right labels in decoding.
struct PerceptronOptions {
  int epochs = 6;
  float miss_cost = 1;
  float false_cost = 1;
  uint32_t seed = 1;
};
Weights TrainPerceptron(const std::vector<Example>& examples, const Size& size,
                        const PerceptronOptions& options);

// Conditional random field, trained by stochastic gradient descent with a step size of its own for
// each weight (AdaGrad), with features dropped at random, and averaged over the later epochs.
struct FieldOptions {
  int epochs = 8;
  int averaged_from = 3;  // the first epoch whose steps enter the average
  float rate = 0.01f;
  float dropout = 0.5f;
};
Weights TrainField(const std::vector<Example>& examples, const Size& size,
                   const FieldOptions& options);

// The mean of weights that were each scaled to the length of the first.
Weights Mean(const std::vector<Weights>& members);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_TRAINING_LEARNERS_H_
