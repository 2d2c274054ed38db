#include "client/text_view.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/answer_index.h"
#include "client/cards.h"
#include "client/styles.h"
#include "client/terminal.h"
#include "client/text_cards.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr int kNumberWidth = 6;    // of " 12.  " in front of a fact
constexpr int kClassWidth = 13;    // of the longest class, "prospective", and two blanks
constexpr int kSeverityWidth = 8;  // of "MEDIUM" and two blanks
constexpr int kMostSources = 4;    // of a report, in its line

// "3 reports, 1 shared fact, 5 differences on 3 cards: 1 high, 2 low", then the gravest.
void WriteSummary(const v1::CompareReportsResponse& response, const std::vector<Card>& cards,
                  int dismissed, TextWriter& out) {
  const CardSummary summary = Summarize(response, cards, dismissed);
  std::vector<StyledText> parts = {{CountsOf(summary), Style::kBold}};
  const char* separator = ": ";
  for (const auto& [count, severity] : {std::pair{summary.high, v1::Difference::HIGH},
                                        {summary.medium, v1::Difference::MEDIUM},
                                        {summary.low, v1::Difference::LOW}}) {
    if (count == 0) continue;
    parts.push_back({separator});
    parts.push_back({absl::StrCat(count, " ", Word(severity)), StyleOf(severity)});
    separator = ", ";
  }
  out.Paragraph(parts, 0, 2);
  for (const size_t i : summary.gravest) {
    const v1::Difference& gravest = cards[i].gravest();
    const std::vector<StyledText> text = {
        {gravest.explanation().empty() ? Word(gravest.kind()) : gravest.explanation()}};
    out.Row({absl::AsciiStrToUpper(Word(gravest.severity())), StyleOf(gravest.severity())},
            kSeverityWidth, text, 2);
  }
}

void Reports(const v1::CompareReportsResponse& response, const AnswerIndex& index,
             TextWriter& out) {
  WriteHeading("REPORTS", out);
  for (const v1::ReportProfile& profile : response.profiles()) {
    std::vector<StyledText> parts = {
        {index.Outlet(profile.report_id()), ReportStyle(index, profile.report_id())},
        {absl::StrCat(": ", Count(profile.claim_count(), "claim"))}};
    if (profile.commitment_counts_size() > 0) {
      parts.push_back({absl::StrCat(" (",
                                    absl::StrJoin(profile.commitment_counts(), ", ",
                                                  [](std::string* text, const auto& count) {
                                                    absl::StrAppend(text, count.claim_count(), " ",
                                                                    Word(count.commitment()));
                                                  }),
                                    ")")});
    }
    out.Paragraph(parts, 2, 6);
    const int shown = std::min(profile.sources_size(), kMostSources);
    if (shown > 0) {
      std::string sources;
      for (int i = 0; i < shown; ++i) {
        const v1::ReportProfile::Source& source = profile.sources(i);
        absl::StrAppend(&sources, i == 0 ? "" : ", ",
                        source.name().empty() ? "(unnamed)" : source.name(),
                        absl::StrFormat(" %.0f%%", 100 * source.share()));
      }
      if (profile.sources_size() > shown) {
        absl::StrAppend(&sources, " and ", profile.sources_size() - shown, " more");
      }
      out.Paragraph({{"sources, by share of the words: ", Style::kDim}, {sources}}, 6, 8);
    }
    if (profile.loaded_terms_size() > 0) {
      out.Paragraph({{"loaded terms: ", Style::kDim},
                     {absl::StrJoin(profile.loaded_terms(), ", ",
                                    [](std::string* text, const v1::LoadedTerm& term) {
                                      absl::StrAppend(text, Quoted(term.span().text()));
                                    })}},
                    6, 8);
    }
  }
}

// The sources of an account's mentions, each once, in order.
std::string SourcesOf(const v1::Account& account) {
  std::vector<std::string> sources;
  for (const v1::FactMention& mention : account.mentions()) {
    if (mention.commitment() != account.commitment() || mention.source().empty()) continue;
    std::string source = CleanLine(mention.source());
    while (!source.empty() && source.back() == ',') source.pop_back();  // of an apposition
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
      sources.push_back(std::move(source));
    }
  }
  return absl::StrJoin(sources, "; ");
}

