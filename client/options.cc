#include "client/options.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

using Setter = absl::Status (*)(absl::string_view value, Options& options, InputFile& next);

struct Flag {
  absl::string_view name;
  bool takes_value;
  Setter set;
};

absl::Status Bad(absl::string_view flag, absl::string_view value, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", value, ": expected ", expected));
}

// The value names of an enum without its zero value, in lower case and with hyphens: what a user
// may write, and what the help says.
std::string NamesOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(
        absl::AsciiStrToLower(absl::StrReplaceAll(type.value(i)->name(), {{"_", "-"}})));
  }
  return absl::StrJoin(names, ", ");
}

// Reads an enum value in either case, with "-" or "_" between its words.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view flag, absl::string_view value) {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<Enum>();
  const std::string name =
      absl::AsciiStrToUpper(absl::StrReplaceAll(absl::StripAsciiWhitespace(value), {{"-", "_"}}));
  const google::protobuf::EnumValueDescriptor* found = type.FindValueByName(name);
  if (found == nullptr || found->number() == 0) {
    return Bad(flag, value, absl::StrCat("one of ", NamesOf(type)));
  }
  return static_cast<Enum>(found->number());
}

// Picks one of a few words.
template <typename Enum, size_t kSize>
absl::StatusOr<Enum> ParseWord(absl::string_view flag, absl::string_view value,
                               const std::array<std::pair<absl::string_view, Enum>, kSize>& words) {
  for (const auto& [word, meaning] : words) {
    if (value == word) return meaning;
  }
  return Bad(
      flag, value,
      absl::StrCat("one of ", absl::StrJoin(words, ", ", [](std::string* out, const auto& w) {
                     absl::StrAppend(out, w.first);
                   })));
}

absl::Status SetKinds(absl::string_view value, Options& options, InputFile&) {
  for (absl::string_view part : absl::StrSplit(value, ',', absl::SkipWhitespace())) {
    PARALLAX_ASSIGN_OR_RETURN(const auto kind, ParseEnum<v1::Difference::Kind>("kinds", part));
    options.kinds.push_back(kind);
  }
  if (options.kinds.empty()) return Bad("kinds", value, "a list such as commitment,quotation");
  return absl::OkStatus();
}

absl::Status SetMinSeverity(absl::string_view value, Options& options, InputFile&) {
  PARALLAX_ASSIGN_OR_RETURN(options.min_severity,
                            ParseEnum<v1::Difference::Severity>("min-severity", value));
  return absl::OkStatus();
}

absl::Status SetMinConfidence(absl::string_view value, Options& options, InputFile&) {
  float number = 0;
  if (!absl::SimpleAtof(value, &number) || !(number >= 0 && number <= 1)) {
    return Bad("min-confidence", value, "a number from 0 to 1");
  }
  options.min_confidence = number;
  return absl::OkStatus();
}

absl::Status SetEncoding(absl::string_view value, Options& options, InputFile&) {
  PARALLAX_ASSIGN_OR_RETURN(options.encoding, ParseEnum<v1::Span::Encoding>("encoding", value));
  return absl::OkStatus();
}

absl::Status SetView(absl::string_view value, Options& options, InputFile&) {
  PARALLAX_ASSIGN_OR_RETURN(options.view,
                            ParseEnum<v1::CompareReportsRequest::View>("view", value));
  return absl::OkStatus();
}

absl::Status SetFormat(absl::string_view value, Options& options, InputFile&) {
  static constexpr std::array<std::pair<absl::string_view, OutputFormat>, 4> kWords = {{
      {"text", OutputFormat::kText},
      {"json", OutputFormat::kJson},
      {"jsonl", OutputFormat::kJsonLines},
      {"html", OutputFormat::kHtml},
  }};
  PARALLAX_ASSIGN_OR_RETURN(options.format, ParseWord("format", value, kWords));
  return absl::OkStatus();
}

absl::Status SetColor(absl::string_view value, Options& options, InputFile&) {
  static constexpr std::array<std::pair<absl::string_view, ColorChoice>, 3> kWords = {{
      {"auto", ColorChoice::kAuto},
      {"always", ColorChoice::kAlways},
      {"never", ColorChoice::kNever},
  }};
  PARALLAX_ASSIGN_OR_RETURN(options.color, ParseWord("color", value, kWords));
  return absl::OkStatus();
}

