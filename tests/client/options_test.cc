#include "client/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/flags.h"
#include "client/help.h"
#include "client/topics.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<Options> Parse(std::vector<const char*> arguments) {
  return ParseArguments(arguments);
}

std::string ErrorOf(std::vector<const char*> arguments) {
  const absl::StatusOr<Options> options = Parse(std::move(arguments));
  EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(options.status().message());
}

TEST(Options, ReadsFilesAndFlagsInAnyOrder) {
  const auto options =
      Parse({"compare", "a.txt", "--format=json", "b.html", "--width", "100", "-"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->command, Command::kCompare);
  EXPECT_EQ(options->format, OutputFormat::kJson);
  EXPECT_EQ(options->width, 100);
  ASSERT_EQ(options->files.size(), 3);
  EXPECT_EQ(options->files[1].path, "b.html");
  EXPECT_EQ(options->files[2].path, "-");
}

TEST(Options, ReadsWhatIsWanted) {
  const auto options = Parse({"--server=[::1]:7340", "compare", "--request=r.json",
                              "--kinds=commitment,REPORTING_VERB,scare-quotes",
                              "--min-severity=high", "--min-confidence=0.5", "--encoding=utf32",
                              "--view=full", "--timeout=2m", "--color=never", "--context"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->server, "[::1]:7340");
  EXPECT_THAT(options->kinds,
              ElementsAre(v1::Difference::COMMITMENT, v1::Difference::REPORTING_VERB,
                          v1::Difference::SCARE_QUOTES));
  EXPECT_EQ(options->min_severity, v1::Difference::HIGH);
  EXPECT_EQ(options->min_confidence, 0.5f);
  EXPECT_EQ(options->encoding, v1::Span::UTF32);
  EXPECT_EQ(options->view, v1::CompareReportsRequest::FULL);
  EXPECT_EQ(options->timeout, absl::Minutes(2));
  EXPECT_EQ(options->color, ColorChoice::kNever);
  EXPECT_TRUE(options->context);
}

TEST(Options, GivesFlagsAboutAReportToTheNextOne) {
  const auto options = Parse(
      {"compare", "--outlet=The Post", "--published=2023-03-15", "a.txt", "--headline=H", "b.txt"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_THAT(options->files, ElementsAre(InputFile{"a.txt", "The Post", "", "2023-03-15"},
                                          InputFile{"b.txt", "", "H", ""}));
}

TEST(Options, RefusesFlagsAboutAReportThatDoesNotFollow) {
  EXPECT_THAT(ErrorOf({"compare", "a.txt", "b.txt", "--outlet=X"}), HasSubstr("none follows"));
}

TEST(Options, ReadsStyleAndRevision) {
  const auto options = Parse({"compare", "--style=house.style", "--revision", "a.txt", "b.txt"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->style_file, "house.style");
  EXPECT_TRUE(options->revision);
  EXPECT_FALSE(Parse({"compare", "a.txt", "b.txt"})->revision);
  EXPECT_THAT(ErrorOf({"analyze", "--style=x", "a.txt"}), HasSubstr("compare and follow"));
  EXPECT_THAT(ErrorOf({"follow", "--revision", "f"}), HasSubstr("--revision goes with compare"));
}

TEST(Options, RefusesWhatARevisionHasNoPlaceFor) {
  for (const char* flag : {"--kinds=label", "--between=a,b", "--min-severity=low", "--context",
                           "--baseline=x.json", "--dismissed=x", "--fail-on=high"}) {
    EXPECT_THAT(ErrorOf({"compare", "--revision", flag, "a.txt", "b.txt"}),
                HasSubstr("does not go with --revision"))
        << flag;
  }
  EXPECT_THAT(ErrorOf({"compare", "--revision", "--request=r.json"}),
              HasSubstr("--request does not go with --revision"));
  for (const char* format : {"html", "csv", "csv-facts", "annotations", "jsonl"}) {
    EXPECT_THAT(ErrorOf({"compare", "--revision", "--format", format, "a.txt", "b.txt"}),
                HasSubstr("--revision has the formats text, json and markdown"))
        << format;
  }
}

TEST(Options, TakesAllAfterTwoDashesAsFiles) {
  const auto options = Parse({"compare", "--", "--help", "-x"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->files[0].path, "--help");
  EXPECT_EQ(options->files[1].path, "-x");
}

TEST(Options, AsksForTheHelpOfACommandEitherWay) {
  for (const auto& words :
       {std::vector<const char*>{"help", "compare"}, std::vector<const char*>{"compare", "--help"},
        std::vector<const char*>{"compare", "a.txt", "-h"}}) {
    const auto options = Parse(words);
    ASSERT_TRUE(options.ok()) << options.status();
    EXPECT_EQ(options->command, Command::kHelp);
    EXPECT_EQ(options->help_topic, Command::kCompare);
  }
  EXPECT_EQ(Parse({"--help"})->help_topic, Command::kHelp);
  EXPECT_EQ(Parse({"--version"})->command, Command::kVersion);
}

struct BadCase {
  std::string name;
  std::vector<const char*> arguments;
  std::string message;

  // Without it GoogleTest prints the bytes, addresses among them, into the test's name.
  friend void PrintTo(const BadCase& given, std::ostream* out) { *out << given.name; }
};

class BadArguments : public testing::TestWithParam<BadCase> {};

TEST_P(BadArguments, AreRefusedWithWhatIsExpected) {
  EXPECT_THAT(ErrorOf(GetParam().arguments), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Options, BadArguments,
    testing::Values(
        BadCase{"NoCommand", {}, "no command"},
        BadCase{"UnknownCommand", {"compere"}, "no such command"},
        BadCase{"UnknownFlag", {"compare", "a", "b", "--fast"}, "no such flag: --fast"},
        BadCase{"SingleDash", {"compare", "a", "b", "-v"}, "no such flag: -v"},
        BadCase{"NothingToCompare", {"compare"}, "two or more"},
        BadCase{"Between", {"compare", "a", "b", "--between=a"}, "two reports"},
        BadCase{"BetweenOne", {"compare", "a", "b", "--between=a,a"}, "two reports"},
        BadCase{"FailOn", {"compare", "a", "b", "--fail-on=never"}, "low, medium, high"},
        BadCase{"FailOnAnalysis", {"analyze", "a", "--fail-on=high"}, "goes with compare"},
        BadCase{"BaselineOfNothing", {"compare", "a", "b", "--baseline="}, "names none"},
        BadCase{"BaselineOfLines",
                {"compare", "--request=r", "--format=jsonl", "--baseline=b"},
                "of one answer"},
        BadCase{"DismissedOfLines",
                {"compare", "--request=r", "--format=jsonl", "--dismissed=d"},
                "of one answer"},
        BadCase{"DismissedOfAnalysis", {"analyze", "a", "--dismissed=d"}, "goes with compare"},
        BadCase{"Jobs", {"compare", "--request=r", "--format=jsonl", "--jobs=0"}, "from 1 to"},
        BadCase{"JobsOfOne", {"compare", "a", "b", "--jobs=2"}, "go with --format=jsonl"},
        BadCase{"ResumeNothing",
                {"compare", "--request=r", "--format=jsonl", "--resume"},
                "--output=FILE"},
        BadCase{"AnalysisAsTable", {"analyze", "a", "--format=csv"}, "text, json, jsonl and html"},
        BadCase{"FollowTable", {"follow", "a", "--format=csv"}, "prints as it goes"},
        BadCase{"NoShell", {"completion"}, "needs a shell"},
        BadCase{"OtherShell", {"completion", "tcsh"}, "bash, zsh and fish"},
        BadCase{"SchemaOfNothing", {"schema"}, "of compare or of analyze"},
        BadCase{"SchemaOfEvents", {"schema", "follow"}, "of compare or of analyze"},
        BadCase{"NoReport", {"analyze"}, "one report"},
        BadCase{"TwoToAnalyze", {"analyze", "a", "b"}, "one report"},
        BadCase{"FilesAndRequest", {"compare", "a", "b", "--request=r"}, "not both"},
        BadCase{"StdinTwice", {"compare", "-", "-"}, "once only"},
        BadCase{"Kind", {"compare", "a", "b", "--kinds=tone"}, "one of commitment, polarity"},
        BadCase{"NoKind", {"compare", "a", "b", "--kinds=,"}, "a list"},
        BadCase{
            "ZeroEnum", {"compare", "a", "b", "--encoding=encoding-unspecified"}, "utf8, utf16"},
        BadCase{"Confidence", {"compare", "a", "b", "--min-confidence=1.5"}, "from 0 to 1"},
        BadCase{"NotANumber", {"compare", "a", "b", "--min-confidence=nan"}, "from 0 to 1"},
        BadCase{"Severity", {"compare", "a", "b", "--min-severity=grave"}, "low, medium, high"},
        BadCase{"Format", {"compare", "a", "b", "--format=xml"}, "one of text, json"},
        BadCase{"ServerWithoutPort", {"compare", "a", "b", "--server=localhost"}, "HOST:PORT"},
        BadCase{"ServerPort", {"compare", "a", "b", "--server=localhost:99999"}, "HOST:PORT"},
        BadCase{"Timeout", {"compare", "a", "b", "--timeout=-1"}, "seconds"},
        BadCase{"Width", {"compare", "a", "b", "--width=3"}, "20 to 1000"},
        BadCase{"MissingValue", {"compare", "a", "b", "--format"}, "needs a value"},
        BadCase{"ValueForSwitch", {"compare", "a", "b", "--context=yes"}, "takes no value"},
        BadCase{"LinesWithoutRequest", {"analyze", "a", "--format=jsonl"}, "--request"},
        BadCase{"TlsWithoutServer", {"compare", "a", "b", "--tls"}, "go with --server"},
        BadCase{"CertWithoutKey", {"compare", "a", "b", "--server=h:1", "--cert=c"}, "go together"},
        BadCase{"FollowNothing", {"follow"}, "needs a folder"},
        BadCase{"FollowTwo", {"follow", "a", "b"}, "one folder"},
        BadCase{"FollowHtml", {"follow", "a", "--format=html"}, "prints as it goes"},
        BadCase{"McpOfFiles", {"mcp", "a.txt"}, "takes no files"},
        BadCase{"McpOfServer", {"mcp", "--server=h:1"}, "goes with compare and analyze and follow"},
        BadCase{"OnceElsewhere", {"compare", "a", "b", "--once"}, "goes with follow"}),
    [](const testing::TestParamInfo<BadCase>& info) { return info.param.name; });

TEST(Options, ReadsWhatChecksAndArchivesWant) {
  const auto one = Parse({"compare", "a", "b", "--fail-on=medium", "--baseline=old.json",
                          "--between=wire,The Post", "--between=a,b", "--format=csv-facts"});
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->fail_on, v1::Difference::MEDIUM);
  EXPECT_EQ(one->baseline, "old.json");
  EXPECT_THAT(one->between,
              ElementsAre(testing::Pair("wire", "The Post"), testing::Pair("a", "b")));
  EXPECT_EQ(one->format, OutputFormat::kCsvFacts);
  const auto many = Parse({"compare", "--request=r", "--format=jsonl", "--jobs=3",
                           "--output=answers.jsonl", "--resume"});
  ASSERT_TRUE(many.ok()) << many.status();
  EXPECT_EQ(many->jobs, 3);
  EXPECT_EQ(many->output, "answers.jsonl");
  EXPECT_TRUE(many->resume);
  EXPECT_EQ(Parse({"completion", "fish"})->shell, Shell::kFish);
  EXPECT_EQ(Parse({"man", "analyze"})->help_topic, Command::kAnalyze);
  EXPECT_EQ(Parse({"schema", "analyze"})->help_topic, Command::kAnalyze);
}

// Words of a line as a shell splits them: at blanks, quotation marks taken off, up to a pipe.
std::vector<std::string> ShellWords(const std::string& line) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "|" || words[i] == ">" || words[i] == "<") words.resize(i);
  }
  return words;
}

TEST(Help, TeachesByExamplesThatParse) {
  for (const Command command :
       {Command::kHelp, Command::kCompare, Command::kAnalyze, Command::kFollow, Command::kMcp}) {
    EXPECT_FALSE(TopicOf(command).examples.empty());
    for (const std::string& example : TopicOf(command).examples) {
      std::string line = example;
      if (const size_t pipe = line.find("| parallax "); pipe != std::string::npos) {
        line = line.substr(pipe + 2);
      }
      const std::vector<std::string> words = ShellWords(line);
      ASSERT_EQ(words[0], "parallax") << example;
      std::vector<const char*> arguments;
      for (size_t i = 1; i < words.size(); ++i) arguments.push_back(words[i].c_str());
      const auto options = Parse(arguments);
      EXPECT_TRUE(options.ok()) << example << ": " << options.status();
      EXPECT_THAT(HelpText(command), HasSubstr(words.back())) << example;
    }
  }
}

TEST(Help, NamesTheFlagsOfItsCommandAloneAndAllTheirWords) {
  for (const Command command : CommandsWithFlags()) {
    const std::string help = HelpText(command);
    for (const Flag& flag : Flags()) {
      const std::string entry = absl::StrCat("\n  --", flag.name, flag.TakesValue() ? "=" : " ");
      EXPECT_EQ(help.find(entry) != std::string::npos, flag.BelongsTo(command)) << entry;
      if (!flag.BelongsTo(command)) continue;
      for (const FlagWord& word : ExplainedWords(flag)) EXPECT_THAT(help, HasSubstr(word.word));
    }
  }
  for (const FlagWord& kind : FindFlag("kinds")->words()) {
    EXPECT_THAT(HelpText(Command::kCompare), HasSubstr(kind.word));
  }
}

TEST(Help, NamesEveryCommandAndExitCode) {
  const std::string help = HelpText(Command::kHelp);
  for (const CommandInfo& info : Commands()) {
    EXPECT_THAT(help, HasSubstr(absl::StrCat("parallax ", info.name)));
  }
  for (const TopicEntry& code : ExitCodes()) EXPECT_THAT(help, HasSubstr(code.text));
}

TEST(Flags, ReadEveryWordThatTheyPropose) {
  for (const Flag& flag : Flags()) {
    EXPECT_EQ(flag.value == FlagValue::kWords, flag.words != nullptr) << flag.name;
    EXPECT_EQ(flag.value_name.empty(), !flag.TakesValue()) << flag.name;
    if (flag.words == nullptr) continue;
    for (const FlagWord& word : flag.words()) {
      Options options;
      InputFile next;
      EXPECT_TRUE(flag.set(word.word, options, next).ok()) << flag.name << "=" << word.word;
    }
  }
}

TEST(Help, FitsAHundredColumns) {
  for (const Command topic :
       {Command::kHelp, Command::kCompare, Command::kAnalyze, Command::kFollow, Command::kMcp}) {
    size_t column = 0;
    for (const char c : HelpText(topic)) {
      column = c == '\n' ? 0 : column + 1;
      ASSERT_LE(column, 100) << HelpText(topic);
    }
  }
}

}  // namespace
}  // namespace parallax::client
