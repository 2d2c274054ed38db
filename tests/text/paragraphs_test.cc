#include "server/text/internal/paragraphs.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/text/read_testing.h"

namespace parallax::text {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::string> Paragraphs(absl::string_view text) {
  std::vector<std::string> paragraphs;
  const auto ranges = internal::FindParagraphs(text, CallContext());
  EXPECT_TRUE(ranges.ok());
  for (const ByteRange range : *ranges) {
    paragraphs.emplace_back(text.substr(range.begin, range.size()));
  }
  return paragraphs;
}

TEST(ParagraphsTest, EveryKindOfLineEndEndsAParagraph) {
  EXPECT_THAT(Paragraphs("one\ntwo\r\nthree\rfour\xE2\x80\xA8"
                         "five\n\n\n six \n"),
              ElementsAre("one", "two", "three", "four", "five", "six"));
}

TEST(ParagraphsTest, FindsNoneInBlankText) {
  EXPECT_THAT(Paragraphs(""), SizeIs(0));
  EXPECT_THAT(Paragraphs(" \r\n\t\n\xE2\x80\x8B\n"), SizeIs(0));
}

constexpr char kWrapped[] =
    "The mine at Calder was shut on Monday after water broke into\n"
    "the lower gallery, where some forty people were at work. All\n"
    "of them were brought up by noon, the company said, and none\n"
    "was hurt.\n"
    "\n"
    "It is the third time this year that the pumps have failed at\n"
    "the site. The union wants an inquiry and says it warned the\n"
    "managers in the spring.\n";

TEST(ParagraphsTest, JoinsLinesOfWrappedText) {
  EXPECT_THAT(Paragraphs(kWrapped), SizeIs(2));
  EXPECT_THAT(
      BodySentences(kWrapped),
      ElementsAre("The mine at Calder was shut on Monday after water broke into\n"
                  "the lower gallery, where some forty people were at work.",
                  "All\nof them were brought up by noon, the company said, and none\nwas hurt.",
                  "It is the third time this year that the pumps have failed at\nthe site.",
                  "The union wants an inquiry and says it warned the\nmanagers in the spring."));
}

TEST(ParagraphsTest, JoinsWrappedLinesThatEndInCarriageReturns) {
  std::string text;
  for (const char* c = kWrapped; *c != '\0'; ++c) text += *c == '\n' ? "\r\n" : std::string(1, *c);
  EXPECT_THAT(Paragraphs(text), SizeIs(2));
  EXPECT_THAT(BodySentences(text), SizeIs(4));
}

TEST(ParagraphsTest, OneSentenceALineIsNotWrapped) {
  EXPECT_THAT(Paragraphs("The mine at Calder was shut on Monday.\n"
                         "Water broke into the lower gallery at nine.\n"
                         "Forty people came up unhurt, it said.\n"
                         "The union wants an inquiry into it.\n"
                         "It had warned them in the spring of it.\n"
                         "Pumps had failed two times this year.\n"),
              SizeIs(6));
}

}  // namespace
}  // namespace parallax::text
