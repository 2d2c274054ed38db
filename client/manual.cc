#include "client/manual.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/flags.h"
#include "client/topics.h"

namespace parallax::client {
namespace {

// Text that roff shows as it is: no escapes, hyphens that can be copied, no request at the start.
std::string Plain(absl::string_view text) {
  std::string plain =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"'", "\\(aq"}, {"\"", "\\(dq"}});
  if (!plain.empty() && plain[0] == '.') plain = absl::StrCat("\\&", plain);
  return plain;
}

void Heading(absl::string_view title, std::string& out) {
  absl::StrAppend(&out, ".SH ", Plain(absl::AsciiStrToUpper(title)), "\n");
}

void Entry(absl::string_view term, absl::string_view text, std::string& out) {
  absl::StrAppend(&out, ".TP\n.B ", Plain(term), "\n", Plain(text), "\n");
}

void WriteFlags(Command command, std::string& out) {
  Heading("Options", out);
  const FlagGroup* group = nullptr;
  for (const Flag& flag : Flags()) {
    if (!flag.BelongsTo(command)) continue;
    if (group == nullptr || *group != flag.group) {
      absl::StrAppend(&out, ".SS ", Plain(TitleOf(flag.group)), "\n");
    }
    group = &flag.group;
    absl::StrAppend(&out, ".TP\n.BI ", Plain(absl::StrCat("--", flag.name)));
    if (flag.TakesValue()) absl::StrAppend(&out, "= ", Plain(flag.value_name));
    absl::StrAppend(&out, "\n", Plain(HelpOf(flag)), ".\n");
    for (const FlagWord& word : ExplainedWords(flag)) {
      absl::StrAppend(&out, ".RS\n.TP\n.B ", Plain(word.word), "\n", Plain(word.help), "\n.RE\n");
    }
  }
}

}  // namespace

std::string ManualPage(Command command) {
  const Topic& topic = TopicOf(command);
  const bool overview = &topic == &TopicOf(Command::kHelp);
  std::string out = absl::StrCat(".TH ", Plain(absl::AsciiStrToUpper(topic.name)),
                                 " 1 \"\" \"Parallax " PARALLAX_VERSION "\" \"User Commands\"\n");
  Heading("Name", out);
  absl::StrAppend(&out, Plain(topic.name), " \\- ", Plain(topic.summary), "\n");
  Heading("Synopsis", out);
  std::vector<std::string> usage = topic.usage;
  if (overview) usage = {"parallax COMMAND [FLAGS] ..."};
  for (const std::string& line : usage) absl::StrAppend(&out, ".B ", Plain(line), "\n.br\n");
  Heading("Description", out);
  absl::StrAppend(&out, Plain(topic.description), "\n");
  if (overview) {
    Heading("Commands", out);
    for (const CommandInfo& info : Commands()) {
      Entry(absl::StrCat(info.name, " ", info.arguments), info.summary, out);
    }
  } else {
    WriteFlags(command, out);
    absl::StrAppend(
        &out, ".PP\n",
        Plain("Flags may stand anywhere, as --flag=value or --flag value; after -- all is files."),
        "\n");
  }
  for (const TopicSection& section : topic.sections) {
    Heading(section.title, out);
    absl::StrAppend(&out, Plain(section.text), "\n");
    for (const TopicEntry& entry : section.entries) Entry(entry.term, entry.text, out);
  }
  Heading("Examples", out);
  for (const std::string& line : topic.examples) {
    absl::StrAppend(&out, ".PP\n.nf\n", Plain(line), "\n.fi\n");
  }
  Heading("Exit status", out);
  for (const TopicEntry& code : ExitCodes()) Entry(code.term, code.text, out);
  Heading("Environment", out);
  Entry("NO_COLOR", "set and not empty: no colours, unless --color=always", out);
  Entry("COLUMNS", "width of the text where standard output is no terminal", out);
  Heading("See also", out);
  const char* separator = "";
  std::vector<Command> pages = {Command::kHelp};
  pages.insert(pages.end(), CommandsWithFlags().begin(), CommandsWithFlags().end());
  for (const Command other : pages) {
    const Topic& page = TopicOf(other);
    if (&page == &topic) continue;
    absl::StrAppend(&out, separator, ".BR ", Plain(page.name), " (1)");
    separator = ",\n";
  }
  absl::StrAppend(&out, "\n");
  return out;
}

}  // namespace parallax::client
