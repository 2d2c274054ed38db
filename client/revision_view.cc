#include "client/revision_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cards.h"
#include "client/json.h"
#include "client/markdown_view.h"
#include "client/terminal.h"
#include "client/text_cards.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

// Under which heading a change stands; those of one stand together.
absl::string_view HeadingOf(const RevisionChange& change) {
  if (change.silent) return "Silent changes (no note tells of them)";
  switch (change.kind) {
    case ChangeKind::kHeadline:
    case ChangeKind::kFigure:
    case ChangeKind::kTime:
    case ChangeKind::kName:
      return "Changes that a note tells of";
    case ChangeKind::kSoftened:
      return "Softened";
    case ChangeKind::kHardened:
      return "Hardened";
    case ChangeKind::kSourceGone:
    case ChangeKind::kSourceCame:
    case ChangeKind::kSourceChanged:
      return "Sources";
    case ChangeKind::kFraming:
      return "Framed otherwise";
    case ChangeKind::kDropped:
      return "Dropped";
    case ChangeKind::kAdded:
      return "Added";
  }
  return "";
}

bool IsAlone(const RevisionChange& change) {
  return change.kind == ChangeKind::kDropped || change.kind == ChangeKind::kAdded;
}

int CountOf(const Revision& revision, ChangeKind kind) {
  return static_cast<int>(
      std::count_if(revision.changes.begin(), revision.changes.end(),
                    [kind](const auto& change) { return change.kind == kind; }));
}

// A class by its word, all else as it was written.
std::string Value(const RevisionChange& change, const std::string& value) {
  const bool is_class =
      change.kind == ChangeKind::kSoftened || change.kind == ChangeKind::kHardened;
  if (value.empty()) return "none";
  return is_class ? absl::AsciiStrToLower(value) : Quoted(CleanLine(value));
}

// "figure: “eight” → “ten”"; empty where the sentences say it all.
std::string TitleOf(const RevisionChange& change) {
  switch (change.kind) {
    case ChangeKind::kHeadline:
      return "headline";
    case ChangeKind::kDropped:
    case ChangeKind::kAdded:
      return "";
    case ChangeKind::kFraming: {
      v1::Difference difference;
      difference.set_kind(change.difference);
      difference.set_explanation(change.explanation);
      return absl::StrCat(Word(change.difference), ": ", Headline(difference));
    }
    default:
      return absl::StrCat(Word(change.kind), ": ", Value(change, change.before), " → ",
                          Value(change, change.after));
  }
}

std::string NameOf(const std::string& outlet, const std::string& id) {
  const std::string name = CleanLine(outlet);
  return name.empty() || name == id ? CleanLine(id) : absl::StrCat(name, " (", CleanLine(id), ")");
}

std::string Summary(const Revision& revision) {
  return absl::StrCat(NameOf(revision.older_outlet, revision.older_id), " → ",
                      NameOf(revision.newer_outlet, revision.newer_id), ": ",
                      Count(revision.unchanged, "sentence"), " as before, ", revision.rewritten,
                      " rewritten, ", CountOf(revision, ChangeKind::kDropped), " dropped, ",
                      CountOf(revision, ChangeKind::kAdded), " added");
}

// The older and the newer sentence of a change, as lines of a diff.
std::vector<std::pair<absl::string_view, const RevisedPassage*>> LinesOf(
    const RevisionChange& change) {
  if (change.kind == ChangeKind::kDropped) return {{"- ", &change.older}};
  if (change.kind == ChangeKind::kAdded) return {{"+ ", &change.newer}};
  std::vector<std::pair<absl::string_view, const RevisedPassage*>> lines;
  if (change.older.sentence >= 0) lines.emplace_back("- ", &change.older);
  if (change.newer.sentence >= 0) lines.emplace_back("+ ", &change.newer);
  return lines;
}

// What is told of a dropped or added sentence: that its fact stands elsewhere too.
std::string StillTold(const RevisionChange& change) {
  const RevisedPassage& other = change.kind == ChangeKind::kDropped ? change.newer : change.older;
  if (!IsAlone(change) || other.sentence < 0) return "";
  return absl::StrCat(change.kind == ChangeKind::kDropped ? "still told: " : "told before: ",
                      Quoted(CleanLine(other.text)));
}

void WriteChange(const RevisionChange& change, bool color, TextWriter& out) {
  const std::string title = TitleOf(change);
  if (!title.empty()) out.Paragraph({{title, Style::kBold}}, 2, 4);
  const int indent = title.empty() ? 2 : 4;
  for (const auto& [sign, passage] : LinesOf(change)) {
    const bool is_old = sign == "- ";
    std::vector<StyledText> parts;
    const std::vector<TextRange> marked =
        IsAlone(change) ? std::vector<TextRange>() : passage->marked;
    AddMarked(passage->text, marked, Style::kPlain, is_old ? Style::kBoldRed : Style::kBoldGreen,
              color, parts);
    out.Row({std::string(sign), is_old ? Style::kRed : Style::kGreen}, 2, parts, indent);
  }
  const std::string still = StillTold(change);
  if (!still.empty()) out.Paragraph({{still, Style::kDim}}, indent + 2, indent + 4);
}

// `passage` with what is marked in bold.
std::string MarkedMarkdown(const RevisedPassage& passage) {
  const absl::string_view text = passage.text;
  std::string out;
  size_t at = 0;
  const auto plain = [&](size_t end) {
    const absl::string_view some = text.substr(at, end - at);
    // CleanLine takes blanks off the ends.
    const absl::string_view bare = absl::StripAsciiWhitespace(some);
    if (bare.empty()) return absl::StrAppend(&out, some.empty() ? "" : " ");
    absl::StrAppend(&out, some.front() == ' ' ? " " : "", EscapeMarkdown(bare),
                    some.back() == ' ' ? " " : "");
  };
  for (const TextRange& range : passage.marked) {
    plain(range.begin);
    absl::StrAppend(&out, "**", EscapeMarkdown(text.substr(range.begin, range.end - range.begin)),
                    "**");
    at = range.end;
  }
  plain(text.size());
  return out;
}

