#include "client/options.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "client/flags.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

absl::StatusOr<Command> ParseCommand(absl::string_view word) {
  if (const CommandInfo* found = FindCommand(word); found != nullptr) return found->command;
  return absl::InvalidArgumentError(
      absl::StrCat("no such command: ", word, "; there are ",
                   absl::StrJoin(Commands(), ", ", [](std::string* out, const CommandInfo& info) {
                     absl::StrAppend(out, info.name);
                   })));
}

absl::StatusOr<Shell> ParseShell(absl::string_view word) {
  if (word == "bash") return Shell::kBash;
  if (word == "zsh") return Shell::kZsh;
  if (word == "fish") return Shell::kFish;
  return absl::InvalidArgumentError(
      absl::StrCat("no completions for ", word, "; there are bash, zsh and fish"));
}

// What is said of many bundles goes with them alone.
absl::Status CheckBundles(const Options& options) {
  const bool lines = options.format == OutputFormat::kJsonLines;
  if (options.resume && options.output.empty()) {
    return absl::InvalidArgumentError("--resume goes with --output=FILE");
  }
  if (!lines && (options.jobs != 0 || !options.output.empty())) {
    return absl::InvalidArgumentError("--jobs, --output and --resume go with --format=jsonl");
  }
  if (lines && !options.baseline.empty()) {
    return absl::InvalidArgumentError("--baseline is of one answer, not of --format=jsonl");
  }
  if (lines && !options.dismissed.empty()) {
    return absl::InvalidArgumentError("--dismissed is of one answer, not of --format=jsonl");
  }
  if (lines && options.request.empty() && options.command == Command::kAnalyze) {
    return absl::InvalidArgumentError(
        "--format=jsonl answers many requests: give them with --request=FILE, one a line");
  }
  return absl::OkStatus();
}

// What two versions of a report are asked goes with no choice of differences.
absl::Status CheckRevision(const Options& options, const std::vector<const Flag*>& given) {
  if (!options.revision) return absl::OkStatus();
  if (options.format != OutputFormat::kText && options.format != OutputFormat::kJson &&
      options.format != OutputFormat::kMarkdown) {
    return absl::InvalidArgumentError("--revision has the formats text, json and markdown");
  }
  for (const Flag* flag : given) {
    if (flag->name == "kinds" || flag->name == "between" || flag->name == "min-severity" ||
        flag->name == "context" || flag->name == "baseline" || flag->name == "dismissed" ||
        flag->name == "fail-on" || flag->name == "request") {
      return absl::InvalidArgumentError(
          absl::StrCat("--", flag->name, " does not go with --revision"));
    }
  }
  return absl::OkStatus();
}

// A flag says nothing of a command that does not take it.
absl::Status CheckFlags(const Options& options, const std::vector<const Flag*>& given) {
  for (const Flag* flag : given) {
    if (flag->BelongsTo(options.command)) continue;
    std::vector<absl::string_view> with;
    for (const CommandInfo& info : Commands()) {
      if (flag->BelongsTo(info.command)) with.push_back(info.name);
    }
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag->name, " goes with ", absl::StrJoin(with, " and ")));
  }
  return absl::OkStatus();
}

