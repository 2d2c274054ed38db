// The scripts as bash, zsh and fish take them. Bash completes for real; the others are checked for
// syntax where they are at hand, as the list of packages for the tests asks.
#include "client/completions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/flags.h"

namespace parallax::client {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

// What the command prints; "FAILED" where it does not end with 0.
std::string OutputOf(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "FAILED";
  std::string output;
  std::array<char, 4096> block;
  while (const size_t count = std::fread(block.data(), 1, block.size(), pipe)) {
    output.append(block.data(), count);
  }
  return pclose(pipe) == 0 ? output : "FAILED";
}

class CompletionsTest : public testing::Test {
 protected:
  CompletionsTest() {
    std::string pattern = testing::TempDir() + "parallax_completions_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~CompletionsTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(Shell shell) {
    const std::string path = folder_ + "/script";
    std::ofstream(path) << CompletionScript(shell);
    return path;
  }

  // What bash proposes for the last of `words`, which it splits at "=" as it does on the line.
  std::vector<std::string> Bash(const std::vector<std::string>& words) {
    const std::string quoted = absl::StrJoin(words, " ", [](std::string* out, const auto& word) {
      absl::StrAppend(out, "'", word, "'");
    });
    const std::string script = folder_ + "/ask";
    std::ofstream(script) << "source " << Write(Shell::kBash) << "\ncd " << folder_
                          << "\nCOMP_WORDS=(" << quoted << ")\nCOMP_CWORD=" << words.size() - 1
                          << "\n_parallax\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    return absl::StrSplit(OutputOf("bash " + script), '\n', absl::SkipEmpty());
  }

  std::string folder_;
};

TEST_F(CompletionsTest, BashProposesCommandsFlagsAndWords) {
  EXPECT_THAT(Bash({"parallax", "com"}), ElementsAre("compare", "completion"));
  EXPECT_THAT(Bash({"parallax", "compare", "--fo"}), ElementsAre("--format="));
  EXPECT_THAT(Bash({"parallax", "compare", "--format", "=", ""}),
              IsSupersetOf({"text", "csv-facts", "annotations"}));
  EXPECT_THAT(Bash({"parallax", "compare", "--format", "=", "mark"}), ElementsAre("markdown"));
  EXPECT_THAT(Bash({"parallax", "compare", "--min-severity", "h"}), ElementsAre("high"));
  EXPECT_THAT(Bash({"parallax", "compare", "--kinds", "=", "time,repo"}),
              ElementsAre("time,reporting-verb"));
  EXPECT_THAT(Bash({"parallax", "completion", "z"}), ElementsAre("zsh"));
  EXPECT_THAT(Bash({"parallax", "help", "m"}), ElementsAre("mcp"));
  EXPECT_THAT(Bash({"parallax", "schema", ""}), ElementsAre("compare", "analyze"));
}

TEST_F(CompletionsTest, BashProposesFlagsOfTheCommandAlone) {
  EXPECT_THAT(Bash({"parallax", "follow", "--"}), Contains("--once"));
  EXPECT_THAT(Bash({"parallax", "compare", "--"}), Not(Contains("--once")));
  EXPECT_THAT(Bash({"parallax", "follow", "--"}), Not(Contains("--baseline=")));
}

TEST_F(CompletionsTest, BashProposesFiles) {
  std::ofstream(folder_ + "/wire.txt") << "x";
  EXPECT_THAT(Bash({"parallax", "compare", "wi"}), ElementsAre("wire.txt"));
  EXPECT_THAT(Bash({"parallax", "mcp", "wi"}), IsEmpty());
  EXPECT_THAT(Bash({"parallax", "compare", "--baseline", "=", "wi"}), ElementsAre("wire.txt"));
}

TEST_F(CompletionsTest, ScriptsAreOfTheirShellsSyntax) {
  EXPECT_NE(OutputOf("bash -n " + Write(Shell::kBash)), "FAILED");
  EXPECT_NE(OutputOf("zsh -n " + Write(Shell::kZsh)), "FAILED");
  EXPECT_NE(OutputOf("fish -n " + Write(Shell::kFish)), "FAILED");
  std::ofstream(folder_ + "/broken") << "if (";
  EXPECT_EQ(OutputOf("zsh -n " + folder_ + "/broken 2>/dev/null"), "FAILED");
}

TEST_F(CompletionsTest, FishProposesCommandsAndWords) {
  const auto fish = [&](const std::string& line) {
    return OutputOf(absl::StrCat("HOME=", folder_, " fish -c 'source ", Write(Shell::kFish),
                                 "; complete -C \"", line, "\"'"));
  };
  EXPECT_THAT(fish("parallax com"), HasSubstr("compare\t"));
  EXPECT_THAT(fish("parallax compare --form"), HasSubstr("--format"));
  EXPECT_THAT(fish("parallax compare --format "), HasSubstr("annotations"));
  EXPECT_THAT(fish("parallax compare --on"), Not(HasSubstr("--once")));
}

TEST_F(CompletionsTest, EveryScriptHasEveryFlagAndCommand) {
  for (const Shell shell : {Shell::kBash, Shell::kZsh, Shell::kFish}) {
    const std::string script = CompletionScript(shell);
    for (const Flag& flag : Flags()) EXPECT_THAT(script, HasSubstr(std::string(flag.name)));
    for (const CommandInfo& info : Commands()) {
      EXPECT_THAT(script, HasSubstr(std::string(info.name)));
    }
  }
}

}  // namespace
}  // namespace parallax::client