std::string Member(absl::string_view name, absl::string_view value) {
  return absl::StrCat(JsonString(name), ": ", JsonString(value));
}

std::string StringList(const std::vector<std::string>& values) {
  return absl::StrCat("[",
                      absl::StrJoin(values, ", ",
                                    [](std::string* out, const std::string& value) {
                                      absl::StrAppend(out, JsonString(value));
                                    }),
                      "]");
}

std::string PassageAsJson(const RevisedPassage& passage) {
  if (passage.sentence < 0) return "null";
  std::vector<std::string> words;
  for (const TextRange& range : passage.marked) {
    words.push_back(passage.text.substr(range.begin, range.end - range.begin));
  }
  return absl::StrCat("{\"sentenceIndex\": ", passage.sentence, ", ", Member("text", passage.text),
                      ", \"marked\": ", StringList(words), "}");
}

std::string ChangeAsJson(const RevisionChange& change) {
  const bool has_kind = change.kind == ChangeKind::kFraming;
  return absl::StrCat(
      "  {", Member("change", absl::StrReplaceAll(Word(change.kind), {{" ", "-"}})),
      ", \"silent\": ", change.silent ? "true" : "false", ",\n   ", Member("before", change.before),
      ", ", Member("after", change.after), ",\n   ",
      Member("kind", has_kind ? v1::Difference::Kind_Name(change.difference) : ""), ", ",
      Member("explanation", change.explanation), ",\n   \"older\": ", PassageAsJson(change.older),
      ",\n   \"newer\": ", PassageAsJson(change.newer), "}");
}

}  // namespace

std::string RevisionAsText(const Revision& revision, int width, bool color) {
  TextWriter out(width, color);
  for (const std::string& warning : revision.warnings) {
    out.Paragraph({{"WARNING ", Style::kBoldYellow}, {warning}}, 0, 2);
  }
  if (!revision.warnings.empty()) out.Blank();
  out.Paragraph({{Summary(revision), Style::kBold}}, 0, 2);
  for (const std::string& note : revision.notes) out.Paragraph({{"Note: "}, {note}}, 0, 2);
  if (revision.changes.empty()) out.Paragraph({{"No changes to tell."}}, 0, 2);
  absl::string_view heading;
  for (const RevisionChange& change : revision.changes) {
    if (HeadingOf(change) != heading) {
      heading = HeadingOf(change);
      WriteHeading(absl::AsciiStrToUpper(heading), out);
    }
    WriteChange(change, color, out);
  }
  return out.Take();
}

std::string RevisionAsMarkdown(const Revision& revision) {
  std::string out;
  for (const std::string& warning : revision.warnings) {
    absl::StrAppend(&out, "> **Warning** ", EscapeMarkdown(warning), "\n\n");
  }
  absl::StrAppend(&out, "**", EscapeMarkdown(Summary(revision)), "**\n");
  for (const std::string& note : revision.notes) {
    absl::StrAppend(&out, "\n> ", EscapeMarkdown(note), "\n");
  }
  if (revision.changes.empty()) absl::StrAppend(&out, "\nNo changes to tell.\n");
  absl::string_view heading;
  for (const RevisionChange& change : revision.changes) {
    if (HeadingOf(change) != heading) {
      heading = HeadingOf(change);
      absl::StrAppend(&out, "\n**", heading, "**\n\n");
    }
    if (IsAlone(change)) {
      const std::string still = StillTold(change);
      absl::StrAppend(&out, "- ", MarkedMarkdown(*LinesOf(change)[0].second),
                      still.empty() ? "" : absl::StrCat(" (", EscapeMarkdown(still), ")"), "\n");
      continue;
    }
    absl::StrAppend(&out, "- ", EscapeMarkdown(TitleOf(change)), "\n");
    for (const auto& [sign, passage] : LinesOf(change)) {
      absl::StrAppend(&out, "    - ",
                      sign == "- " ? "before: " : "after: ", MarkedMarkdown(*passage), "\n");
    }
  }
  return out;
}

std::string RevisionAsJson(const Revision& revision) {
  const auto report = [](const std::string& id, const std::string& outlet) {
    return absl::StrCat("{", Member("reportId", id), ", ", Member("outlet", outlet), "}");
  };
  std::vector<std::string> changes;
  for (const RevisionChange& change : revision.changes) changes.push_back(ChangeAsJson(change));
  return absl::StrCat("{\n \"older\": ", report(revision.older_id, revision.older_outlet),
                      ",\n \"newer\": ", report(revision.newer_id, revision.newer_outlet),
                      ",\n \"sentences\": {\"unchanged\": ", revision.unchanged,
                      ", \"rewritten\": ", revision.rewritten,
                      ", \"dropped\": ", CountOf(revision, ChangeKind::kDropped),
                      ", \"added\": ", CountOf(revision, ChangeKind::kAdded),
                      "},\n \"warnings\": ", StringList(revision.warnings),
                      ",\n \"notes\": ", StringList(revision.notes), ",\n \"changes\": [",
                      changes.empty() ? "" : "\n", absl::StrJoin(changes, ",\n"),
                      changes.empty() ? "" : "\n ", "]\n}\n");
}

}  // namespace parallax::client
