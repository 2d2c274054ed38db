#include "client/manual.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/flags.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Manual, HasEveryFlagOfItsCommand) {
  for (const Command command : CommandsWithFlags()) {
    const std::string page = absl::StrReplaceAll(ManualPage(command), {{"\\-", "-"}});
    for (const Flag& flag : Flags()) {
      const std::string entry = absl::StrCat(".BI --", flag.name, flag.TakesValue() ? "= " : "\n");
      EXPECT_EQ(page.find(entry) != std::string::npos, flag.BelongsTo(command)) << entry;
    }
    EXPECT_THAT(page, HasSubstr(".SH EXAMPLES"));
    EXPECT_THAT(page, HasSubstr(".SH EXIT STATUS"));
  }
  EXPECT_THAT(ManualPage(Command::kHelp), HasSubstr(".TH PARALLAX 1"));
  EXPECT_THAT(ManualPage(Command::kHelp), HasSubstr(".SH COMMANDS"));
}

// The formatter warns of requests that it does not know and of text that it cannot set.
TEST(Manual, IsSetWithoutAWarning) {
  for (const Command command :
       {Command::kHelp, Command::kCompare, Command::kAnalyze, Command::kFollow, Command::kMcp}) {
    const std::string path = testing::TempDir() + "parallax_manual_test.1";
    std::ofstream(path) << ManualPage(command);
    std::FILE* pipe = popen(("groff -man -ww -Tutf8 " + path + " 2>&1 >/dev/null").c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::string warnings;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) warnings += static_cast<char>(c);
    EXPECT_EQ(pclose(pipe), 0);
    EXPECT_EQ(warnings, "");
    std::filesystem::remove(path);
  }
}

TEST(Manual, StartsNoLineWithAnAccidentalRequest) {
  const std::string page = ManualPage(Command::kFollow);
  for (absl::string_view line : absl::StrSplit(page, '\n')) {
    EXPECT_FALSE(!line.empty() && line[0] == '\'') << line;
  }
  EXPECT_THAT(page, Not(HasSubstr("\n.txt")));
}

}  // namespace
}  // namespace parallax::client
