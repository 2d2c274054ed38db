#include "client/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "client/help.h"

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
        BadCase{"OneReport", {"compare", "a"}, "two or more"},
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
        BadCase{"LinesWithoutRequest", {"compare", "a", "b", "--format=jsonl"}, "--request"},
        BadCase{"TlsWithoutServer", {"compare", "a", "b", "--tls"}, "go with --server"},
        BadCase{"CertWithoutKey", {"compare", "a", "b", "--server=h:1", "--cert=c"}, "go together"},
        BadCase{"FollowNothing", {"follow"}, "needs a folder"},
        BadCase{"FollowTwo", {"follow", "a", "b"}, "one folder"},
        BadCase{"FollowHtml", {"follow", "a", "--format=html"}, "prints as it goes"},
        BadCase{"OnceElsewhere", {"compare", "a", "b", "--once"}, "goes with follow"}),
    [](const testing::TestParamInfo<BadCase>& info) { return info.param.name; });

TEST(Help, NamesEveryKindAndFlag) {
  const std::string help = HelpText(Command::kCompare) + HelpText(Command::kFollow);
  for (int kind = 1; kind < v1::Difference::Kind_ARRAYSIZE; ++kind) {
    std::string name = v1::Difference::Kind_Name(static_cast<v1::Difference::Kind>(kind));
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(std::tolower(c));
    EXPECT_THAT(help, HasSubstr(name));
  }
  for (const char* flag :
       {"--ca",           "--cert",     "--color",  "--context",   "--encoding",
        "--format",       "--headline", "--key",    "--kinds",     "--min-confidence",
        "--min-severity", "--once",     "--outlet", "--published", "--request",
        "--server",       "--timeout",  "--tls",    "--view",      "--width"}) {
    EXPECT_THAT(help, HasSubstr(flag));
  }
}

TEST(Help, TeachesByExamplesThatParse) {
  EXPECT_THAT(HelpText(Command::kHelp), HasSubstr("parallax compare wire.txt tabloid.html\n"));
  EXPECT_TRUE(Parse({"compare", "wire.txt", "tabloid.html"}).ok());
  EXPECT_THAT(HelpText(Command::kFollow),
              HasSubstr("parallax follow --once --format=jsonl ~/stories/embassy\n"));
  EXPECT_TRUE(Parse({"follow", "--once", "--format=jsonl", "stories"}).ok());
}

TEST(Help, FitsAHundredColumns) {
  for (const Command topic :
       {Command::kHelp, Command::kCompare, Command::kAnalyze, Command::kFollow}) {
    size_t column = 0;
    for (const char c : HelpText(topic)) {
      column = c == '\n' ? 0 : column + 1;
      ASSERT_LE(column, 100) << HelpText(topic);
    }
  }
}

}  // namespace
}  // namespace parallax::client
