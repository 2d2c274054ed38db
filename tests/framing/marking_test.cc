#include "server/framing/internal/marking.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

// What is marked of the sentence, of whose words these have log-odds for the kind and others -5.
std::string MarkedOf(const std::string& sentence, Kind kind,
                     const std::map<std::string, float>& odds) {
  const auto report = OrDie(TheEngine().Analyze(Reports({{"", sentence}})[0], CallContext()));
  const text::Sentence& place = report->document.sentences()[0];
  std::vector<encoder::WordReading> words(place.tokens.size());
  for (uint32_t i = 0; i < words.size(); ++i) {
    const auto given = odds.find(std::string(report->document.text(place.tokens.begin + i)));
    words[i].kinds.fill(given == odds.end() ? -5 : given->second);
  }
  return std::string(report->document.text(Mark(*report, place.tokens, words, kind).tokens));
}

constexpr char kSentence[] = "The mob of angry youths stormed the old town hall on Monday.";

TEST(MarkingTest, TheRunAroundTheSurestWord) {
  EXPECT_EQ(MarkedOf(kSentence, Kind::kLabel, {{"angry", 1}, {"youths", 3}}), "angry youths");
  EXPECT_EQ(MarkedOf(kSentence, Kind::kLabel, {{"mob", 3}, {"angry", 1}}), "mob of angry");
  EXPECT_EQ(MarkedOf(kSentence, Kind::kLabel, {{"mob", 3}, {"stormed", 1}}), "mob");
}

TEST(MarkingTest, WordsOfNoMeaningShowNoLabel) {
  EXPECT_EQ(MarkedOf(kSentence, Kind::kLabel, {{"of", 3}, {"mob", -1}}), "mob");
  EXPECT_EQ(MarkedOf(kSentence, Kind::kWording, {{"stormed", 2}, {"the", 1}}), "stormed");
}

TEST(MarkingTest, SmallWordsMayShowWhoStandsBehindAFact) {
  EXPECT_EQ(MarkedOf("He was not at the hall.", Kind::kPolarity, {{"not", 3}}), "not");
  EXPECT_EQ(MarkedOf("It was shut by police.", Kind::kAgency, {{"by", 3}}), "by");
}

TEST(MarkingTest, NamesAreTakenWhole) {
  EXPECT_EQ(MarkedOf(kSentence, Kind::kPlace, {{"hall", 3}}), "town hall");
  EXPECT_EQ(MarkedOf(kSentence, Kind::kPlace, {{"town", 3}}), "town hall");
}

TEST(MarkingTest, ASentenceOfWhichNothingWasReadHasItsFirstWord) {
  const auto report = OrDie(TheEngine().Analyze(Reports({{"", kSentence}})[0], CallContext()));
  const Marking marking = Mark(*report, report->document.sentences()[0].tokens, {}, Kind::kLabel);
  EXPECT_EQ(marking.tokens.size(), 1u);
  EXPECT_LT(marking.surest, 0);
}

}  // namespace
}  // namespace parallax::framing
