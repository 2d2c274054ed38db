#include "client/flags.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "client/internal/flag_values.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

constexpr uint32_t Bit(Command command) { return uint32_t{1} << static_cast<uint32_t>(command); }
constexpr uint32_t kCompares = Bit(Command::kCompare);
constexpr uint32_t kCompareFollow = kCompares | Bit(Command::kFollow);
constexpr uint32_t kStyles = kCompareFollow | Bit(Command::kMcp);
constexpr uint32_t kOneShot = kCompares | Bit(Command::kAnalyze);
constexpr uint32_t kAll = kOneShot | Bit(Command::kFollow);
constexpr uint32_t kAllMcp = kAll | Bit(Command::kMcp);

constexpr std::array kCommands = {
    CommandInfo{Command::kCompare, "compare", "FILE FILE...",
                "what two or more reports share and how each frames it"},
    CommandInfo{Command::kAnalyze, "analyze", "FILE", "what one report claims, and on whose word"},
    CommandInfo{Command::kFollow, "follow", "FOLDER",
                "compares reports as they appear in a folder"},
    CommandInfo{Command::kMcp, "mcp", "", "lets an assistant compare reports (MCP)"},
    CommandInfo{Command::kSchema, "schema", "COMMAND",
                "JSON Schema of what compare or analyze print as JSON"},
    CommandInfo{Command::kHelp, "help", "[COMMAND]", "more about a command"},
    CommandInfo{Command::kManual, "man", "[COMMAND]", "the same as a manual page"},
    CommandInfo{Command::kCompletion, "completion", "SHELL",
                "completions for bash, zsh or fish, to be sourced"},
    CommandInfo{Command::kVersion, "version", "", "the program's version and its model's"},
};

absl::Status SetKinds(absl::string_view value, Options& options, InputFile&) {
  for (absl::string_view part : absl::StrSplit(value, ',', absl::SkipWhitespace())) {
    PARALLAX_ASSIGN_OR_RETURN(const auto kind, ParseEnum<v1::Difference::Kind>("kinds", part));
    options.kinds.push_back(kind);
  }
  if (options.kinds.empty()) return BadValue("kinds", value, "a list such as commitment,quotation");
  return absl::OkStatus();
}

absl::Status SetBetween(absl::string_view value, Options& options, InputFile&) {
  const std::vector<std::string> two = absl::StrSplit(value, ',');
  if (two.size() != 2 || two[0].empty() || two[1].empty() || two[0] == two[1]) {
    return BadValue("between", value, "two reports, such as wire,tabloid");
  }
  options.between.emplace_back(two[0], two[1]);
  return absl::OkStatus();
}

absl::Status SetMinConfidence(absl::string_view value, Options& options, InputFile&) {
  float number = 0;
  if (!absl::SimpleAtof(value, &number) || !(number >= 0 && number <= 1)) {
    return BadValue("min-confidence", value, "a number from 0 to 1");
  }
  options.min_confidence = number;
  return absl::OkStatus();
}

std::vector<FlagWord> FormatWords() {
  return {{"text", "for a person at a terminal (the default)"},
          {"json", "the response message as proto3 JSON; parallax schema describes it"},
          {"jsonl", "for many bundles: a line for each, the response or {\"error\": ...}"},
          {"html", "one page that needs no other file"},
          {"markdown", "for chats and tickets"},
          {"csv", "a table with a row for each difference"},
          {"csv-facts", "a table with a row for each fact, a column for each report"},
          {"annotations",
           "W3C Web Annotations as JSON-LD, with quotation and position (in code "
           "points) of each passage"}};
}

absl::Status SetFormat(absl::string_view value, Options& options, InputFile&) {
  PARALLAX_ASSIGN_OR_RETURN(
      options.format,
      (ParseWord<OutputFormat>("format", value, FormatWords(),
                               {OutputFormat::kText, OutputFormat::kJson, OutputFormat::kJsonLines,
                                OutputFormat::kHtml, OutputFormat::kMarkdown, OutputFormat::kCsv,
                                OutputFormat::kCsvFacts, OutputFormat::kAnnotations})));
  return absl::OkStatus();
}

std::vector<FlagWord> ColorWords() { return {{"auto", ""}, {"always", ""}, {"never", ""}}; }

