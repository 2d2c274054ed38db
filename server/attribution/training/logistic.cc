#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

#include "server/attribution/training/learners.h"

namespace parallax::attribution::internal {

namespace {

std::vector<float> Train(const std::vector<Example>& examples, std::vector<uint32_t> order,
                         const LogisticOptions& options) {
  std::vector<float> weights(options.rows, 0), squares(options.rows, 1e-4f);
  std::vector<double> mean(options.rows, 0);
  std::mt19937 random(1);
  const auto keep = static_cast<uint32_t>((1 - options.dropout) * 4294967295.0);
  std::vector<uint32_t> kept;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
    for (uint32_t index : order) {
      const Example& example = examples[index];
      for (size_t i = 0; i < example.labels.size(); ++i) {
        kept.clear();
        float sum = 0;
        for (uint32_t feature : example.early[i]) {
          if (random() > keep) continue;
          kept.push_back(feature & (options.rows - 1));
          sum += weights[kept.back()];
        }
        const float p = 1 / (1 + std::exp(-sum / (1 - options.dropout)));
        const float slope = p - (example.labels[i] != kOutside ? 1 : 0);
        if (std::abs(slope) < 1e-3f) continue;
        for (uint32_t row : kept) {
          squares[row] += slope * slope;
          weights[row] -= options.rate * slope / std::sqrt(squares[row]);
        }
      }
    }
    for (size_t i = 0; i < weights.size(); ++i) mean[i] += weights[i] / options.epochs;
  }
  for (size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(mean[i]);

  return weights;
}

float SumOf(const std::vector<float>& weights, std::span<const uint32_t> features) {
  float sum = 0;
  for (uint32_t feature : features) sum += weights[feature & (weights.size() - 1)];
  return sum;
}

}  // namespace

std::vector<float> TrainLogistic(const std::vector<Example>& examples,
                                 const LogisticOptions& options) {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].held_out) order.push_back(i);
  }
  return Train(examples, std::move(order), options);
}

float ThresholdThatKeeps(const std::vector<Example>& examples, const LogisticOptions& options,
                         double kept) {
  std::vector<uint32_t> most, rest;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].held_out) (examples[i].article % 5 == 4 ? rest : most).push_back(i);
  }
  const std::vector<float> weights = Train(examples, most, options);
  std::vector<float> right, all;
  for (uint32_t index : rest) {
    const Example& example = examples[index];
    for (size_t i = 0; i < example.labels.size(); ++i) {
      all.push_back(SumOf(weights, example.early[i]));
      if (example.labels[i] != kOutside) right.push_back(all.back());
    }
  }
  if (right.empty()) return 0;
  std::sort(right.begin(), right.end());
  const float threshold =
      right[static_cast<size_t>((1 - kept) * static_cast<double>(right.size()))];
  const auto over = std::count_if(all.begin(), all.end(), [&](float s) { return s > threshold; });
  std::fprintf(stderr, "filter: over %.2f lie %.3f of the tokens and %.3f of those in cues\n",
               threshold, static_cast<double>(over) / static_cast<double>(all.size()), kept);
  return threshold;
}

}  // namespace parallax::attribution::internal
