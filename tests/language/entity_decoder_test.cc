#include "server/language/internal/entity_decoder.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax::language::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint32_t kPerson = 1 + 2 * static_cast<uint32_t>(EntityType::kPerson);
constexpr uint32_t kLocation = 1 + 2 * static_cast<uint32_t>(EntityType::kLocation);

// A word and the score of a label; all other labels have 0.
struct Scored {
  std::string form;
  uint32_t label;
  float score;
  uint32_t other_label = 0;
  float other_score = 0.0f;
};

std::vector<std::string> Decode(const std::vector<Scored>& words,
                                const std::vector<uint32_t>& sizes) {
  EntityDecoder decoder;
  for (const Scored& word : words) {
    float scores[kEntityLabels] = {};
    scores[word.label] = word.score;
    if (word.other_score != 0.0f) scores[word.other_label] = word.other_score;
    decoder.Add(word.form, scores);
  }
  std::vector<text::Sentence> sentences;
  uint32_t begin = 0;
  for (uint32_t size : sizes) {
    sentences.emplace_back().tokens = {begin, begin + size};
    begin += size;
  }
  std::vector<NamedEntity> entities;
  decoder.Decode(sentences, &entities);
  std::vector<std::string> out;
  for (const NamedEntity& entity : entities) {
    out.push_back(std::to_string(entity.tokens.begin) + "-" + std::to_string(entity.tokens.end) +
                  ":" + std::to_string(static_cast<int>(entity.type)));
  }
  return out;
}

TEST(EntityDecoderTest, AWordThatGoesOnFollowsItsOwnTypeAlone) {
  EXPECT_THAT(Decode({{"Ida", kPerson, 5},
                      {"Lund", kPerson + 1, 5},
                      {"of", 0, 5},
                      {"Oslo", kPerson + 1, 5, kLocation, 4}},
                     {4}),
              ElementsAre("0-2:0", "3-4:2"));
}

TEST(EntityDecoderTest, NoNameRunsOverTheEndOfASentence) {
  EXPECT_THAT(Decode({{"Ida", kPerson, 5}, {"Lund", kPerson + 1, 3, kPerson, 2}}, {1, 1}),
              ElementsAre("0-1:0", "1-2:0"));
}

TEST(EntityDecoderTest, ADoubtfulNameListensToItsOtherOccurrences) {
  const Scored sure = {"Varna", kLocation, 5};
  const Scored doubtful = {"Varna", kPerson, 2.5, kLocation, 2};
  EXPECT_THAT(Decode({doubtful}, {1}), ElementsAre("0-1:0"));
  EXPECT_THAT(Decode({sure, doubtful, sure}, {1, 1, 1}), ElementsAre("0-1:2", "1-2:2", "2-3:2"));
  // Evidence beats company.
  EXPECT_THAT(Decode({sure, {"Varna", kPerson, 9}, sure}, {1, 1, 1}),
              ElementsAre("0-1:2", "1-2:0", "2-3:2"));
}

TEST(EntityDecoderTest, WordsInLowerCaseKeepToThemselves) {
  const Scored sure = {"varna", kLocation, 5};
  EXPECT_THAT(Decode({sure, {"varna", kPerson, 2.5, kLocation, 2}, sure}, {3}),
              ElementsAre("0-1:2", "1-2:0", "2-3:2"));
}

TEST(EntityDecoderTest, NothingGivesNothing) { EXPECT_THAT(Decode({}, {}), IsEmpty()); }

TEST(EntityDecoderTest, SentencesOfAnyLengthAreDecoded) {
  const std::vector<Scored> words(3 * kLongestDecode + 7, Scored{"Ida", kPerson, 5});
  EXPECT_EQ(Decode(words, {static_cast<uint32_t>(words.size())}).size(), words.size());
}

}  // namespace
}  // namespace parallax::language::internal
