#include "server/language/internal/tree_decoder.h"

#include <cmath>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace parallax::language::internal {
namespace {

bool IsTree(const std::vector<uint32_t>& heads) {
  int roots = 0;
  for (uint32_t head : heads) roots += head == 0;
  if (roots != 1) return false;
  for (size_t d = 0; d < heads.size(); ++d) {
    size_t node = d + 1;
    size_t steps = 0;
    while (node != 0 && steps <= heads.size()) {
      node = heads[node - 1];
      ++steps;
    }
    if (node != 0) return false;
  }
  return true;
}

double Total(const std::vector<float>& scores, const std::vector<uint32_t>& heads) {
  double total = 0;
  for (size_t d = 0; d < heads.size(); ++d) total += scores[d * (heads.size() + 1) + heads[d]];
  return total;
}

// The best tree by looking at every one.
double BestTotal(const std::vector<float>& scores, uint32_t words) {
  std::vector<uint32_t> heads(words, 0);
  double best = -1e300;
  while (true) {
    if (IsTree(heads)) best = std::max(best, Total(scores, heads));
    uint32_t i = 0;
    while (i < words && heads[i] == words) heads[i++] = 0;
    if (i == words) return best;
    ++heads[i];
  }
}

TEST(TreeDecoderTest, FindsTheBestOfAllTreesOfSmallSentences) {
  std::mt19937 random(1);
  TreeDecoder decoder;
  for (int round = 0; round < 3000; ++round) {
    const uint32_t words = 1 + random() % 5;
    std::vector<float> scores(words * (words + 1));
    // Few distinct values make ties, which is where contractions go wrong.
    for (float& s : scores) s = static_cast<float>(random() % (round % 2 == 0 ? 10 : 100000));
    std::vector<uint32_t> heads(words);
    decoder.Decode(scores, words, heads);
    ASSERT_TRUE(IsTree(heads)) << round;
    ASSERT_DOUBLE_EQ(Total(scores, heads), BestTotal(scores, words)) << round;
  }
}

TEST(TreeDecoderTest, LongSentencesGiveTrees) {
  std::mt19937 random(2);
  TreeDecoder decoder;
  for (uint32_t words : {1u, 2u, 50u, 400u}) {
    std::vector<float> scores(words * (words + 1));
    for (float& s : scores) s = static_cast<float>(random() % 1000) * 0.01f;
    std::vector<uint32_t> heads(words);
    decoder.Decode(scores, words, heads);
    EXPECT_TRUE(IsTree(heads)) << words;
  }
}

TEST(TreeDecoderTest, ScoresThatAreNoNumbersStillGiveATree) {
  std::mt19937 random(7);
  TreeDecoder decoder;
  for (int round = 0; round < 200; ++round) {
    const uint32_t words = 1 + random() % 12;
    std::vector<float> scores(words * (words + 1));
    for (float& s : scores) {
      const float choices[] = {NAN, INFINITY, -INFINITY, 1.0f, 2.0f};
      s = choices[random() % 5];
    }
    std::vector<uint32_t> heads(words);
    decoder.Decode(scores, words, heads);
    EXPECT_TRUE(IsTree(heads)) << round;
  }
}

TEST(TreeDecoderTest, AChainOfNestedCyclesIsOpenedUp) {
  // Every word prefers its neighbour, pair by pair, so that cycles nest.
  const uint32_t words = 64;
  std::vector<float> scores(words * (words + 1), 0.0f);
  for (uint32_t d = 0; d < words; ++d) {
    for (uint32_t h = 0; h < words; ++h) {
      uint32_t level = 0;
      while ((d >> level) != (h >> level)) ++level;
      scores[d * (words + 1) + h + 1] = 100.0f - static_cast<float>(level);
    }
  }
  std::vector<uint32_t> heads(words);
  TreeDecoder().Decode(scores, words, heads);
  EXPECT_TRUE(IsTree(heads));
}

}  // namespace
}  // namespace parallax::language::internal
