#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/page/markup.h"
#include "client/page/sections.h"
#include "client/terminal.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

// The reports with when and where they were published.
void AddReportList(const PageIndex& index, std::string& out) {
  constexpr size_t kMostOpen = 8;
  const bool many = index.reports().size() > kMostOpen;
  if (many) {
    absl::StrAppend(&out, "<details><summary>", index.reports().size(), " reports</summary>\n");
  }
  absl::StrAppend(&out, "<ol class=\"outlets\">\n");
  for (size_t i = 0; i < index.reports().size(); ++i) {
    const PageReport& report = index.reports()[i];
    absl::StrAppend(&out, "<li><a href=\"#r", i + 1, "\">", Escaped(report.outlet), "</a>");
    if (report.report != nullptr && report.report->has_publish_time()) {
      absl::StrAppend(&out, " ", TimeTag(report.report->publish_time()));
    }
    absl::StrAppend(&out, "</li>\n");
  }
  absl::StrAppend(&out, "</ol>\n", many ? "</details>\n" : "");
}

// The first words that differ of each side, as the evidence of the card marks them.
std::vector<std::string> MarkedSides(const Card& card) {
  std::vector<std::string> sides;
  for (const v1::Position& position : card.gravest().positions()) {
    const std::vector<std::string> reports = ReportsOf(position);
    const auto shown =
        std::find_if(card.evidence.begin(), card.evidence.end(), [&](const CardEvidence& quoted) {
          return !quoted.marked.empty() && std::find(reports.begin(), reports.end(),
                                                     quoted.evidence->report_id()) != reports.end();
        });
    if (shown == card.evidence.end()) continue;
    const TextRange& words = shown->marked.front();
    sides.push_back(Quoted(
        CleanLine(shown->evidence->span().text().substr(words.begin, words.end - words.begin))));
  }
  return sides;
}

// "told" against "conceded": what the sides of the gravest say, where they say different things.
std::string Against(const Card& card) {
  std::vector<std::string> sides;
  for (const v1::Position& position : card.gravest().positions()) {
    sides.push_back(Side(card.gravest().kind(), position));
  }
  const auto tells_apart = [](const std::vector<std::string>& all) {
    return all.size() > 1 && std::set<std::string>(all.begin(), all.end()).size() == all.size() &&
           std::find(all.begin(), all.end(), "") == all.end();
  };
  if (!tells_apart(sides)) sides = MarkedSides(card);
  return tells_apart(sides) ? Escaped(absl::StrJoin(sides, " against ")) : "";
}

void AddGravest(const PageIndex& index, const CardSummary& summary, std::string& out) {
  if (summary.gravest.empty()) return;
  absl::StrAppend(&out, "<h2 class=\"small\">Read first</h2>\n<ol class=\"gravest\">\n");
  for (const size_t i : summary.gravest) {
    const Card& card = index.cards()[i];
    absl::StrAppend(&out, "<li>", SeverityTag(card.gravest().severity()), " <a href=\"#",
                    Escaped(card.anchor), "\">", Escaped(Headline(card.gravest())), "</a> ",
                    "<span class=\"note\">", KindTag(card.gravest().kind()), " ", Against(card),
                    "</span></li>\n");
  }
  absl::StrAppend(&out, "</ol>\n");
}

}  // namespace

void AddSummary(const PageIndex& index, int dismissed, std::string& out) {
  const CardSummary summary = Summarize(index.response(), index.cards(), dismissed);
  absl::StrAppend(&out, "<header class=\"top\">\n<p class=\"name\">Parallax</p>\n<h1>",
                  CountsOf(summary), "</h1>\n");
  if (summary.cards > 0) {
    absl::StrAppend(&out, "<p class=\"counts\">");
    for (const auto& [count, severity] : {std::pair{summary.high, v1::Difference::HIGH},
                                          {summary.medium, v1::Difference::MEDIUM},
                                          {summary.low, v1::Difference::LOW}}) {
      absl::StrAppend(&out, "<span class=\"count\"><strong>", count, "</strong> ",
                      SeverityTag(severity), "</span> ");
    }
    absl::StrAppend(&out, "</p>\n");
  }
  AddReportList(index, out);
  absl::StrAppend(&out, WarningsAsHtml(index.response()));
  AddGravest(index, summary, out);
  absl::StrAppend(&out, "</header>\n");
}

}  // namespace parallax::client::page
