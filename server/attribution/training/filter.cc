#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

#include "server/attribution/training/learners.h"

namespace parallax::attribution::internal {

namespace {

std::vector<float> Train(const std::vector<Example>& examples, std::vector<uint32_t> order,
                         const FilterOptions& options) {
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

}  // namespace

std::vector<float> TrainFilter(const std::vector<Example>& examples, const FilterOptions& options,
                               float* threshold) {
  std::vector<uint32_t> order, most, rest;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (examples[i].held_out) continue;
    order.push_back(i);
    // Whole stretches of text, so that an article's own words do not help.
    (i / 1000 % 5 == 4 ? rest : most).push_back(i);
  }
  const std::vector<float> of_most = Train(examples, most, options);
  std::vector<float> right;
  size_t all = 0, over = 0;
  const auto each = [&](auto visit) {
    for (uint32_t index : rest) {
      const Example& example = examples[index];
      for (size_t i = 0; i < example.labels.size(); ++i) {
        float sum = 0;
        for (uint32_t feature : example.early[i]) sum += of_most[feature & (options.rows - 1)];
        visit(sum, example.labels[i] != kOutside);
      }
    }
  };
  each([&](float sum, bool in_cue) {
    if (in_cue) right.push_back(sum);
  });
  std::sort(right.begin(), right.end());
  *threshold = right.empty() ? 0 : right[static_cast<size_t>((1 - options.kept) * right.size())];
  each([&](float sum, bool) {
    ++all;
    over += sum > *threshold;
  });
  std::fprintf(stderr, "filter: over %.2f lie %.3f of the tokens and %.3f of those in cues\n",
               *threshold, static_cast<double>(over) / std::max<size_t>(all, 1), options.kept);
  return Train(examples, order, options);
}

}  // namespace parallax::attribution::internal