// The rules that tie the parts together.
absl::Status CheckWhole(const Options& options) {
  const size_t files = options.files.size();
  switch (options.command) {
    case Command::kMcp:
      if (files != 0) {
        return absl::InvalidArgumentError("mcp takes no files: reports come from the assistant");
      }
      return absl::OkStatus();
    case Command::kHelp:
    case Command::kVersion:
    case Command::kManual:
    case Command::kCompletion:
      return absl::OkStatus();
    case Command::kSchema:
      if (options.help_topic != Command::kCompare && options.help_topic != Command::kAnalyze) {
        return absl::InvalidArgumentError("schema is of the answers of compare or of analyze");
      }
      return absl::OkStatus();
    case Command::kCompare:
      // One name may be that of a folder.
      if (options.request.empty() && files == 0) {
        return absl::InvalidArgumentError(
            "compare needs two or more reports, a folder of them, or --request=FILE");
      }
      break;
    case Command::kAnalyze:
      if (options.request.empty() && files != 1) {
        return absl::InvalidArgumentError(
            absl::StrCat("analyze needs one report, or --request=FILE; given: ", files));
      }
      if (options.format == OutputFormat::kMarkdown || options.format == OutputFormat::kCsv ||
          options.format == OutputFormat::kCsvFacts ||
          options.format == OutputFormat::kAnnotations) {
        return absl::InvalidArgumentError("analyze has the formats text, json, jsonl and html");
      }
      break;
    case Command::kFollow:
      if (options.folder.empty()) return absl::InvalidArgumentError("follow needs a folder");
      if (options.format != OutputFormat::kText && options.format != OutputFormat::kJson &&
          options.format != OutputFormat::kJsonLines) {
        return absl::InvalidArgumentError("follow prints as it goes: use text, json or jsonl");
      }
      break;
  }
  if (!options.request.empty() && files != 0) {
    return absl::InvalidArgumentError("give reports or --request=FILE, not both");
  }
  if (options.command != Command::kFollow) PARALLAX_RETURN_IF_ERROR(CheckBundles(options));
  const auto stdin_count = std::count_if(options.files.begin(), options.files.end(),
                                         [](const InputFile& file) { return file.path == "-"; });
  if (stdin_count > 1) {
    return absl::InvalidArgumentError("standard input (-) can be read once only");
  }
  if (options.tls.enabled && options.server.empty()) {
    return absl::InvalidArgumentError("--tls, --ca, --cert and --key go with --server");
  }
  if (options.tls.certificate_file.empty() != options.tls.key_file.empty()) {
    return absl::InvalidArgumentError("--cert and --key go together");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseArguments(std::span<const char* const> arguments) {
  Options options;
  InputFile next;  // collects the flags that are about the next file
  std::vector<const Flag*> given;
  bool has_command = false;
  bool has_shell = false;
  bool flags_ended = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view word = arguments[i];
    if (!flags_ended && word == "--") {
      flags_ended = true;
      continue;
    }
    if (!flags_ended && (word == "-h" || word == "-?")) word = "--help";
    if (!flags_ended && word.size() > 1 && word[0] == '-') {
      if (word == "--version") {
        options.command = Command::kVersion;
        return options;
      }
      const size_t equals = word.find('=');
      const bool has_value = equals != absl::string_view::npos;
      const absl::string_view name =
          has_value ? word.substr(2, equals - 2) : absl::ClippedSubstr(word, 2);
      const Flag* flag = word[1] == '-' ? FindFlag(name) : nullptr;
      if (flag == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat("no such flag: ", word.substr(0, equals)));
      }
      absl::string_view value = has_value ? word.substr(equals + 1) : absl::string_view();
      if (!flag->TakesValue() && has_value) {
        return absl::InvalidArgumentError(absl::StrCat("--", name, " takes no value"));
      }
      if (flag->TakesValue() && !has_value) {
        if (++i == arguments.size()) {
          return absl::InvalidArgumentError(absl::StrCat("--", name, " needs a value"));
        }
        value = arguments[i];
      }
      PARALLAX_RETURN_IF_ERROR(flag->set(value, options, next));
      if (flag->name == "help") return options;
      given.push_back(flag);
      continue;
    }
    if (!has_command) {
      has_command = true;
      PARALLAX_ASSIGN_OR_RETURN(options.command, ParseCommand(word));
    } else if (options.command == Command::kCompletion) {
      PARALLAX_ASSIGN_OR_RETURN(options.shell, ParseShell(word));
      has_shell = true;
    } else if (options.command == Command::kHelp || options.command == Command::kManual ||
               options.command == Command::kSchema) {
      PARALLAX_ASSIGN_OR_RETURN(options.help_topic, ParseCommand(word));
    } else if (options.command == Command::kFollow) {
      if (!options.folder.empty()) {
        return absl::InvalidArgumentError("follow takes one folder");
      }
      options.folder = std::string(word);
    } else {
      next.path = std::string(word);
      options.files.push_back(std::exchange(next, InputFile()));
    }
  }
  if (!has_command) return absl::InvalidArgumentError("no command given");
  if (next != InputFile()) {
    return absl::InvalidArgumentError(
        "--outlet, --headline and --published are about the report named after them; none follows");
  }
  if (options.command == Command::kCompletion && !has_shell) {
    return absl::InvalidArgumentError("completion needs a shell: bash, zsh or fish");
  }
  PARALLAX_RETURN_IF_ERROR(CheckFlags(options, given));
  PARALLAX_RETURN_IF_ERROR(CheckWhole(options));
  PARALLAX_RETURN_IF_ERROR(CheckRevision(options, given));
  return options;
}

}  // namespace parallax::client