absl::Status SetWidth(absl::string_view value, Options& options, InputFile&) {
  if (!absl::SimpleAtoi(value, &options.width) || options.width < 20 || options.width > 1000) {
    return Bad("width", value, "a number of columns from 20 to 1000");
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
  return Bad("timeout", value, "seconds or a time such as 90s or 2m, up to 24h");
}

absl::Status SetServer(absl::string_view value, Options& options, InputFile&) {
  const size_t colon = value.rfind(':');
  int port = 0;
  if (colon == absl::string_view::npos || colon == 0 ||
      !absl::SimpleAtoi(value.substr(colon + 1), &port) || port < 1 || port > 65535) {
    return Bad("server", value, "HOST:PORT, such as localhost:50051");
  }
  options.server = std::string(value);
  return absl::OkStatus();
}

absl::Status SetRequest(absl::string_view value, Options& options, InputFile&) {
  if (value.empty()) return Bad("request", value, "a file, or - for standard input");
  options.request = std::string(value);
  return absl::OkStatus();
}

constexpr std::array<Flag, 21> kFlags = {{
    {"ca", true,
     [](absl::string_view value, Options& options, InputFile&) {
       options.tls.enabled = true;
       options.tls.ca_file = std::string(value);
       return absl::OkStatus();
     }},
    {"cert", true,
     [](absl::string_view value, Options& options, InputFile&) {
       options.tls.enabled = true;
       options.tls.certificate_file = std::string(value);
       return absl::OkStatus();
     }},
    {"color", true, SetColor},
    {"context", false,
     [](absl::string_view, Options& options, InputFile&) {
       options.context = true;
       return absl::OkStatus();
     }},
    {"encoding", true, SetEncoding},
    {"format", true, SetFormat},
    {"headline", true,
     [](absl::string_view value, Options&, InputFile& next) {
       next.headline = std::string(value);
       return absl::OkStatus();
     }},
    {"help", false,
     [](absl::string_view, Options& options, InputFile&) {
       options.help_topic = options.command;
       options.command = Command::kHelp;
       return absl::OkStatus();
     }},
    {"key", true,
     [](absl::string_view value, Options& options, InputFile&) {
       options.tls.enabled = true;
       options.tls.key_file = std::string(value);
       return absl::OkStatus();
     }},
    {"kinds", true, SetKinds},
    {"min-confidence", true, SetMinConfidence},
    {"min-severity", true, SetMinSeverity},
    {"once", false,
     [](absl::string_view, Options& options, InputFile&) {
       options.once = true;
       return absl::OkStatus();
     }},
    {"outlet", true,
     [](absl::string_view value, Options&, InputFile& next) {
       next.outlet = std::string(value);
       return absl::OkStatus();
     }},
    {"published", true,
     [](absl::string_view value, Options&, InputFile& next) {
       next.published = std::string(value);
       return absl::OkStatus();
     }},
    {"request", true, SetRequest},
    {"server", true, SetServer},
    {"timeout", true, SetTimeout},
    {"tls", false,
     [](absl::string_view, Options& options, InputFile&) {
       options.tls.enabled = true;
       return absl::OkStatus();
     }},
    {"view", true, SetView},
    {"width", true, SetWidth},
}};

const Flag* FindFlag(absl::string_view name) {
  const auto found = std::find_if(kFlags.begin(), kFlags.end(),
                                  [name](const Flag& flag) { return flag.name == name; });
  return found == kFlags.end() ? nullptr : &*found;
}

absl::StatusOr<Command> ParseCommand(absl::string_view word) {
  if (word == "compare") return Command::kCompare;
  if (word == "analyze" || word == "analyse") return Command::kAnalyze;
  if (word == "follow") return Command::kFollow;
  if (word == "help") return Command::kHelp;
  if (word == "version") return Command::kVersion;
  return absl::InvalidArgumentError(
      absl::StrCat("no such command: ", word, "; there are compare, analyze, follow and help"));
}

// The rules that tie the parts together.
absl::Status CheckWhole(const Options& options) {
  const size_t files = options.files.size();
  switch (options.command) {
    case Command::kHelp:
    case Command::kVersion:
      return absl::OkStatus();
    case Command::kCompare:
      if (options.request.empty() && files < 2) {
        return absl::InvalidArgumentError(
            absl::StrCat("compare needs two or more reports, or --request=FILE; given: ", files));
      }
      break;
    case Command::kAnalyze:
      if (options.request.empty() && files != 1) {
        return absl::InvalidArgumentError(
            absl::StrCat("analyze needs one report, or --request=FILE; given: ", files));
      }
      break;
    case Command::kFollow:
      if (options.folder.empty()) return absl::InvalidArgumentError("follow needs a folder");
      if (!options.request.empty()) {
        return absl::InvalidArgumentError("follow takes a folder, not --request");
      }
      if (options.format == OutputFormat::kHtml) {
        return absl::InvalidArgumentError("follow prints as it goes: use text, json or jsonl");
      }
      break;
  }
  if (!options.request.empty() && files != 0) {
    return absl::InvalidArgumentError("give reports or --request=FILE, not both");
  }
  if (options.format == OutputFormat::kJsonLines && options.command != Command::kFollow &&
      options.request.empty()) {
    return absl::InvalidArgumentError(
        "--format=jsonl answers many requests: give them with --request=FILE, one a line");
  }
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
  if (options.once && options.command != Command::kFollow) {
    return absl::InvalidArgumentError("--once goes with follow");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseArguments(std::span<const char* const> arguments) {
  Options options;
  InputFile next;  // collects the flags that are about the next file
  bool has_command = false;
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
      if (!flag->takes_value && has_value) {
        return absl::InvalidArgumentError(absl::StrCat("--", name, " takes no value"));
      }
      if (flag->takes_value && !has_value) {
        if (++i == arguments.size()) {
          return absl::InvalidArgumentError(absl::StrCat("--", name, " needs a value"));
        }
        value = arguments[i];
      }
      PARALLAX_RETURN_IF_ERROR(flag->set(value, options, next));
      if (flag->name == "help") return options;
      continue;
    }
    if (!has_command) {
      has_command = true;
      PARALLAX_ASSIGN_OR_RETURN(options.command, ParseCommand(word));
    } else if (options.command == Command::kHelp) {
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
  PARALLAX_RETURN_IF_ERROR(CheckWhole(options));
  return options;
}

}  // namespace parallax::client
