#include "client/word_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Only(const std::string& text, const std::string& other) {
  std::vector<std::string> words;
  for (const TextRange& range : CompareWords(text, other).only) {
    words.push_back(text.substr(range.begin, range.end - range.begin));
  }
  return words;
}

double Alike(const std::string& a, const std::string& b) { return CompareWords(a, b).alike; }

TEST(WordDiff, FindsRunsThatTheOtherDoesNotHave) {
  EXPECT_THAT(Only("six men were shot dead on Monday", "six men died on Monday"),
              ElementsAre("were shot dead"));
  EXPECT_THAT(Only("six men died on Monday", "six men were shot dead on Monday"),
              ElementsAre("died"));
  EXPECT_THAT(Only("a b c d", "x a y c z"), ElementsAre("b", "d"));
}

TEST(WordDiff, TakesNoNoticeOfCaseAndMarks) {
  EXPECT_THAT(Only("“We will go,” she said.", "we will go she said"), IsEmpty());
  EXPECT_THAT(Only("“We «will» stay…”", "we will go"), ElementsAre("stay"));
}

TEST(WordDiff, SaysHowMuchIsAlike) {
  EXPECT_EQ(Alike("a b c d", "a b"), 1);
  EXPECT_EQ(Alike("a b c d", "a x"), 0.5);
  EXPECT_EQ(CompareWords("a b c d", "a c x").common, 2);
  EXPECT_EQ(Alike("a b", "c d"), 0);
  EXPECT_EQ(Alike("", "c d"), 0);
}

TEST(WordDiff, SaysNothingOfWhatIsVeryLong) {
  std::string text;
  for (int i = 0; i < 401; ++i) text += "word ";
  EXPECT_THAT(Only(text, "other"), IsEmpty());
  EXPECT_EQ(Alike(text, text), 0);
}

}  // namespace
}  // namespace parallax::client
