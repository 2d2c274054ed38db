#include "client/markdown_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/answer_index.h"
#include "client/cards.h"
#include "client/terminal.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

// "“**closed** the bridge”".
std::string MarkedText(const CardEvidence& shown) {
  const absl::string_view text = shown.evidence->span().text();
  std::string out;
  size_t at = 0;
  for (const TextRange& range : shown.marked) {
    if (range.begin == 0 && range.end == text.size()) break;
    const std::string words = EscapeMarkdown(text.substr(range.begin, range.end - range.begin));
    absl::string_view before = text.substr(at, range.begin - at);
    absl::StrAppend(&out, EscapeMarkdown(before), absl::EndsWith(before, " ") ? " " : "");
    absl::StrAppend(&out, "**", words, "**");
    at = range.end;
    if (at < text.size() && text[at] == ' ') out += ' ';
  }
  absl::StrAppend(&out, EscapeMarkdown(text.substr(at)));
  // The marks of Quoted, around text that holds markup by now.
  const std::string quoted = Quoted(text);
  if (quoted == text) return out;
  const size_t lead = (quoted.size() - text.size()) / 2;
  return absl::StrCat(quoted.substr(0, lead), out, quoted.substr(quoted.size() - lead));
}

std::string AspectText(const v1::Difference& difference, const AnswerIndex& index) {
  std::vector<std::string> sides;
  for (const v1::Position& position : difference.positions()) {
    const std::string side = Side(difference.kind(), position);
    sides.push_back(absl::StrCat(
        side, side.empty() ? "" : ": ",
        absl::StrJoin(ReportsOf(position), ", ", [&index](std::string* out, const std::string& id) {
          absl::StrAppend(out, index.Outlet(id));
        })));
  }
  return absl::StrCat("*", Word(difference.kind()),
                      "*: ", EscapeMarkdown(absl::StrJoin(sides, "; ")),
                      absl::StrFormat(" (confidence %.2f, ", difference.confidence()),
                      EscapeMarkdown(difference.rule()), ")");
}

std::string FactText(const v1::Fact& fact, const AnswerIndex& index) {
  std::vector<std::string> told;
  for (const v1::Account& account : fact.accounts()) {
    told.push_back(
        absl::StrCat(index.Outlet(account.report_id()), " ", Word(account.commitment())));
  }
  for (const std::string& id : fact.absent_report_ids()) {
    told.push_back(absl::StrCat(index.Outlet(id), " not told"));
  }
  return absl::StrCat(EscapeMarkdown(CloseQuotations(CleanLine(fact.statement()))), " (",
                      EscapeMarkdown(absl::StrJoin(told, ", ")), ")");
}

}  // namespace

std::string EscapeMarkdown(absl::string_view text) {
  constexpr absl::string_view kBreak = "\xE2\x80\x8B";
  std::string out;
  const std::string clean = CleanLine(text);
  for (size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    const absl::string_view rest = absl::string_view(clean).substr(i);
    if (c == '<') {
      absl::StrAppend(&out, "&lt;");
    } else if (c == '>') {
      absl::StrAppend(&out, "&gt;");
    } else if (c == '&') {
      absl::StrAppend(&out, "&amp;");
    } else if (absl::string_view("\\`*_[]|~$").find(c) != absl::string_view::npos) {
      absl::StrAppend(&out, "\\", std::string(1, c));
    } else if (c == '@' || c == '#') {
      absl::StrAppend(&out, std::string(1, c), kBreak);
    } else if (absl::StartsWith(rest, "://")) {
      absl::StrAppend(&out, ":", kBreak, "//");
      i += 2;
    } else if (absl::StartsWithIgnoreCase(rest, "www.")) {
      absl::StrAppend(&out, rest.substr(0, 3), kBreak, ".");
      i += 3;
    } else {
      out += c;
    }
  }
  // At the start of a line these would begin a list, a quotation or a heading.
  if (!out.empty() && (out[0] == '-' || out[0] == '+' || out[0] == '='))
    out = absl::StrCat("\\", out);
  const size_t digits = std::min(out.find_first_not_of("0123456789"), out.size());
  if (digits > 0 && digits < out.size() && out[digits] == '.')
    out = absl::StrCat(out.substr(0, digits), "\\", out.substr(digits));
  return out;
}

std::string MarkdownCards(const v1::CompareReportsResponse& response) {
  const AnswerIndex index(response);
  std::string out;
  int number = 0;
  for (const Card& card : MakeCards(response)) {
    const v1::Difference& gravest = card.gravest();
    absl::StrAppend(&out, ++number, ". **", absl::AsciiStrToUpper(Word(gravest.severity())), "** ",
                    EscapeMarkdown(Headline(gravest)), "\n");
    for (const CardEvidence& shown : card.evidence) {
      absl::StrAppend(&out, "    - ", EscapeMarkdown(index.Outlet(shown.evidence->report_id())),
                      ": ", MarkedText(shown), "\n");
    }
    for (const v1::Difference* aspect : card.aspects) {
      absl::StrAppend(&out, "    - ", AspectText(*aspect, index), "\n");
    }
  }
  return out;
}

std::string RenderMarkdown(const v1::CompareReportsResponse& response, int dismissed) {
  const AnswerIndex index(response);
  const std::vector<Card> cards = MakeCards(response);
  const CardSummary summary = Summarize(response, cards, dismissed);
  std::string out;
  for (const v1::Warning& warning : response.warnings()) {
    absl::StrAppend(&out, "> **Warning** ",
                    warning.report_id().empty()
                        ? ""
                        : absl::StrCat(EscapeMarkdown(index.Outlet(warning.report_id())), ": "),
                    EscapeMarkdown(warning.text()), "\n\n");
  }
  absl::StrAppend(&out, "**", CountsOf(summary), "**");
  const char* separator = ": ";
  for (const auto& [count, word] :
       {std::pair{summary.high, "high"}, {summary.medium, "medium"}, {summary.low, "low"}}) {
    if (count == 0) continue;
    absl::StrAppend(&out, separator, count, " ", word);
    separator = ", ";
  }
  absl::StrAppend(&out, "\n\n", cards.empty() ? "No differences.\n" : MarkdownCards(response));
  bool any = false;
  for (int i = 0; i < response.facts_size(); ++i) {
    const int fact_number = index.FactNumber(i);
    if (fact_number == 0) continue;
    if (!std::exchange(any, true)) absl::StrAppend(&out, "\n**Shared facts**\n\n");
    absl::StrAppend(&out, fact_number, ". ", FactText(response.facts(i), index), "\n");
  }
  return out;
}

}  // namespace parallax::client
