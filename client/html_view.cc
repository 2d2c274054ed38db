#include "client/html_view.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "client/answer_index.h"
#include "client/terminal.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr absl::string_view kStyle = R"(
:root { color-scheme: light dark; --line: #8886; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
article { border: 1px solid var(--line); border-left: .4rem solid #888; border-radius: .3rem;
  padding: .4rem 1rem; margin: 1rem 0; }
article.high { border-left-color: #c22; } article.medium { border-left-color: #c80; }
article h3 { font-size: 1rem; margin: .3rem 0; } article p { margin: .3rem 0; }
.warnings { border: 1px solid #c80; border-radius: .3rem; padding: .4rem 2rem; }
.rule, .source, .none { opacity: .7; font-size: .85rem; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .3rem 1rem; margin: .5rem 0; }
dt { font-weight: 600; } dd { margin: 0; }
mark { background: #fd08; color: inherit; border-radius: .2rem; padding: 0 .1rem; }
.asserted, .endorsed { color: #187a2f; } .alleged, .hedged { color: #a86400; }
.denied, .negated { color: #c22; }
@media (prefers-color-scheme: dark) { .asserted, .endorsed { color: #5fd37d; }
  .alleged, .hedged { color: #f0b04c; } .denied, .negated { color: #ff7b72; } }
)";

std::string Escape(absl::string_view text) { return EscapeHtml(CleanLine(text)); }

void Open(absl::string_view title, std::string& out) {
  absl::StrAppend(&out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                  "<title>", Escape(title), "</title>\n<style>", kStyle,
                  "</style>\n</head>\n<body>\n");
}

void Close(std::string& out) { absl::StrAppend(&out, "</body>\n</html>\n"); }

std::string CommitmentSpan(v1::Claim::Commitment commitment) {
  const std::string word = Word(commitment);
  return absl::StrCat("<span class=\"", Escape(word), "\">", Escape(word), "</span>");
}

void EvidenceItem(const v1::Evidence& evidence, const AnswerIndex& index, std::string& out) {
  const InContext words = index.Context(evidence);
  absl::StrAppend(&out, "<dt>", Escape(index.Outlet(evidence.report_id())), "</dt><dd>",
                  Escape(words.before), words.before.empty() ? "" : " ", "<mark>",
                  Escape(words.evidence), "</mark>", words.after.empty() ? "" : " ",
                  Escape(words.after), "</dd>\n");
}

void DifferenceArticle(const v1::Difference& difference, const AnswerIndex& index,
                       std::string& out) {
  const std::string severity = Word(difference.severity());
  absl::StrAppend(&out, "<article class=\"", Escape(severity), "\">\n<h3>", Escape(severity), ": ",
                  Escape(Word(difference.kind())));
  if (const int fact = index.FactIndex(difference.fact_id()); fact >= 0) {
    absl::StrAppend(&out, " on <a href=\"#fact-", fact + 1, "\">fact ", fact + 1, "</a>");
  }
  absl::StrAppend(&out, "</h3>\n<p>", Escape(difference.explanation()), "</p>\n");
  for (const v1::Position& position : difference.positions()) {
    absl::StrAppend(
        &out, "<p><strong>",
        Escape(position.value() == "ABSENT" ? "not told" : absl::string_view(position.value())),
        "</strong></p>\n<dl>\n");
    for (const v1::Evidence& evidence : position.evidence()) EvidenceItem(evidence, index, out);
    if (position.evidence_size() == 0) {
      for (const std::string& id : position.report_ids()) {
        absl::StrAppend(&out, "<dt>", Escape(index.Outlet(id)), "</dt><dd>&ndash;</dd>\n");
      }
    }
    absl::StrAppend(&out, "</dl>\n");
  }
  absl::StrAppend(&out, "<p class=\"rule\">", Escape(difference.rule()),
                  absl::StrFormat(", confidence %.2f", difference.confidence()),
                  "</p>\n</article>\n");
}

// What a report says of a fact: the class, whom it gives it to, and its words.
void AccountCell(const v1::Account& account, std::string& out) {
  absl::StrAppend(&out, "<td>", CommitmentSpan(account.commitment()));
  for (const v1::FactMention& mention : account.mentions()) {
    if (mention.commitment() != account.commitment()) continue;
    absl::StrAppend(&out, "<br>", Escape(Quoted(mention.span().text())));
    if (!mention.source().empty()) {
      absl::StrAppend(&out, " <span class=\"source\">(", Escape(mention.source()), ")</span>");
    }
    break;
  }
  absl::StrAppend(&out, "</td>");
}

void FactTable(const v1::CompareReportsResponse& response, const AnswerIndex& index,
               std::string& out) {
  absl::StrAppend(&out, "<table>\n<thead><tr><th>Fact</th>");
  for (const v1::ReportProfile& profile : response.profiles()) {
    absl::StrAppend(&out, "<th>", Escape(index.Outlet(profile.report_id())), "</th>");
  }
  absl::StrAppend(&out, "</tr></thead>\n<tbody>\n");
  int left_out = 0;
  for (int i = 0; i < response.facts_size(); ++i) {
    const v1::Fact& fact = response.facts(i);
    if (fact.accounts_size() < 2 && fact.absent_report_ids_size() > 0) continue;
    if (!index.IsLikely(i)) {
      ++left_out;
      continue;
    }
    std::map<std::string, const v1::Account*> accounts;
    for (const v1::Account& account : fact.accounts()) {
      accounts.emplace(account.report_id(), &account);
    }
    absl::StrAppend(&out, "<tr id=\"fact-", i + 1, "\"><th>", i + 1, ". ", Escape(fact.statement()),
                    "</th>");
    for (const v1::ReportProfile& profile : response.profiles()) {
      const auto account = accounts.find(profile.report_id());
      if (account == accounts.end()) {
        absl::StrAppend(&out, "<td class=\"none\">not told</td>");
      } else {
        AccountCell(*account->second, out);
      }
    }
    absl::StrAppend(&out, "</tr>\n");
  }
  absl::StrAppend(&out, "</tbody>\n</table>\n");
  if (left_out > 0) {
    absl::StrAppend(&out, "<p>", left_out, " less certain, left out here: see JSON.</p>\n");
  }
}

}  // namespace

std::string RenderHtml(const v1::CompareReportsResponse& response) {
  const AnswerIndex index(response);
  std::string out;
  Open("How the reports frame it", out);
  absl::StrAppend(&out, "<h1>", Count(response.profiles_size(), "report"), ", ",
                  Count(response.differences_size(), "difference"), "</h1>\n",
                  WarningsAsHtml(response), "<h2>Differences</h2>\n");
  for (const v1::Difference& difference : response.differences()) {
    DifferenceArticle(difference, index, out);
  }
  if (response.differences_size() == 0) absl::StrAppend(&out, "<p>None.</p>\n");
  absl::StrAppend(&out, "<h2>Shared facts</h2>\n");
  FactTable(response, index, out);
  Close(out);
  return out;
}

std::string RenderHtml(const v1::AnalyzeReportResponse& response) {
  const v1::ReportAnalysis& analysis = response.analysis();
  std::map<std::string, const v1::Attribution*> attributions;
  for (const v1::Attribution& attribution : analysis.attributions()) {
    attributions.emplace(attribution.id(), &attribution);
  }
  std::map<int, std::vector<const v1::Claim*>> claims;
  for (const v1::Claim& claim : analysis.claims()) claims[claim.sentence_index()].push_back(&claim);

  std::string out;
  const std::string title =
      absl::StrCat(analysis.report_id(), ": ", Count(analysis.claims_size(), "claim"));
  Open(title, out);
  absl::StrAppend(&out, "<h1>", Escape(title), "</h1>\n", WarningsAsHtml(response));
  for (const v1::Sentence& sentence : analysis.sentences()) {
    if (!sentence.furniture().empty()) {
      absl::StrAppend(&out, "<p class=\"none\">left out as ", Escape(sentence.furniture()), ": ",
                      Escape(sentence.span().text()), "</p>\n");
      continue;
    }
    absl::StrAppend(&out, "<article>\n<p>", Escape(sentence.span().text()), "</p>\n<dl>\n");
    for (const v1::Claim* claim : claims[sentence.index()]) {
      absl::StrAppend(&out, "<dt>", CommitmentSpan(claim->commitment()),
                      absl::StrFormat(" %+.1f", claim->factuality()), "</dt><dd>",
                      Escape(claim->span().text()));
      if (claim->attribution_ids_size() > 0) {
        const auto found = attributions.find(claim->attribution_ids(0));
        if (found != attributions.end() && !found->second->source().text().empty()) {
          absl::StrAppend(&out, " <span class=\"source\">(", Escape(found->second->source().text()),
                          ")</span>");
        }
      }
      absl::StrAppend(&out, "</dd>\n");
    }
    absl::StrAppend(&out, "</dl>\n</article>\n");
  }
  Close(out);
  return out;
}

}  // namespace parallax::client