absl::Status SetColor(absl::string_view value, Options& options, InputFile&) {
  PARALLAX_ASSIGN_OR_RETURN(
      options.color,
      (ParseWord<ColorChoice>("color", value, ColorWords(),
                              {ColorChoice::kAuto, ColorChoice::kAlways, ColorChoice::kNever})));
  return absl::OkStatus();
}

absl::Status SetWidth(absl::string_view value, Options& options, InputFile&) {
  if (!absl::SimpleAtoi(value, &options.width) || options.width < 20 || options.width > 1000) {
    return BadValue("width", value, "a number of columns from 20 to 1000");
  }
  return absl::OkStatus();
}

absl::Status SetJobs(absl::string_view value, Options& options, InputFile&) {
  if (!absl::SimpleAtoi(value, &options.jobs) || options.jobs < 1 || options.jobs > 1024) {
    return BadValue("jobs", value, "a number from 1 to 1024");
  }
  return absl::OkStatus();
}

absl::Status SetTimeout(absl::string_view value, Options& options, InputFile&) {
  double seconds = 0;
  if (absl::SimpleAtod(value, &seconds) && seconds > 0 && seconds <= 86400) {
    options.timeout = absl::Seconds(seconds);
    return absl::OkStatus();
  }
  if (absl::ParseDuration(value, &options.timeout) && options.timeout > absl::ZeroDuration() &&
      options.timeout <= absl::Hours(24)) {
    return absl::OkStatus();
  }
  return BadValue("timeout", value, "seconds or a time such as 90s or 2m, up to 24h");
}

absl::Status SetServer(absl::string_view value, Options& options, InputFile&) {
  const size_t colon = value.rfind(':');
  int port = 0;
  if (colon == absl::string_view::npos || colon == 0 ||
      !absl::SimpleAtoi(value.substr(colon + 1), &port) || port < 1 || port > 65535) {
    return BadValue("server", value, "HOST:PORT, such as localhost:7340");
  }
  options.server = std::string(value);
  return absl::OkStatus();
}

// Setters of a text and of a switch.
template <std::string Options::*kField>
absl::Status SetFile(absl::string_view value, Options& options, InputFile&) {
  if (value.empty()) return absl::InvalidArgumentError("a flag that takes a file names none");
  options.*kField = std::string(value);
  return absl::OkStatus();
}

template <bool Options::*kField>
absl::Status Switch(absl::string_view, Options& options, InputFile&) {
  options.*kField = true;
  return absl::OkStatus();
}

template <std::string InputFile::*kField>
absl::Status SetOfNext(absl::string_view value, Options&, InputFile& next) {
  next.*kField = std::string(value);
  return absl::OkStatus();
}

template <std::string TlsOptions::*kField>
absl::Status SetTls(absl::string_view value, Options& options, InputFile&) {
  options.tls.enabled = true;
  options.tls.*kField = std::string(value);
  return absl::OkStatus();
}

template <typename Enum, std::optional<Enum> Options::*kField>
absl::Status SetEnum(absl::string_view flag, absl::string_view value, Options& options) {
  PARALLAX_ASSIGN_OR_RETURN(options.*kField, ParseEnum<Enum>(flag, value));
  return absl::OkStatus();
}

using Severity = v1::Difference::Severity;
using View = v1::CompareReportsRequest::View;

