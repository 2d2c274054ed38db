// The table of commands and flags: what is read from the command line, and what the help, the
// manual pages and the completions of shells say of it, all come from here.
#ifndef PARALLAX_CLIENT_FLAGS_H_
#define PARALLAX_CLIENT_FLAGS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/options.h"

namespace parallax::client {

struct CommandInfo {
  Command command;
  absl::string_view name;
  absl::string_view arguments;  // "FILE FILE..."
  absl::string_view summary;    // one line, without a stop
};

// Under which heading a flag stands.
enum class FlagGroup : uint8_t { kReport, kShow, kOutput, kBundles, kService, kOther };

// What may stand behind a flag, for completions.
enum class FlagValue : uint8_t { kNone, kText, kFile, kWords };

// A word that a flag takes, and what it means; empty where the word says it.
struct FlagWord {
  std::string word;
  std::string help;
};

struct Flag {
  absl::string_view name;
  FlagGroup group;
  uint32_t commands;  // bit 1 << Command of each that takes it
  FlagValue value;
  absl::string_view value_name;  // "FILE"; empty for a switch
  absl::string_view help;        // what it does, in a sentence or two, without a stop at the end
  std::vector<FlagWord> (*words)();  // of kWords, else null
  // `next` collects what is said of the report that is named next.
  absl::Status (*set)(absl::string_view value, Options& options, InputFile& next);

  bool TakesValue() const { return value != FlagValue::kNone; }
  bool BelongsTo(Command command) const {
    return (commands >> static_cast<uint32_t>(command) & 1) != 0;
  }
};

// Those that a user calls, in the order in which the help shows them.
std::span<const CommandInfo> Commands();
// Those of them that take flags, and have a help and a manual page of their own.
std::span<const Command> CommandsWithFlags();
// In the order in which the help shows them, by group.
std::span<const Flag> Flags();
// Null where there is none of this name.
const Flag* FindFlag(absl::string_view name);
const CommandInfo* FindCommand(absl::string_view name);
// REQUIRES: one of Commands().
const CommandInfo& InfoOf(Command command);

// The help with, for --kinds, the words that it takes; these are explained nowhere else.
std::string HelpOf(const Flag& flag);
// The words that have an explanation of their own.
std::vector<FlagWord> ExplainedWords(const Flag& flag);

// "What to show".
absl::string_view TitleOf(FlagGroup group);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_FLAGS_H_
