#include "client/text_view.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/answer_index.h"
#include "client/terminal.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr int kNumberWidth = 6;  // of " 12.  " in front of a fact or sentence
constexpr int kClassWidth = 13;  // of the longest class, "prospective", and two blanks
constexpr int kSeverityWidth = 8;
constexpr int kPositionIndent = 4;
constexpr int kEvidenceIndent = 6;
constexpr int kMostSources = 4;  // of a report, in its line

// One colour a report, so that the eye can follow it down the page.
Style ReportStyle(const AnswerIndex& index, const std::string& report_id) {
  static constexpr std::array kStyles = {Style::kCyan, Style::kYellow, Style::kMagenta,
                                         Style::kGreen, Style::kBlue};
  return kStyles[index.Place(report_id) % kStyles.size()];
}

Style SeverityStyle(v1::Difference::Severity severity) {
  switch (severity) {
    case v1::Difference::HIGH:
      return Style::kBoldRed;
    case v1::Difference::MEDIUM:
      return Style::kBoldYellow;
    default:
      return Style::kBold;
  }
}

Style CommitmentStyle(v1::Claim::Commitment commitment) {
  switch (commitment) {
    case v1::Claim::ASSERTED:
    case v1::Claim::ENDORSED:
      return Style::kGreen;
    case v1::Claim::ALLEGED:
    case v1::Claim::HEDGED:
      return Style::kYellow;
    case v1::Claim::DENIED:
    case v1::Claim::NEGATED:
      return Style::kRed;
    default:
      return Style::kPlain;
  }
}

void Heading(absl::string_view title, TextWriter& out) {
  out.Blank();
  out.Paragraph({{std::string(title), Style::kBold}}, 0, 0);
}

// `text` with `number` to its left.
void Numbered(int number, const StyledText& text, TextWriter& out) {
  const std::string label = absl::StrCat(number, ".");
  const int indent = std::max(4 - static_cast<int>(label.size()), 0);
  out.Row({label, Style::kDim}, kNumberWidth - indent, std::vector<StyledText>{text}, indent);
}

// Those of the article.
int SentenceCount(const v1::ReportAnalysis& analysis) {
  return static_cast<int>(
      std::count_if(analysis.sentences().begin(), analysis.sentences().end(),
                    [](const v1::Sentence& sentence) { return sentence.furniture().empty(); }));
}

int SharedFactCount(const v1::CompareReportsResponse& response) {
  return static_cast<int>(
      std::count_if(response.facts().begin(), response.facts().end(),
                    [](const v1::Fact& fact) { return fact.accounts_size() > 1; }));
}

void Summary(const v1::CompareReportsResponse& response, TextWriter& out) {
  std::map<v1::Difference::Severity, int> counts;
  for (const v1::Difference& difference : response.differences()) ++counts[difference.severity()];
  std::vector<StyledText> parts = {
      {absl::StrCat(Count(response.profiles_size(), "report"), ", ",
                    Count(SharedFactCount(response), "shared fact"), ", ",
                    Count(response.differences_size(), "difference")),
       Style::kBold}};
  const char* separator = ": ";
  for (const auto severity : {v1::Difference::HIGH, v1::Difference::MEDIUM, v1::Difference::LOW}) {
    if (counts[severity] == 0) continue;
    parts.push_back({separator});
    parts.push_back({absl::StrCat(counts[severity], " ", Word(severity)), SeverityStyle(severity)});
    separator = ", ";
  }
  out.Paragraph(parts, 0, 2);
}

void Reports(const v1::CompareReportsResponse& response, const AnswerIndex& index,
             TextWriter& out) {
  Heading("REPORTS", out);
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
    out.Row({Word(commitment), CommitmentStyle(commitment)}, kClassWidth, reports, kNumberWidth);
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
  Heading("SHARED FACTS", out);
  if (SharedFactCount(response) == 0) out.Paragraph({{"none"}}, 2, 2);
  int left_out = 0;
  for (int i = 0; i < response.facts_size(); ++i) {
    const v1::Fact& fact = response.facts(i);
    if (fact.accounts_size() < 2) continue;
    if (!index.IsLikely(i)) {
      ++left_out;
      continue;
    }
    Numbered(i + 1, {fact.statement(), Style::kBold}, out);
    Accounts(fact, index, out);
  }
  if (left_out > 0) {
    out.Paragraph(
        {{absl::StrCat(left_out, " less certain, left out here: see --format=json"), Style::kDim}},
        2, 2);
  }
}

