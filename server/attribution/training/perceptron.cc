#include <algorithm>
#include <random>

#include "server/attribution/internal/sequence_model.h"
#include "server/attribution/training/learners.h"

namespace parallax::attribution::internal {
namespace {

class Perceptron {
 public:
  explicit Perceptron(const Size& size)
      : size_(size),
        weights_{std::vector<float>(size_t{size.node_rows} * size.labels),
                 std::vector<float>(size_t{size.edge_rows} * size.labels * size.labels)},
        node_sum_(weights_.node.size()),
        edge_sum_(weights_.edge.size()) {}

  void Learn(const Example& example, const PerceptronOptions& options) {
    ++step_;
    Scores scores = ScoresOf(example.positions, weights_, size_, 1);
    for (size_t i = 0; i < example.labels.size(); ++i) {
      for (int label = 0; label < size_.labels; ++label) {
        if (label == example.labels[i]) continue;
        scores.node[i * size_.labels + label] +=
            label == kOutside ? options.miss_cost : options.false_cost;
      }
    }
    const std::vector<uint8_t> guess = Viterbi(scores, example.allowed);
    if (guess != example.labels) Update(example, guess);
  }

  Weights Averaged() const {
    Weights average = weights_;
    for (size_t i = 0; i < average.node.size(); ++i) {
      average.node[i] -= static_cast<float>(node_sum_[i] / static_cast<double>(step_));
    }
    for (size_t i = 0; i < average.edge.size(); ++i) {
      average.edge[i] -= static_cast<float>(edge_sum_[i] / static_cast<double>(step_));
    }
    return average;
  }

 private:
  void Update(const Example& example, const std::vector<uint8_t>& guess) {
    for (size_t i = 0; i < guess.size(); ++i) {
      const uint8_t right = example.labels[i], wrong = guess[i];
      if (right != wrong) {
        for (uint32_t feature : example.positions.node[i]) {
          const size_t row = size_t{feature & (size_.node_rows - 1)} * size_.labels;
          Change(row + right, 1, &weights_.node, &node_sum_);
          Change(row + wrong, -1, &weights_.node, &node_sum_);
        }
      }
      if (i == 0) continue;
      const size_t right_pair = size_t{example.labels[i - 1]} * size_.labels + right;
      const size_t wrong_pair = size_t{guess[i - 1]} * size_.labels + wrong;
      if (right_pair == wrong_pair) continue;
      for (uint32_t feature : example.positions.edge[i]) {
        const size_t row = size_t{feature & (size_.edge_rows - 1)} * size_.labels * size_.labels;
        Change(row + right_pair, 1, &weights_.edge, &edge_sum_);
        Change(row + wrong_pair, -1, &weights_.edge, &edge_sum_);
      }
    }
  }
  void Change(size_t place, float by, std::vector<float>* weights, std::vector<double>* sums) {
    (*weights)[place] += by;
    (*sums)[place] += by * static_cast<double>(step_ - 1);
  }

  const Size size_;
  Weights weights_;
  std::vector<double> node_sum_, edge_sum_;  // of each change, times the steps before it
  uint64_t step_ = 1;
};

}  // namespace

Weights TrainPerceptron(const std::vector<Example>& examples, const Size& size,
                        const PerceptronOptions& options) {
  Perceptron perceptron(size);
  std::mt19937 random(options.seed);
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].held_out) order.push_back(i);
  }
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
    for (uint32_t index : order) perceptron.Learn(examples[index], options);
  }
  Weights weights = perceptron.Averaged();
  Report(examples, weights, size);
  return weights;
}

}  // namespace parallax::attribution::internal
