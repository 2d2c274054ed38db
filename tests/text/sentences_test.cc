#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAreArray;

struct Case {
  const char* name;
  std::vector<std::string> sentences;  // the text is these, with a space between them
};

class SentencesTest : public ::testing::TestWithParam<Case> {};

TEST_P(SentencesTest, SplitsWhereSentencesEnd) {
  std::string text;
  for (const std::string& sentence : GetParam().sentences) {
    if (!text.empty()) text += ' ';
    text += sentence;
  }
  EXPECT_THAT(BodySentences(text), ElementsAreArray(GetParam().sentences));
}

INSTANTIATE_TEST_SUITE_P(
    Constructions, SentencesTest,
    ::testing::Values(
        Case{"Plain", {"The mine shut.", "Nobody knew why?", "It flooded!"}},
        Case{"Titles", {"Mr. Ray met Gov. Ho and Lt. Col. Poe.", "Dr. Lee left."}},
        Case{"SaintAndStreet", {"She lives on Main St. Paul moved to St. Paul.", "He stayed."}},
        Case{"Initials", {"George W. Bell and J. R. Hartley sang.", "They left."}},
        Case{"LetterAtEnd", {"They chose plan B.", "It failed."}},
        Case{"Months", {"It opens on Sept. 22 and closes on Oct. 3.", "Then it rains."}},
        Case{"AcronymInside", {"The U.S. Navy sailed.", "It turned."}},
        Case{"AcronymAtEnd", {"They flew to the U.S.", "The trip took a day."}},
        Case{"CompanyInside", {"Acme Inc. Chairman Bo Li quit.", "He gave no reason."}},
        Case{"CompanyAtEnd", {"She runs Acme Inc.", "The firm makes glue."}},
        Case{"ClockInside", {"It began at 5 p.m. Monday and ended at 6 a.m. EST.", "All slept."}},
        Case{"ClockAtEnd", {"It began at 5 p.m.", "Smoke rose."}},
        Case{"EtCetera", {"They sold ore, coal, etc.", "Prices fell."}},
        Case{"State", {"He comes from Butte, Mont.", "He is 40."}},
        Case{"Versus", {"It was Bell vs. Hartley, i.e. Ray's v. Poe.", "Bell won."}},
        Case{"Ellipsis", {"It was ... odd.", "Then it stopped...", "Nobody moved."}},
        Case{"QuoteClosesBehindStop", {"\"It flooded.\"", "She turned.", "“We left.”", "He sat."}},
        Case{"SingleQuotes", {"'It flooded.'", "She turned."}},
        Case{"QuoteOpensNext", {"He left.", "\"We stay,\" she said."}},
        Case{"AskedInQuotes", {"\"Why now?\" he asked.", "“Stop!” Jane Poe shouted.", "All ran."}},
        Case{"SaidBehindQuestion",
             {"\"Why now?\"", "Jane Poe said that she did not know.", "\"Why?\" Bo Li said."}},
        Case{"CompanyBeforeSubject", {"She runs Acme Inc.", "Analysts had expected more."}},
        Case{"GerundOpens", {"He is Bo Li Jr.", "Reaching the top took years."}},
        Case{"QuoteInsideQuote", {"\"He told me 'no.'\"", "She left."}},
        Case{"NumberOpens", {"The mine shut in 1990.", "42 people lost work."}},
        Case{"MoneyOpens", {"The fine was high.", "$5 million went to the town."}},
        Case{"NumberSign", {"He is No. 5 on the list.", "She leads it."}},
        Case{"Decimal", {"It rose 3.5 per cent to 1.2 million.", "It fell again."}},
        Case{"Parenthesis", {"It flooded (again).", "(Nobody died.)", "They pumped."}},
        Case{"NoteInBrackets", {"It flooded. [12]", "They pumped. [The Herald]", "It dried."}},
        Case{"ListNumber", {"1. Close the door.", "2. Leave the room."}},
        Case{"DashOpens", {"We will stay.", "— Jane Poe"}},
        Case{"LowerCaseBrand", {"They sued the makers of phones.", "iPhone sales rose."}},
        Case{"NameWithMark", {"The show Jeopardy! won again.", "It airs at noon."}},
        Case{"Colon", {"He said this: nobody may leave.", "They left."}},
        Case{"ShortWords", {"It is so.", "It was me.", "Go on."}}),
    [](const ::testing::TestParamInfo<Case>& info) { return std::string(info.param.name); });

TEST(SentencesTest, SplitsWhereTheSpaceWasLost) {
  EXPECT_THAT(BodySentences("The mine shut.Nobody knew why."),
              ElementsAreArray({"The mine shut.", "Nobody knew why."}));
}

TEST(SentencesTest, LineEndEndsSentence) {
  EXPECT_THAT(BodySentences("A list of names\r\nAnother line of it\nAnd a third"),
              ElementsAreArray({"A list of names", "Another line of it", "And a third"}));
}

TEST(SentencesTest, SpacedClosingQuoteStaysWithItsSentence) {
  EXPECT_THAT(BodySentences("\" It flooded. \" She left."),
              ElementsAreArray({"\" It flooded. \"", "She left."}));
}

TEST(SentencesTest, GivesTheLastLetterItsStop) {
  EXPECT_EQ(TokensOf("They chose plan B."), "They chose plan B .");
  EXPECT_EQ(TokensOf("They sold ore, etc."), "They sold ore , etc .");
  EXPECT_EQ(TokensOf("They flew to the U.S."), "They flew to the U.S.");
}

TEST(SentencesTest, CutsLongSentencesAtATokenBorder) {
  std::string text;
  for (int i = 0; i < 25; ++i) text += "word ";
  ReadOptions options;
  options.max_sentence_tokens = 10;
  const Document document = ReadOrDie("", text, Format::kPlain, options);
  ASSERT_EQ(document.sentences().size(), 3u);
  EXPECT_EQ(document.sentences()[0].tokens.size(), 10u);
  EXPECT_EQ(document.sentences()[2].tokens.size(), 5u);
}

}  // namespace
}  // namespace parallax::text
