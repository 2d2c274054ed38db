#include "client/completions.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/flags.h"

namespace parallax::client {
namespace {

std::string CommandNames() {
  return absl::StrJoin(Commands(), " ", [](std::string* out, const CommandInfo& info) {
    absl::StrAppend(out, info.name);
  });
}

std::string NamesWithFlags() {
  return absl::StrJoin(CommandsWithFlags(), " ", [](std::string* out, Command command) {
    absl::StrAppend(out, InfoOf(command).name);
  });
}

std::string WordsOf(const Flag& flag, absl::string_view separator) {
  return absl::StrJoin(flag.words(), separator, [](std::string* out, const FlagWord& word) {
    absl::StrAppend(out, word.word);
  });
}

// Up to the first stop, colon or semicolon: what fits beside a flag.
std::string Short(absl::string_view help) {
  return std::string(help.substr(0, help.find_first_of(".:;")));
}

std::string SingleQuoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// For a command, its flags as bash's compgen takes them: "--kinds= --context".
std::string BashFlags(Command command) {
  std::vector<std::string> flags;
  for (const Flag& flag : Flags()) {
    if (!flag.BelongsTo(command)) continue;
    flags.push_back(absl::StrCat("--", flag.name, flag.TakesValue() ? "=" : ""));
  }
  return absl::StrJoin(flags, " ");
}

std::string Bash() {
  std::string out = R"(# bash completion for parallax
_parallax() {
  local cur=${COMP_WORDS[COMP_CWORD]} command= word flag= list=
  COMPREPLY=()
  # "--flag=value" comes as three words, as "=" ends a word.
  if [[ $cur == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD-1]} cur=
  elif [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD-1]} == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD-2]}
  elif [[ ${COMP_WORDS[COMP_CWORD-1]} == --* ]]; then
    flag=${COMP_WORDS[COMP_CWORD-1]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
)";
  for (const CommandInfo& info : Commands()) {
    absl::StrAppend(&out, "      ", info.name, ") command=", info.name, "; break ;;\n");
  }
  absl::StrAppend(&out, "    esac\n  done\n  case $flag in\n");
  for (const Flag& flag : Flags()) {
    if (!flag.TakesValue()) continue;
    absl::StrAppend(&out, "    --", flag.name, ") ");
    switch (flag.value) {
      case FlagValue::kWords:
        if (flag.name == "kinds") {
          // A list: what stands in front of the last comma is kept.
          absl::StrAppend(&out,
                          "list=${cur%\"${cur##*,}\"}; COMPREPLY=($(compgen -P \"$list\" -W '",
                          WordsOf(flag, " "), "' -- \"${cur##*,}\"))");
        } else {
          absl::StrAppend(&out, "COMPREPLY=($(compgen -W '", WordsOf(flag, " "), "' -- \"$cur\"))");
        }
        break;
      case FlagValue::kFile:
        absl::StrAppend(&out,
                        "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "
                        "\"$cur\"))");
        break;
      default:
        absl::StrAppend(&out, ":");
    }
    absl::StrAppend(&out, "; return ;;\n");
  }
  absl::StrAppend(
      &out, "  esac\n  case $command in\n    '') list='", CommandNames(),
      " --help --version' ;;\n    help|man) COMPREPLY=($(compgen -W '", NamesWithFlags(),
      "' -- \"$cur\")); return ;;\n    completion) "
      "COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$cur\")); return ;;\n"
      "    schema) COMPREPLY=($(compgen -W 'compare analyze' -- \"$cur\")); return ;;\n");
  for (const Command command : CommandsWithFlags()) {
    absl::StrAppend(&out, "    ", InfoOf(command).name, ") list='", BashFlags(command), "' ;;\n");
  }
  absl::StrAppend(&out, R"(  esac
  if [[ $cur == -* || -z $command ]]; then
    COMPREPLY=($(compgen -W "$list" -- "$cur"))
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
  elif [[ $command != mcp ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
  return 0
}
complete -F _parallax parallax
)");
  return out;
}

// What zsh's _arguments takes: '--kinds=[only these]:KIND:(commitment polarity)'.
std::string ZshSpec(const Flag& flag) {
  const std::string help =
      absl::StrReplaceAll(Short(flag.help), {{"[", "("}, {"]", ")"}, {":", ""}});
  std::string spec = absl::StrCat("--", flag.name);
  const bool again = flag.name == "between" || flag.group == FlagGroup::kReport;
  if (again) spec = absl::StrCat("*", spec);
  if (!flag.TakesValue()) return SingleQuoted(absl::StrCat(spec, "[", help, "]"));
  absl::StrAppend(&spec, "=[", help, "]:", flag.value_name, ":");
  switch (flag.value) {
    case FlagValue::kWords:
      absl::StrAppend(&spec, flag.name == "kinds"
                                 ? absl::StrCat("_values -s , kind ", WordsOf(flag, " "))
                                 : absl::StrCat("(", WordsOf(flag, " "), ")"));
      break;
    case FlagValue::kFile:
      absl::StrAppend(&spec, "_files");
      break;
    default:
      absl::StrAppend(&spec, " ");
  }
  return SingleQuoted(spec);
}

std::string Zsh() {
  std::string out = R"(#compdef parallax
_parallax() {
  local context state line
  local -a commands
  commands=(
)";
  for (const CommandInfo& info : Commands()) {
    absl::StrAppend(&out, "    ", SingleQuoted(absl::StrCat(info.name, ":", info.summary)), "\n");
  }
  absl::StrAppend(&out, R"(  )
  _arguments -C '--help[this help]' '--version[the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
)");
  for (const Command command : CommandsWithFlags()) {
    absl::StrAppend(&out, "        ", InfoOf(command).name, ")\n          _arguments \\\n");
    for (const Flag& flag : Flags()) {
      if (flag.BelongsTo(command)) absl::StrAppend(&out, "            ", ZshSpec(flag), " \\\n");
    }
    absl::StrAppend(&out, command == Command::kFollow ? "            '1:folder:_files -/' ;;\n"
                          : command == Command::kMcp  ? "            ;;\n"
                                                      : "            '*:report:_files' ;;\n");
  }
  absl::StrAppend(&out, "        help|man) _values command ", NamesWithFlags(), R"( ;;
        completion) _values shell bash zsh fish ;;
        schema) _values command compare analyze ;;
      esac ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _parallax "$@"; else compdef _parallax parallax; fi
)");
  return out;
}

