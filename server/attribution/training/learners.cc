#include "server/attribution/training/learners.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "server/attribution/internal/candidates.h"
#include "server/attribution/internal/sequence_model.h"

namespace parallax::attribution::internal {

Scores ScoresOf(const Positions& positions, const Weights& weights, const Size& size, float scale) {
  const int labels = size.labels;
  Scores scores = {labels, std::vector<float>(positions.size() * labels, 0),
                   std::vector<float>(positions.size() * labels * labels, 0)};
  for (size_t i = 0; i < positions.size(); ++i) {
    for (uint32_t feature : positions.node[i]) {
      const float* row = &weights.node[size_t{feature & (size.node_rows - 1)} * labels];
      for (int label = 0; label < labels; ++label) scores.node[i * labels + label] += row[label];
    }
    for (uint32_t feature : positions.edge[i]) {
      const float* row = &weights.edge[size_t{feature & (size.edge_rows - 1)} * labels * labels];
      for (int pair = 0; pair < labels * labels; ++pair) {
        scores.edge[i * labels * labels + pair] += row[pair];
      }
    }
  }
  for (float& score : scores.node) score *= scale;
  for (float& score : scores.edge) score *= scale;
  return scores;
}

void Report(const std::vector<Example>& examples, const Weights& weights, const Size& size) {
  double hit[2] = {}, predicted[2] = {}, gold[2] = {};
  for (const Example& example : examples) {
    if (!example.held_out) continue;
    const Scores scores = ScoresOf(example.positions, weights, size, 1);
    const std::vector<uint8_t> guess = Viterbi(scores, example.allowed);
    for (int kind = 0; kind < 2; ++kind) {
      const Label begin = kind == 0 ? kBegin : kContentBegin;
      const std::vector<TokenRange> g = RangesOf(example.labels, begin, 0);
      const std::vector<TokenRange> s = RangesOf(guess, begin, 0);
      for (TokenRange range : s) hit[kind] += std::find(g.begin(), g.end(), range) != g.end();
      predicted[kind] += static_cast<double>(s.size());
      gold[kind] += static_cast<double>(g.size());
    }
  }
  for (int kind = 0; kind < 2 && gold[kind] > 0; ++kind) {
    const double p = hit[kind] / std::max(1.0, predicted[kind]), r = hit[kind] / gold[kind];
    std::fprintf(stderr, "  P %.3f R %.3f F1 %.3f", p, r, 2 * p * r / std::max(1e-9, p + r));
  }
  if (gold[0] > 0) std::fprintf(stderr, "\n");
}

namespace {

double Length(const std::vector<float>& values) {
  double sum = 0;
  for (float value : values) sum += static_cast<double>(value) * value;
  return std::sqrt(sum);
}

}  // namespace

Weights Mean(const std::vector<Weights>& members) {
  Weights mean = {std::vector<float>(members[0].node.size(), 0),
                  std::vector<float>(members[0].edge.size(), 0)};
  for (const Weights& member : members) {
    const auto scale =
        static_cast<float>(Length(members[0].node) / Length(member.node) / members.size());
    for (size_t i = 0; i < mean.node.size(); ++i) mean.node[i] += scale * member.node[i];
    for (size_t i = 0; i < mean.edge.size(); ++i) mean.edge[i] += scale * member.edge[i];
  }
  return mean;
}

}  // namespace parallax::attribution::internal