// "The Post: “closed the bridge”".
std::vector<StyledText> EvidenceParts(const v1::Evidence& evidence, const AnswerIndex& index,
                                      const TextViewOptions& options) {
  const Style style = ReportStyle(index, evidence.report_id());
  std::vector<StyledText> parts = {{index.Outlet(evidence.report_id()), style}, {": "}};
  const InContext words = index.Context(evidence);
  if (options.context && (!words.before.empty() || !words.after.empty())) {
    // Without colour the marks alone say which words are meant.
    parts.push_back({std::string(words.before), Style::kDim});
    parts.push_back({absl::StrCat("»", words.evidence, "«"), style});
    parts.push_back({std::string(words.after), Style::kDim});
  } else {
    parts.push_back({Quoted(words.evidence), style});
  }
  return parts;
}

// The reports of a position that has no words to show.
std::vector<StyledText> ReportParts(const v1::Position& position, const AnswerIndex& index) {
  std::vector<StyledText> parts;
  for (const std::string& id : position.report_ids()) {
    if (!parts.empty()) parts.push_back({", "});
    parts.push_back({index.Outlet(id), ReportStyle(index, id)});
  }
  return parts;
}

// A short value stands to the left of the words that show it, a long one above them; one that only
// repeats them is left out.
void PositionLines(const v1::Position& position, const AnswerIndex& index,
                   const TextViewOptions& options, TextWriter& out) {
  std::vector<std::vector<StyledText>> lines;
  for (const v1::Evidence& evidence : position.evidence()) {
    lines.push_back(EvidenceParts(evidence, index, options));
  }
  if (lines.empty()) lines.push_back(ReportParts(position, index));

  const std::string value =
      position.value() == "ABSENT" ? std::string("not told") : CleanLine(position.value());
  const bool repeats = position.evidence_size() > 0 &&
                       std::all_of(position.evidence().begin(), position.evidence().end(),
                                   [&position](const v1::Evidence& evidence) {
                                     return SameWords(evidence.span().text(), position.value());
                                   });
  if (repeats || DisplayWidth(value) > kClassWidth - 2) {
    if (!repeats) out.Paragraph({{value, Style::kBold}}, kPositionIndent, kEvidenceIndent);
    const int indent = repeats ? kPositionIndent : kEvidenceIndent;
    for (const std::vector<StyledText>& line : lines) out.Paragraph(line, indent, indent + 2);
    return;
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    out.Row({i == 0 ? value : std::string(), Style::kBold}, kClassWidth, lines[i], kPositionIndent);
  }
}

void DifferenceLines(const v1::Difference& difference, const AnswerIndex& index,
                     const TextViewOptions& options, TextWriter& out) {
  std::vector<StyledText> heading = {{Word(difference.kind()), Style::kBold}};
  const int fact = index.FactIndex(difference.fact_id());
  if (fact >= 0) heading.push_back({absl::StrCat(" on fact ", fact + 1)});
  heading.push_back({absl::StrFormat(" (%s, confidence %.2f)", CleanLine(difference.rule()),
                                     difference.confidence()),
                     Style::kDim});
  out.Row(
      {absl::AsciiStrToUpper(Word(difference.severity())), SeverityStyle(difference.severity())},
      kSeverityWidth, heading, 0);
  if (!difference.explanation().empty()) {
    out.Paragraph({{difference.explanation()}}, 2, 2);
  }
  for (const v1::Position& position : difference.positions()) {
    PositionLines(position, index, options, out);
  }
}

void Differences(const v1::CompareReportsResponse& response, const AnswerIndex& index,
                 const TextViewOptions& options, TextWriter& out) {
  for (const v1::Difference& difference : response.differences()) {
    out.Blank();
    DifferenceLines(difference, index, options, out);
  }
}

