#include "client/text_cards.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "client/styles.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr int kNumberWidth = 4;    // of "12. "
constexpr int kSeverityWidth = 8;  // of "MEDIUM" and two blanks
constexpr int kIndent = 4;
constexpr int kKindWidth = 16;  // of the longest kind, "reporting verb", and two blanks

// "The Post: “[closed] the bridge”".
std::vector<StyledText> EvidenceParts(const CardEvidence& shown, const AnswerIndex& index,
                                      const TextCardOptions& options) {
  const v1::Evidence& evidence = *shown.evidence;
  const Style report = ReportStyle(index, evidence.report_id());
  const Style strong = MarkedStyle(index, evidence.report_id());
  std::vector<StyledText> parts = {{index.Outlet(evidence.report_id()), report}, {": "}};
  const InContext words = index.Context(evidence);
  const bool around = options.context && (!words.before.empty() || !words.after.empty());
  std::vector<TextRange> marked = shown.marked;
  // Brackets around all that stands in quotation marks would say nothing.
  const bool whole = marked == std::vector<TextRange>{{0, words.evidence.size()}};
  if (whole && !options.color && !around) marked.clear();
  if (around) parts.push_back({std::string(words.before), Style::kDim});
  const std::string quoted = Quoted(words.evidence);
  const size_t mark = around ? 0 : quoted.find(std::string(words.evidence));
  parts.push_back({quoted.substr(0, mark), report});
  AddMarked(words.evidence, marked, report, strong, options.color, parts);
  if (!around) parts.push_back({quoted.substr(mark + words.evidence.size()), report});
  if (around) parts.push_back({std::string(words.after), Style::kDim});
  if (evidence.in_direct_quote()) parts.push_back({" (a speaker's words)", Style::kDim});
  return parts;
}

// "asserted: The Post; alleged: The Times (confidence 0.91, commitment-class)", and where the sides
// have no name, "The Post against The Times".
std::vector<StyledText> AspectParts(const v1::Difference& difference, const AnswerIndex& index) {
  std::vector<std::string> sides;
  for (const v1::Position& position : difference.positions()) {
    sides.push_back(Side(difference.kind(), position));
  }
  const bool tell =
      std::adjacent_find(sides.begin(), sides.end(), std::not_equal_to<>()) != sides.end();
  std::vector<StyledText> parts;
  for (int i = 0; i < difference.positions_size(); ++i) {
    if (i > 0) parts.push_back({tell ? "; " : " against "});
    const std::string& side = sides[static_cast<size_t>(i)];
    if (tell && !side.empty()) parts.push_back({absl::StrCat(side, ": "), Style::kBold});
    const char* separator = "";
    for (const std::string& id : ReportsOf(difference.positions(i))) {
      parts.push_back({separator});
      parts.push_back({index.Outlet(id), ReportStyle(index, id)});
      separator = ", ";
    }
  }
  parts.push_back(
      {absl::StrFormat(" (confidence %.2f, %s)", difference.confidence(), difference.rule()),
       Style::kDim});
  return parts;
}

void WriteCard(const Card& card, size_t number, const AnswerIndex& index,
               const TextCardOptions& options, TextWriter& out) {
  const v1::Difference& gravest = card.gravest();
  std::vector<StyledText> heading;
  const StyledText label = {absl::AsciiStrToUpper(Word(gravest.severity())),
                            StyleOf(gravest.severity())};
  if (options.numbered) {
    // The severity keeps its column without blanks that would be lost in a paragraph.
    heading = {label, {" "}, {Headline(gravest), Style::kBold}};
    out.Row({absl::StrCat(number, "."), Style::kDim}, kNumberWidth, heading, 0);
  } else {
    heading = {{Headline(gravest), Style::kBold}};
    out.Row(label, kSeverityWidth, heading, 0);
  }
  for (const CardEvidence& shown : card.evidence) {
    out.Paragraph(EvidenceParts(shown, index, options), kIndent, kIndent + 2);
  }
  for (const v1::Difference* aspect : card.aspects) {
    out.Row({Word(aspect->kind()), Style::kDim}, kKindWidth, AspectParts(*aspect, index), kIndent);
  }
  const int fact = card.fact < 0 || !options.numbered ? 0 : index.FactNumber(card.fact);
  if (fact > 0) out.Paragraph({{absl::StrCat("fact ", fact), Style::kDim}}, kIndent, kIndent);
}

}  // namespace

void AddMarked(absl::string_view text, const std::vector<TextRange>& marked, Style plain,
               Style strong, bool color, std::vector<StyledText>& parts) {
  size_t at = 0;
  for (const TextRange& range : marked) {
    parts.push_back({std::string(text.substr(at, range.begin - at)), plain});
    const absl::string_view words = text.substr(range.begin, range.end - range.begin);
    parts.push_back({color ? std::string(words) : absl::StrCat("[", words, "]"), strong});
    at = range.end;
  }
  parts.push_back({std::string(text.substr(at)), plain});
}

void WriteCards(const std::vector<Card>& cards, const AnswerIndex& index,
                const TextCardOptions& options, TextWriter& out) {
  for (size_t i = 0; i < cards.size(); ++i) {
    out.Blank();
    WriteCard(cards[i], i + 1, index, options, out);
  }
}

}  // namespace parallax::client
