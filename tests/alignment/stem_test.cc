#include "server/alignment/internal/stem.h"

#include "gtest/gtest.h"

namespace parallax::alignment {
namespace {

TEST(StemTest, NounsOfActionMeetTheirVerbs) {
  const std::pair<const char*, const char*> families[] = {
      {"expulsion", "expel"},    {"permission", "permit"},
      {"decision", "decide"},    {"investigation", "investigate"},
      {"resignation", "resign"}, {"announcement", "announce"},
      {"invasion", "invade"},    {"explosion", "explode"},
      {"suspension", "suspend"}, {"arrival", "arrive"},
      {"closure", "close"},      {"death", "die"},
      {"denial", "deny"},        {"loss", "lose"},
      {"reception", "receive"},  {"accusation", "accuse"},
      {"approval", "approve"},   {"theft", "steal"}};
  for (const auto& [noun, verb] : families) EXPECT_EQ(Stem(noun), Stem(verb)) << noun;
}

TEST(StemTest, SpellingAndCaseDoNotMatter) {
  EXPECT_EQ(Stem("criticise"), Stem("criticize"));
  EXPECT_EQ(Stem("Criticism"), Stem("criticise"));
  EXPECT_EQ(Stem("labour"), Stem("labor"));
  EXPECT_EQ(Stem("organisation"), Stem("organization"));
}

TEST(StemTest, CountriesMeetTheirPeople) {
  EXPECT_EQ(Stem("Danish"), Stem("Denmark"));
  EXPECT_EQ(Stem("British"), Stem("UK"));
  EXPECT_EQ(Stem("Kordavian"), Stem("Kordavia"));
}

TEST(StemTest, LookalikesStayApart) {
  EXPECT_NE(Stem("police"), Stem("policy"));
  EXPECT_NE(Stem("party"), Stem("part"));
  EXPECT_NE(Stem("business"), Stem("bus"));
  EXPECT_NE(Stem("president"), Stem("resident"));
}

TEST(StemTest, TakesAnyString) {
  EXPECT_EQ(Stem(""), "");
  EXPECT_EQ(Stem("'s"), "");
  EXPECT_EQ(Stem("42"), "42");
  EXPECT_EQ(Stem("\xc3\xa9"), "\xc3\xa9");
  for (int length = 1; length < 12; ++length) {
    const std::string word(length, 's');
    EXPECT_LE(Stem(word).size(), word.size() + 2);
  }
}

}  // namespace
}  // namespace parallax::alignment
