#include "client/csv_view.h"

#include <map>
#include <vector>

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

// What spreadsheets begin a formula with, also in the wide forms of East Asian keyboards.
bool LooksLikeFormula(absl::string_view text) {
  for (absl::string_view start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
    if (absl::StartsWith(text, start)) return true;
  }
  return false;
}

std::string Cell(absl::string_view text) {
  std::string cell = CleanLine(text);
  if (LooksLikeFormula(cell)) cell = absl::StrCat("'", cell);
  if (cell.find_first_of(",\"\r\n;") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

std::string Row(const std::vector<std::string>& cells) {
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, Cell(cell));
                                    }),
                      "\r\n");
}

std::string Sides(const v1::Difference& difference, const AnswerIndex& index) {
  return absl::StrJoin(
      difference.positions(), " | ", [&](std::string* out, const v1::Position& position) {
        const std::string side = Side(difference.kind(), position);
        absl::StrAppend(out, side, side.empty() ? "" : ": ",
                        absl::StrJoin(ReportsOf(position), ", ",
                                      [&index](std::string* names, const std::string& id) {
                                        absl::StrAppend(names, index.Outlet(id));
                                      }));
      });
}

std::string EvidenceOf(const v1::Difference& difference, const AnswerIndex& index) {
  std::vector<std::string> passages;
  for (const v1::Position& position : difference.positions()) {
    for (const v1::Evidence& evidence : position.evidence()) {
      passages.push_back(
          absl::StrCat(index.Outlet(evidence.report_id()), ": ", Quoted(evidence.span().text())));
    }
  }
  return absl::StrJoin(passages, " | ");
}

std::string AccountText(const v1::Account& account) {
  std::vector<std::string> sources;
  for (const v1::FactMention& mention : account.mentions()) {
    if (mention.commitment() != account.commitment() || mention.source().empty()) continue;
    if (sources.empty() || sources.back() != mention.source()) sources.push_back(mention.source());
  }
  return absl::StrCat(Word(account.commitment()), sources.empty() ? "" : " (",
                      absl::StrJoin(sources, "; "), sources.empty() ? "" : ")");
}

}  // namespace

std::string CsvRows(const v1::CompareReportsResponse& response, absl::string_view change) {
  const AnswerIndex index(response);
  const std::vector<Card> cards = MakeCards(response);
  std::string out;
  for (size_t i = 0; i < cards.size(); ++i) {
    for (const v1::Difference* difference : cards[i].aspects) {
      const int fact = index.FactIndex(difference->fact_id());
      absl::StrAppend(
          &out, Row({std::string(change), absl::StrCat(i + 1), Word(difference->severity()),
                     Word(difference->kind()), absl::StrFormat("%.2f", difference->confidence()),
                     difference->rule(), difference->explanation(),
                     fact < 0 ? "" : response.facts(fact).statement(), Sides(*difference, index),
                     EvidenceOf(*difference, index), difference->key()}));
    }
  }
  return out;
}

std::string RenderCsv(const v1::CompareReportsResponse& response, absl::string_view change) {
  return absl::StrCat(Row({"change", "card", "severity", "kind", "confidence", "rule",
                           "explanation", "fact", "sides", "evidence", "key"}),
                      CsvRows(response, change));
}

std::string RenderFactsCsv(const v1::CompareReportsResponse& response) {
  const AnswerIndex index(response);
  std::vector<std::string> heading = {"fact", "statement", "confidence", "origins"};
  for (const v1::ReportProfile& profile : response.profiles()) {
    heading.push_back(index.Outlet(profile.report_id()));
  }
  std::string out = Row(heading);
  for (const v1::Fact& fact : response.facts()) {
    std::map<std::string, std::string> by_report;
    for (const v1::Account& account : fact.accounts()) {
      by_report.emplace(account.report_id(), AccountText(account));
    }
    for (const std::string& id : fact.absent_report_ids()) by_report.emplace(id, "not told");
    std::vector<std::string> cells = {fact.id(), CloseQuotations(CleanLine(fact.statement())),
                                      absl::StrFormat("%.2f", fact.confidence()),
                                      absl::StrCat(fact.origin_count())};
    for (const v1::ReportProfile& profile : response.profiles()) {
      cells.push_back(by_report[profile.report_id()]);
    }
    absl::StrAppend(&out, Row(cells));
  }
  return out;
}

}  // namespace parallax::client
