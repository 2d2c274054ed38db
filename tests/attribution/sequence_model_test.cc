#include "server/attribution/internal/sequence_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace parallax::attribution::internal {
namespace {

// Every label sequence that may be, with its score: what the fast ways are held against.
struct World {
  Scores scores;
  std::vector<uint8_t> allowed;
  std::vector<std::pair<float, std::vector<uint8_t>>> all;
};

World Random(int labels, size_t size, std::mt19937* random) {
  std::uniform_real_distribution<float> score(-2, 2);
  World world = {{labels, {}, {}}, {}, {}};
  for (size_t i = 0; i < size; ++i) {
    world.allowed.push_back((*random)() % 3 == 0 ? 1 << kOutside : (1 << labels) - 1);
    for (int l = 0; l < labels; ++l) world.scores.node.push_back(score(*random));
    for (int l = 0; l < labels * labels; ++l) world.scores.edge.push_back(score(*random));
  }
  std::vector<uint8_t> path(size, 0);
  while (true) {
    bool may = MayFollow(kOutside, path[0]);
    float sum = 0;
    for (size_t i = 0; i < size; ++i) {
      may = may && (world.allowed[i] >> path[i] & 1) && (i == 0 || MayFollow(path[i - 1], path[i]));
      sum += world.scores.node[i * labels + path[i]];
      if (i > 0) sum += world.scores.edge[(i * labels + path[i - 1]) * labels + path[i]];
    }
    if (may) world.all.emplace_back(sum, path);
    size_t at = 0;
    while (at < size && ++path[at] == labels) path[at++] = 0;
    if (at == size) return world;
  }
}

template <typename Wanted>
float Best(const World& world, Wanted wanted) {
  float best = -1e30f;
  for (const auto& [score, path] : world.all) {
    if (wanted(path)) best = std::max(best, score);
  }
  return best;
}

class DecodingTest : public testing::TestWithParam<int> {};

TEST_P(DecodingTest, FindsTheBestOfAllSequencesAndWhatEachSpanIsWorth) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const World world = Random(GetParam(), 1 + random() % 5, &random);
    const std::vector<uint8_t> best = Viterbi(world.scores, world.allowed);
    float score = -1e30f;
    for (const auto& [sum, path] : world.all) {
      if (path == best) score = sum;
    }
    EXPECT_FLOAT_EQ(score, Best(world, [](const auto&) { return true; }));
    const std::vector<float> margins = BeginMargins(world.scores, world.allowed);
    for (size_t i = 0; i < best.size(); ++i) {
      if (world.allowed[i] == 1 << kOutside) continue;
      EXPECT_NEAR(margins[i],
                  Best(world, [i](const auto& path) { return path[i] == kBegin; }) -
                      Best(world, [i](const auto& path) { return path[i] == kOutside; }),
                  1e-4);
    }
    const bool any = std::find(best.begin(), best.end(), kBegin) != best.end();
    const float without = Best(world, [](const auto& path) {
      return std::find(path.begin(), path.end(), kBegin) == path.end();
    });
    EXPECT_NEAR(MarginOver(world.scores, best, world.allowed, kBegin), any ? score - without : 0,
                1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(Labels, DecodingTest, testing::Values(kCueLabels, kArgumentLabels));

TEST(SequenceModelTest, AddsTheRowsOfAnyNumberOfFeatures) {
  constexpr uint32_t kRows = 64;
  std::mt19937 random(3);
  std::vector<int8_t> node(kRows * kArgumentLabels + SequenceModel::kSlack);
  std::vector<int8_t> edge(kRows * kArgumentLabels * kArgumentLabels + SequenceModel::kSlack);
  for (int8_t& weight : node) weight = static_cast<int8_t>(random() % 2 == 0 ? 127 : -127);
  for (int8_t& weight : edge) weight = static_cast<int8_t>(random() % 255 - 127);
  SequenceModel::Shape shape;
  shape.labels = kArgumentLabels;
  shape.node_rows = shape.edge_rows = kRows;
  const SequenceModel model(shape, std::span(node).first(node.size() - SequenceModel::kSlack),
                            std::span(edge).first(edge.size() - SequenceModel::kSlack));
  Positions positions;
  std::vector<std::vector<uint32_t>> lists;
  for (size_t count : {0, 1, 7, 255, 256, 257, 900}) {
    std::vector<uint32_t> list(count);
    for (uint32_t& feature : list) feature = random();
    // One row again and again, so that sums grow as large as they can.
    if (count > 255) std::fill(list.begin(), list.begin() + 256, 5);
    positions.node.Append(list);
    positions.node.Close();
    positions.edge.Append(list);
    positions.edge.Close();
    lists.push_back(list);
  }
  std::vector<uint8_t> wanted(lists.size(), 1);
  wanted[1] = wanted[2] = 0;
  SequenceModel::Sums sums;
  model.SumUp(positions, wanted, &sums);
  for (size_t i = 0; i < lists.size(); ++i) {
    for (int l = 0; l < kArgumentLabels; ++l) {
      int32_t sum = 0;
      for (uint32_t feature : lists[i]) sum += node[feature % kRows * kArgumentLabels + l];
      EXPECT_EQ(sums.node[i * kArgumentLabels + l], wanted[i] ? sum : 0) << i << " " << l;
    }
    for (int l = 0; l < kArgumentLabels * kArgumentLabels; ++l) {
      int32_t sum = 0;
      for (uint32_t feature : lists[i]) {
        sum += edge[feature % kRows * kArgumentLabels * kArgumentLabels + l];
      }
      const bool either = wanted[i] || (i > 0 && wanted[i - 1]);
      EXPECT_EQ(sums.edge[i * kArgumentLabels * kArgumentLabels + l], either ? sum : 0);
    }
  }
}

}  // namespace
}  // namespace parallax::attribution::internal