std::string Fish() {
  std::string out =
      "# fish completion for parallax\ncomplete -c parallax -n __fish_use_subcommand -f\n";
  for (const CommandInfo& info : Commands()) {
    absl::StrAppend(&out, "complete -c parallax -n __fish_use_subcommand -a ", info.name, " -d ",
                    SingleQuoted(info.summary), "\n");
  }
  absl::StrAppend(&out,
                  "complete -c parallax -n '__fish_seen_subcommand_from mcp' -f\n"
                  "complete -c parallax -n '__fish_seen_subcommand_from help man' -f -a '",
                  NamesWithFlags(),
                  "'\ncomplete -c parallax -n "
                  "'__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n"
                  "complete -c parallax -n '__fish_seen_subcommand_from schema' -f -a "
                  "'compare analyze'\n");
  for (const Flag& flag : Flags()) {
    std::vector<absl::string_view> commands;
    for (const CommandInfo& info : Commands()) {
      if (flag.BelongsTo(info.command)) commands.push_back(info.name);
    }
    absl::StrAppend(&out, "complete -c parallax -n '__fish_seen_subcommand_from ",
                    absl::StrJoin(commands, " "), "' -l ", flag.name, " -d ",
                    SingleQuoted(Short(flag.help)));
    if (flag.value == FlagValue::kFile) {
      absl::StrAppend(&out, " -r -F");
    } else if (flag.value == FlagValue::kWords && flag.name == "kinds") {
      absl::StrAppend(&out, " -x -a '(__fish_complete_list , \"printf \\\"%s\\\\n\\\" ",
                      WordsOf(flag, " "), "\")'");
    } else if (flag.value == FlagValue::kWords) {
      absl::StrAppend(&out, " -x -a ", SingleQuoted(WordsOf(flag, " ")));
    } else if (flag.TakesValue()) {
      absl::StrAppend(&out, " -x");
    }
    absl::StrAppend(&out, "\n");
  }
  return out;
}

}  // namespace

std::string CompletionScript(Shell shell) {
  switch (shell) {
    case Shell::kZsh:
      return Zsh();
    case Shell::kFish:
      return Fish();
    case Shell::kBash:
      break;
  }
  return Bash();
}

}  // namespace parallax::client
