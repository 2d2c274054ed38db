#include "client/terminal.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace parallax::client {
namespace {

std::string Wrap(const std::string& text, int width, int indent = 0, int hanging = 0) {
  TextWriter out(width, false);
  out.Paragraph({{text}}, indent, hanging);
  return out.Take();
}

TEST(CleanLine, MakesOneLineOfWhiteSpace) {
  EXPECT_EQ(CleanLine(" a\r\n\tb  c\u2028d "), "a b c d");
}

TEST(CleanLine, DropsControlsAndChangesOfDirection) {
  EXPECT_EQ(CleanLine("a\x1b[2Jb\x07"
                      "c\x7f\u009b"
                      "d\u202e"
                      "e\u2066"),
            "a[2Jbcde");
}

TEST(CleanLine, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(CleanLine("a\xff"
                      "b\xe2\x82"),
            "a\uFFFDb\uFFFD");
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("Øresund"), 7);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(DisplayWidth("日本"), 4);
  EXPECT_EQ(DisplayWidth("👍"), 2);
  EXPECT_EQ(DisplayWidth("“x”"), 3);
}

TEST(TextWriter, BreaksAtBlanks) {
  EXPECT_EQ(Wrap("one two three four five six", 20), "one two three four\nfive six\n");
}

TEST(TextWriter, IndentsTheLinesAfterTheFirst) {
  EXPECT_EQ(Wrap("one two three four five six", 20, 2, 4), "  one two three four\n    five six\n");
}

TEST(TextWriter, FillsALineToItsLastColumn) {
  EXPECT_EQ(Wrap("12345 7890 234567890 x", 20), "12345 7890 234567890\nx\n");
}

TEST(TextWriter, CutsAWordThatIsLongerThanALine) {
  EXPECT_EQ(Wrap("ab " + std::string(45, 'x'), 20),
            "ab\n" + std::string(20, 'x') + "\n" + std::string(20, 'x') + "\nxxxxx\n");
}

TEST(TextWriter, NeverCutsWithinACharacter) {
  std::string wide;
  for (int i = 0; i < 15; ++i) wide += "日";
  EXPECT_EQ(Wrap(wide, 21), "日日日日日日日日日日\n日日日日日\n");
}

TEST(TextWriter, KeepsANoBreakSpaceTogether) {
  EXPECT_EQ(Wrap("aaaaaaaa bbbbbbbb 14\u00A0billion", 20), "aaaaaaaa bbbbbbbb\n14\u00A0billion\n");
}

TEST(TextWriter, GivesTheLabelAColumn) {
  TextWriter out(24, false);
  out.Row({"asserted"}, 12, std::vector<StyledText>{{"one two three four"}}, 2);
  out.Row({"a label too long"}, 6, std::vector<StyledText>{{"one two"}}, 2);
  EXPECT_EQ(out.Take(),
            "  asserted    one two\n"
            "              three four\n"
            "  a label too long one\n"
            "        two\n");
}

TEST(TextWriter, ClosesEachColouredLine) {
  TextWriter out(20, true);
  out.Paragraph({{"plain "}, {"red words that are long", Style::kRed}, {"!"}}, 0, 0);
  EXPECT_EQ(out.Take(), "plain \x1b[31mred words that\x1b[0m\n\x1b[31mare long\x1b[0m!\n");
}

TEST(TextWriter, JoinsPartsWithoutABlankBetweenThem) {
  TextWriter out(40, false);
  out.Paragraph({{"“", Style::kRed}, {"quoted"}, {"”, "}, {"said"}}, 0, 0);
  EXPECT_EQ(out.Take(), "“quoted”, said\n");
}

TEST(TextWriter, LeavesOneEmptyLineAtMost) {
  TextWriter out(20, false);
  out.Blank();
  out.Paragraph({{"a"}}, 0, 0);
  out.Blank();
  out.Blank();
  out.Paragraph({{"b"}}, 0, 0);
  EXPECT_EQ(out.Take(), "a\n\nb\n");
}

// Any text, width and indent: no line is too long, and no character is lost or made up.
TEST(TextWriter, KeepsWidthAndTextForAnyInput) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> alphabet = {"a",  "b",       " ",  "  ", "é",
                                             "日", "e\u0301", "\n", "👍",  "-"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (unsigned i = random() % 120; i > 0; --i) text += alphabet[random() % alphabet.size()];
    const int width = 20 + static_cast<int>(random() % 40);
    const int indent = static_cast<int>(random() % 30);
    const std::string wrapped = Wrap(text, width, indent, indent);
    for (absl::string_view line : absl::StrSplit(wrapped, '\n')) {
      ASSERT_LE(DisplayWidth(line), width) << wrapped;
    }
    const auto squeezed = [](const std::string& s) {
      return absl::StrReplaceAll(s, {{" ", ""}, {"\n", ""}});
    };
    ASSERT_EQ(squeezed(wrapped), squeezed(text));
  }
}

TEST(WantsColor, FollowsTheFlagThenTheEnvironmentThenTheTerminal) {
  EXPECT_TRUE(WantsColor(ColorChoice::kAlways, false, "1", "dumb"));
  EXPECT_FALSE(WantsColor(ColorChoice::kNever, true, nullptr, "xterm"));
  EXPECT_TRUE(WantsColor(ColorChoice::kAuto, true, nullptr, "xterm"));
  EXPECT_FALSE(WantsColor(ColorChoice::kAuto, false, nullptr, "xterm"));
  EXPECT_FALSE(WantsColor(ColorChoice::kAuto, true, "1", "xterm"));
  EXPECT_TRUE(WantsColor(ColorChoice::kAuto, true, "", nullptr))
      << "an empty NO_COLOR does not count";
  EXPECT_FALSE(WantsColor(ColorChoice::kAuto, true, nullptr, "dumb"));
}

TEST(TerminalWidth, FallsBackToColumnsAndThenTo80) {
  EXPECT_EQ(TerminalWidth(-1, "132"), 132);
  EXPECT_EQ(TerminalWidth(-1, "many"), 80);
  EXPECT_EQ(TerminalWidth(-1, "3"), 80);
  EXPECT_EQ(TerminalWidth(-1, nullptr), 80);
}

}  // namespace
}  // namespace parallax::client