void SharedWordings(const v1::CompareReportsResponse& response, const AnswerIndex& index,
                    TextWriter& out) {
  if (response.shared_wordings_size() == 0) return;
  Heading("SHARED WORDING (passages told nearly word for word alike)", out);
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

void Claim(const v1::Claim& claim, const std::map<std::string, const v1::Attribution*>& sources,
           TextWriter& out) {
  std::vector<StyledText> parts = {{absl::StrFormat("%+.1f ", claim.factuality()), Style::kDim},
                                   {claim.span().text()}};
  std::string cue;
  if (claim.attribution_ids_size() > 0) {
    const auto found = sources.find(claim.attribution_ids(0));
    if (found != sources.end()) {
      const v1::Attribution& attribution = *found->second;
      const std::string& source = attribution.source().text();
      parts.push_back({absl::StrCat(" (", source.empty() ? "source not named" : source,
                                    attribution.cue().text().empty() ? "" : ": ",
                                    attribution.cue().text(), ")"),
                       Style::kDim});
      cue = attribution.cue().text();
    }
  }
  // The words that decided, but for the cue that stands there already.
  for (const v1::Signal& signal : claim.signals()) {
    if (signal.span().text().empty() || signal.span().text() == cue) continue;
    parts.push_back(
        {absl::StrCat(" [", Quoted(signal.span().text()), " ", signal.rule(), "]"), Style::kDim});
  }
  out.Row({Word(claim.commitment()), CommitmentStyle(claim.commitment())}, kClassWidth, parts,
          kNumberWidth);
}

}  // namespace

std::string RenderComparison(const v1::CompareReportsResponse& response,
                             const TextViewOptions& options) {
  const AnswerIndex index(response);
  TextWriter out(options.width, options.color);
  WriteWarnings(response, out);
  Summary(response, out);
  Reports(response, index, out);
  Facts(response, index, out);
  Heading("DIFFERENCES", out);
  if (response.differences_size() == 0) out.Paragraph({{"none"}}, 2, 2);
  Differences(response, index, options, out);
  SharedWordings(response, index, out);
  return out.Take();
}

std::string RenderDifferences(const v1::CompareReportsResponse& response,
                              const TextViewOptions& options) {
  const AnswerIndex index(response);
  TextWriter out(options.width, options.color);
  Differences(response, index, options, out);
  return out.Take();
}

std::string RenderAnalysis(const v1::AnalyzeReportResponse& response,
                           const TextViewOptions& options) {
  const v1::ReportAnalysis& analysis = response.analysis();
  std::map<std::string, const v1::Attribution*> sources;
  for (const v1::Attribution& attribution : analysis.attributions()) {
    sources.emplace(attribution.id(), &attribution);
  }
  std::map<int, std::vector<const v1::Claim*>> claims;
  for (const v1::Claim& claim : analysis.claims()) claims[claim.sentence_index()].push_back(&claim);

  TextWriter out(options.width, options.color);
  WriteWarnings(response, out);
  out.Paragraph({{absl::StrCat(CleanLine(analysis.report_id()), ": ",
                               Count(SentenceCount(analysis), "sentence"), ", ",
                               Count(analysis.claims_size(), "claim"), ", ",
                               Count(analysis.attributions_size(), "attribution")),
                  Style::kBold}},
                0, 2);
  for (const v1::Sentence& sentence : analysis.sentences()) {
    out.Blank();
    if (!sentence.furniture().empty()) {
      const std::string left_out =
          absl::StrCat("left out as ", sentence.furniture(), ": ", sentence.span().text());
      Numbered(sentence.index(), {left_out, Style::kDim}, out);
      continue;
    }
    const bool headline = sentence.span().section() == v1::Span::HEADLINE;
    Numbered(sentence.index(), {sentence.span().text(), headline ? Style::kBold : Style::kPlain},
             out);
    for (const v1::Claim* claim : claims[sentence.index()]) Claim(*claim, sources, out);
  }
  for (const v1::LoadedTerm& term : analysis.loaded_terms()) {
    if (&term == &analysis.loaded_terms(0)) Heading("LOADED TERMS", out);
    out.Paragraph(
        {StyledText{Quoted(term.span().text()), Style::kBold},
         {absl::StrCat(" in sentence ", term.sentence_index(),
                       term.alternative().empty() ? "" : ", plainer: ", term.alternative())}},
        2, 4);
  }
  return out.Take();
}

}  // namespace parallax::client