// A line for each class, in falling order of strength, then one for who is silent:
//   asserted     Daily Beacon, Radio Vostra
//   alleged      Northline (security service)
//   not told     The Courier
void Accounts(const v1::Fact& fact, const AnswerIndex& index, TextWriter& out) {
  std::map<int, std::vector<const v1::Account*>> by_class;
  for (const v1::Account& account : fact.accounts()) {
    by_class[account.commitment()].push_back(&account);
  }
  for (const auto& [number, accounts] : by_class) {
    const auto commitment = static_cast<v1::Claim::Commitment>(number);
    std::vector<StyledText> reports;
    for (const v1::Account* account : accounts) {
      if (!reports.empty()) reports.push_back({", "});
      reports.push_back(
          {index.Outlet(account->report_id()), ReportStyle(index, account->report_id())});
      const std::string sources = SourcesOf(*account);
      if (!sources.empty()) reports.push_back({absl::StrCat(" (", sources, ")"), Style::kDim});
    }
    out.Row({Word(commitment), StyleOf(commitment)}, kClassWidth, reports, kNumberWidth);
  }
  if (fact.absent_report_ids_size() > 0) {
    std::vector<StyledText> reports;
    for (const std::string& id : fact.absent_report_ids()) {
      if (!reports.empty()) reports.push_back({", "});
      reports.push_back({index.Outlet(id), Style::kDim});
    }
    out.Row({"not told", Style::kDim}, kClassWidth, reports, kNumberWidth);
  }
}

void Facts(const v1::CompareReportsResponse& response, const AnswerIndex& index, TextWriter& out) {
  WriteHeading("SHARED FACTS", out);
  int shown = 0;
  int left_out = 0;
  for (int i = 0; i < response.facts_size(); ++i) {
    const v1::Fact& fact = response.facts(i);
    const int number = index.FactNumber(i);
    if (number == 0) {
      left_out += fact.accounts_size() > 1 ? 1 : 0;
      continue;
    }
    WriteNumbered(number, {CloseQuotations(CleanLine(fact.statement())), Style::kBold}, out);
    Accounts(fact, index, out);
    ++shown;
  }
  if (shown == 0) out.Paragraph({{"none"}}, 2, 2);
  if (left_out > 0) {
    out.Paragraph(
        {{absl::StrCat(left_out, " less certain, left out here: see --format=json"), Style::kDim}},
        2, 2);
  }
}

void SharedWordings(const v1::CompareReportsResponse& response, const AnswerIndex& index,
                    TextWriter& out) {
  if (response.shared_wordings_size() == 0) return;
  WriteHeading("SHARED WORDING (passages told nearly word for word alike)", out);
  for (const v1::SharedWording& wording : response.shared_wordings()) {
    if (wording.passages_size() == 0) continue;
    std::vector<StyledText> parts;
    for (const v1::SharedWording::Passage& passage : wording.passages()) {
      if (!parts.empty()) parts.push_back({", "});
      parts.push_back({index.Outlet(passage.report_id()), ReportStyle(index, passage.report_id())});
    }
    parts.push_back({absl::StrCat(": ", Quoted(wording.passages(0).span().text()))});
    out.Paragraph(parts, 2, 4);
  }
}

}  // namespace

std::string RenderComparison(const v1::CompareReportsResponse& response,
                             const TextViewOptions& options) {
  const AnswerIndex index(response);
  const std::vector<Card> cards = MakeCards(response);
  TextWriter out(options.width, options.color);
  WriteWarnings(response, out);
  WriteSummary(response, cards, options.dismissed, out);
  WriteHeading("DIFFERENCES", out);
  if (cards.empty()) out.Paragraph({{"none"}}, 2, 2);
  WriteCards(cards, index, {.color = options.color, .context = options.context, .numbered = true},
             out);
  Facts(response, index, out);
  Reports(response, index, out);
  SharedWordings(response, index, out);
  return out.Take();
}

std::string RenderDifferences(const v1::CompareReportsResponse& response,
                              const TextViewOptions& options) {
  TextWriter out(options.width, options.color);
  WriteCards(MakeCards(response), AnswerIndex(response),
             {.color = options.color, .context = options.context}, out);
  return out.Take();
}

}  // namespace parallax::client
