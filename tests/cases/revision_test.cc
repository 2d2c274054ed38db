// Two versions of one report, and house style, as somebody at a terminal gets them.
#include <gmock/gmock.h>

#include "tests/cases/command.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char kHeader[] = "Outlet: Tarn Times\nPublished: 2024-05-15 09:00\n\n";

std::string Story(const std::string& text) { return kHeader + text; }

TEST(RevisionCase, ShowsWhatAnEditorWouldAskAbout) {
  const Printed printed = RunCommand(
      {"compare", "--revision"},
      {{"v1.txt", Story("Mayor took bribes over pier\n\n"
                        "Mayor Lena Okoro took bribes from the builder of the new pier.\n\n"
                        "Eight officers searched her house on Sunday.\n\n"
                        "The pier opened in 2019.\n\n"
                        "Her brother works for the builder.\n")},
       {"v2.txt", Story("Mayor accused of taking bribes over pier\n\n"
                        "Mayor Lena Okoro allegedly took bribes from the builder of the new pier, "
                        "prosecutors said.\n\n"
                        "Ten officers searched her house on Sunday.\n\n"
                        "The pier opened in 2019.\n\n"
                        "A hearing was set for the end of the month.\n")}});
  EXPECT_EQ(printed.exit_code, kExitDone) << printed.err;
  const std::string& out = printed.out;
  EXPECT_THAT(out, HasSubstr("SILENT CHANGES"));
  EXPECT_THAT(out, HasSubstr("headline\n"));
  EXPECT_THAT(out, HasSubstr("figure: “Eight” → “Ten”"));
  EXPECT_THAT(out, HasSubstr("softened: asserted → alleged"));
  EXPECT_THAT(out, HasSubstr("source came: none → “prosecutors”"));
  EXPECT_THAT(out, HasSubstr("- Her brother works for the builder."));
  EXPECT_THAT(out, HasSubstr("+ A hearing was set for the end of the month."));
  EXPECT_THAT(out, Not(HasSubstr("2019")));
}

TEST(RevisionCase, OfTheSameFileTwiceHasNothingToTell) {
  const std::string story = Story(
      "Mayor took bribes over pier\n\nMayor Lena Okoro took bribes from the builder of the "
      "pier.\n\n"
      "Eight officers searched her house on Sunday.\n");
  const Printed printed =
      RunCommand({"compare", "--revision"}, {{"v1.txt", story}, {"v2.txt", story}});
  EXPECT_EQ(printed.exit_code, kExitDone) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("No changes to tell."));
}

TEST(StyleCase, AFaultIsToldWithItsLineAndTheStyleHeldByTheCall) {
  const std::vector<File> stories = {
      {"a.txt", Story("Eight held\n\nPolice arrested eight people at the mill on Monday.\n")},
      {"b.txt", Story("Ten held\n\nPolice arrested ten people at the mill on Monday.\n")}};
  const testing::TempFolder folder;
  const std::string bad = folder.Write("bad.style", "[severity]\nquantity = no\n");
  const Printed refused = RunCommand({"compare", "--style=" + bad}, stories);
  EXPECT_EQ(refused.exit_code, kExitRefused);
  EXPECT_THAT(refused.err, HasSubstr("style: line 2: quantity: must be off, low, medium or high"));
  const std::string off = folder.Write("off.style", "[severity]\nquantity = off\n");
  const std::vector<std::string> words = {"compare", "--min-confidence=0", "--format=csv"};
  EXPECT_THAT(RunCommand(words, stories).out, HasSubstr(",quantity,"));
  EXPECT_THAT(
      RunCommand({"compare", "--min-confidence=0", "--format=csv", "--style=" + off}, stories).out,
      Not(HasSubstr(",quantity,")));
}

}  // namespace
}  // namespace parallax::client
