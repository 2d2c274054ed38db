#include "client/help.h"

#include "absl/strings/str_cat.h"
#include "client/flags.h"
#include "client/terminal.h"
#include "client/topics.h"
#include "server/service/server.h"

namespace parallax::client {
namespace {

constexpr int kWidth = 100;
constexpr int kCommandColumn = 34;
constexpr int kFlagColumn = 25;
constexpr int kTermColumn = 18;
constexpr int kWordColumn = 13;

void Title(absl::string_view title, TextWriter& out) {
  out.Blank();
  out.Paragraph({{absl::StrCat(title, ":")}}, 0, 0);
}

// `term` in a column of `width`, on a line of its own where it is longer.
void Entry(absl::string_view term, absl::string_view text, int width, TextWriter& out,
           int indent = 2) {
  const std::vector<StyledText> parts = {{std::string(text)}};
  if (DisplayWidth(term) + 2 > width) {
    out.Paragraph({{std::string(term)}}, indent, indent);
    out.Paragraph(parts, indent + width, indent + width);
  } else {
    out.Row({std::string(term)}, width, parts, indent);
  }
}

void Lines(const std::vector<std::string>& lines, TextWriter& out) {
  for (const std::string& line : lines) out.Paragraph({{line}}, 2, 6);
}

void WriteFlags(Command command, TextWriter& out) {
  const FlagGroup* group = nullptr;
  for (const Flag& flag : Flags()) {
    if (!flag.BelongsTo(command)) continue;
    if (group == nullptr || *group != flag.group) Title(TitleOf(flag.group), out);
    group = &flag.group;
    const std::string term = flag.TakesValue() ? absl::StrCat("--", flag.name, "=", flag.value_name)
                                               : absl::StrCat("--", flag.name);
    Entry(term, HelpOf(flag), kFlagColumn, out);
    for (const FlagWord& word : ExplainedWords(flag)) {
      Entry(word.word, word.help, kWordColumn, out, kFlagColumn + 2);
    }
  }
}

std::string Overview() {
  const Topic& topic = TopicOf(Command::kHelp);
  TextWriter out(kWidth, false);
  out.Paragraph({{absl::StrCat(topic.name, ": ", topic.summary)}}, 0, 0);
  out.Blank();
  out.Paragraph({{topic.description}}, 0, 0);
  Title("Usage", out);
  for (const CommandInfo& info : Commands()) {
    Entry(absl::StrCat("parallax ", info.name, info.arguments.empty() ? "" : " ", info.arguments),
          info.summary, kCommandColumn, out);
  }
  Title("Try it", out);
  Lines(topic.examples, out);
  Title("Exit codes", out);
  for (const TopicEntry& code : ExitCodes()) Entry(code.term, code.text, 4, out);
  return out.Take();
}

}  // namespace

std::string HelpText(Command command) {
  const Topic& topic = TopicOf(command);
  if (&topic == &TopicOf(Command::kHelp)) return Overview();
  TextWriter out(kWidth, false);
  for (const std::string& line : topic.usage) out.Paragraph({{line}}, 0, 2);
  out.Blank();
  out.Paragraph({{topic.description}}, 0, 0);
  Title("Examples", out);
  Lines(topic.examples, out);
  for (const TopicSection& section : topic.sections) {
    Title(section.title, out);
    out.Paragraph({{section.text}}, 2, 2);
    for (const TopicEntry& entry : section.entries) {
      Entry(entry.term, entry.text, kTermColumn, out);
    }
  }
  WriteFlags(command, out);
  Title("Exit codes", out);
  for (const TopicEntry& code : ExitCodes()) Entry(code.term, code.text, 4, out);
  out.Blank();
  out.Paragraph(
      {{"Flags may stand anywhere, as --flag=value or --flag value; after -- all is files."}}, 0,
      0);
  return out.Take();
}

std::string VersionText() {
  return "parallax " PARALLAX_VERSION ", model " + service::ModelId() + "\n";
}

}  // namespace parallax::client