constexpr std::array kFlags = {
    Flag{"outlet", FlagGroup::kReport, kOneShot, FlagValue::kText, "NAME", "who published it",
         nullptr, SetOfNext<&InputFile::outlet>},
    Flag{"published", FlagGroup::kReport, kOneShot, FlagValue::kText, "TIME",
         "2023-03-15, \"2023-03-15 14:10\" or 2023-03-15T14:10:00+01:00; UTC unless it says "
         "otherwise. Words like \"on Wednesday\" are read against it",
         nullptr, SetOfNext<&InputFile::published>},
    Flag{"headline", FlagGroup::kReport, kOneShot, FlagValue::kText, "TEXT", "its headline",
         nullptr, SetOfNext<&InputFile::headline>},

    Flag{"kinds", FlagGroup::kShow, kCompareFollow, FlagValue::kWords, "KIND,...", "only these",
         WordsOfEnum<v1::Difference::Kind>, SetKinds},
    Flag{"between", FlagGroup::kShow, kCompareFollow, FlagValue::kText, "A,B",
         "only what divides these two reports, named by id, outlet or file (for follow by id); "
         "may be given again",
         nullptr, SetBetween},
    Flag{"min-severity", FlagGroup::kShow, kCompareFollow, FlagValue::kWords, "SEVERITY",
         "low, medium or high", WordsOfEnum<Severity>,
         [](absl::string_view value, Options& options, InputFile&) {
           return SetEnum<Severity, &Options::min_severity>("min-severity", value, options);
         }},
    Flag{"min-confidence", FlagGroup::kShow, kCompareFollow, FlagValue::kText, "NUMBER",
         "from 0 to 1; of those at 0.8 eight in ten are right", nullptr, SetMinConfidence},
    Flag{"context", FlagGroup::kShow, kCompareFollow, FlagValue::kNone, "",
         "the whole sentence around the words that a difference rests on", nullptr,
         Switch<&Options::context>},
    Flag{"style", FlagGroup::kShow, kStyles, FlagValue::kFile, "FILE",
         "the house style: kinds and rules that are off, graver or milder, words that are allowed "
         "or warned of, sources that are neutral; see \"House style\"",
         nullptr, SetFile<&Options::style_file>},
    Flag{"revision", FlagGroup::kShow, kCompares, FlagValue::kNone, "",
         "the two reports are versions of one, the older first: shows what was changed, silent "
         "changes first; as text, json or markdown",
         nullptr, Switch<&Options::revision>},
    Flag{"baseline", FlagGroup::kShow, kCompares, FlagValue::kFile, "FILE",
         "an earlier answer as JSON: shows only what is new since, and what is gone", nullptr,
         SetFile<&Options::baseline>},
    Flag{"dismissed", FlagGroup::kShow, kCompares, FlagValue::kFile, "FILE",
         "leaves out the differences whose keys stand in this file, one a line (key in "
         "--format=json); what stands behind a # is a comment",
         nullptr, SetFile<&Options::dismissed>},
    Flag{"fail-on", FlagGroup::kShow, kCompares, FlagValue::kWords, "SEVERITY",
         "ends with exit code 3 where a difference of this severity or a graver one is shown",
         WordsOfEnum<Severity>,
         [](absl::string_view value, Options& options, InputFile&) {
           return SetEnum<Severity, &Options::fail_on>("fail-on", value, options);
         }},
    Flag{"once", FlagGroup::kShow, Bit(Command::kFollow), FlagValue::kNone, "",
         "end when all that is in the folder has been answered", nullptr, Switch<&Options::once>},

    Flag{"request", FlagGroup::kOutput, kOneShot, FlagValue::kFile, "FILE",
         "the whole request as proto3 JSON, in place of files; \"-\": standard input", nullptr,
         SetFile<&Options::request>},
    Flag{"format", FlagGroup::kOutput, kAll, FlagValue::kWords, "FORMAT", "how it looks",
         FormatWords, SetFormat},
    Flag{"encoding", FlagGroup::kOutput, kAll, FlagValue::kWords, "UNIT",
         "what offsets in JSON count: utf8 bytes (the default), utf16 units (JavaScript, Java), "
         "utf32 code points (Python)",
         WordsOfEnum<v1::Span::Encoding>,
         [](absl::string_view value, Options& options, InputFile&) {
           return SetEnum<v1::Span::Encoding, &Options::encoding>("encoding", value, options);
         }},
    Flag{"view", FlagGroup::kOutput, kAll, FlagValue::kWords, "VIEW",
         "full: JSON with the analysis of each report; of analyze, text with how surely each claim "
         "is so, from +3 to -3",
         WordsOfEnum<View>,
         [](absl::string_view value, Options& options, InputFile&) {
           return SetEnum<View, &Options::view>("view", value, options);
         }},
    Flag{"color", FlagGroup::kOutput, kAll, FlagValue::kWords, "WHEN",
         "auto (the default; heeds NO_COLOR), always or never; without colour, the words that "
         "differ stand in brackets",
         ColorWords, SetColor},
    Flag{"width", FlagGroup::kOutput, kAll, FlagValue::kText, "COLUMNS",
         "of the text, if not those of the terminal", nullptr, SetWidth},

    Flag{"jobs", FlagGroup::kBundles, kOneShot, FlagValue::kText, "NUMBER",
         "bundles under way at a time; one for each core unless given", nullptr, SetJobs},
    Flag{"output", FlagGroup::kBundles, kOneShot, FlagValue::kFile, "FILE",
         "where the answers go; it must not be there yet, unless --resume is given", nullptr,
         SetFile<&Options::output>},
    Flag{"resume", FlagGroup::kBundles, kOneShot, FlagValue::kNone, "",
         "with --output: go on behind the answers that are there; what was cut off in the middle "
         "is done again",
         nullptr, Switch<&Options::resume>},

    Flag{"server", FlagGroup::kService, kAll, FlagValue::kText, "HOST:PORT",
         "ask this parallaxd; without it the work is done right here", nullptr, SetServer},
    Flag{"tls", FlagGroup::kService, kAll, FlagValue::kNone, "",
         "speak TLS, trusting the system's authorities", nullptr,
         [](absl::string_view, Options& options, InputFile&) {
           options.tls.enabled = true;
           return absl::OkStatus();
         }},
    Flag{"ca", FlagGroup::kService, kAll, FlagValue::kFile, "FILE",
         "speak TLS, trusting the authorities of this PEM file", nullptr,
         SetTls<&TlsOptions::ca_file>},
    Flag{"cert", FlagGroup::kService, kAll, FlagValue::kFile, "FILE",
         "speak TLS and show this certificate (PEM), with --key", nullptr,
         SetTls<&TlsOptions::certificate_file>},
    Flag{"key", FlagGroup::kService, kAll, FlagValue::kFile, "FILE",
         "the key of the certificate (PEM)", nullptr, SetTls<&TlsOptions::key_file>},
    Flag{"timeout", FlagGroup::kService, kAllMcp, FlagValue::kText, "TIME",
         "give up after so many seconds, or 90s, 2m (60 unless given)", nullptr, SetTimeout},

    Flag{"help", FlagGroup::kOther, kAllMcp, FlagValue::kNone, "", "this help", nullptr,
         [](absl::string_view, Options& options, InputFile&) {
           options.help_topic = options.command;
           options.command = Command::kHelp;
           return absl::OkStatus();
         }},
};

}  // namespace

std::span<const CommandInfo> Commands() { return kCommands; }

std::span<const Command> CommandsWithFlags() {
  static constexpr std::array kWithFlags = {Command::kCompare, Command::kAnalyze, Command::kFollow,
                                            Command::kMcp};
  return kWithFlags;
}

std::span<const Flag> Flags() { return kFlags; }

const Flag* FindFlag(absl::string_view name) {
  const auto found = std::find_if(kFlags.begin(), kFlags.end(),
                                  [name](const Flag& flag) { return flag.name == name; });
  return found == kFlags.end() ? nullptr : &*found;
}

const CommandInfo* FindCommand(absl::string_view name) {
  if (name == "analyse") name = "analyze";
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [name](const CommandInfo& info) { return info.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

const CommandInfo& InfoOf(Command command) {
  return *std::find_if(kCommands.begin(), kCommands.end(),
                       [command](const CommandInfo& info) { return info.command == command; });
}

std::string HelpOf(const Flag& flag) {
  if (flag.name != "kinds") return std::string(flag.help);
  return absl::StrCat(flag.help, ": ", JoinWords(flag.words()));
}

std::vector<FlagWord> ExplainedWords(const Flag& flag) {
  std::vector<FlagWord> words;
  if (flag.words != nullptr) words = flag.words();
  std::erase_if(words, [](const FlagWord& word) { return word.help.empty(); });
  return words;
}

absl::string_view TitleOf(FlagGroup group) {
  switch (group) {
    case FlagGroup::kReport:
      return "About the report that is named next";
    case FlagGroup::kShow:
      return "What to show";
    case FlagGroup::kOutput:
      return "Input and output";
    case FlagGroup::kBundles:
      return "Many bundles (--format=jsonl)";
    case FlagGroup::kService:
      return "Service";
    case FlagGroup::kOther:
      return "Other";
  }
  return "";
}

}  // namespace parallax::client
