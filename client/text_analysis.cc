#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/styles.h"
#include "client/terminal.h"
#include "client/text_view.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

constexpr int kNumberWidth = 6;  // of " 12.  " in front of a sentence
constexpr int kClassWidth = 13;  // of the longest class, "prospective", and two blanks

// Those of the article.
int SentenceCount(const v1::ReportAnalysis& analysis) {
  return static_cast<int>(
      std::count_if(analysis.sentences().begin(), analysis.sentences().end(),
                    [](const v1::Sentence& sentence) { return sentence.furniture().empty(); }));
}

void WriteClaim(const v1::Claim& claim,
                const std::map<std::string, const v1::Attribution*>& sources, bool numbers,
                TextWriter& out) {
  std::vector<StyledText> parts;
  if (numbers) parts.push_back({absl::StrFormat("%+.1f ", claim.factuality()), Style::kDim});
  parts.push_back({claim.span().text()});
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
  out.Row({Word(claim.commitment()), StyleOf(claim.commitment())}, kClassWidth, parts,
          kNumberWidth);
}

}  // namespace

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
  if (options.numbers) {
    out.Paragraph(
        {{"Numbers: how surely it is so by the report, from +3, certainly, over 0, open, to "
          "-3, certainly not.",
          Style::kDim}},
        0, 2);
  }
  for (const v1::Sentence& sentence : analysis.sentences()) {
    out.Blank();
    if (!sentence.furniture().empty()) {
      const std::string left_out =
          absl::StrCat("left out as ", sentence.furniture(), ": ", sentence.span().text());
      WriteNumbered(sentence.index(), {left_out, Style::kDim}, out);
      continue;
    }
    const bool headline = sentence.span().section() == v1::Span::HEADLINE;
    WriteNumbered(sentence.index(),
                  {sentence.span().text(), headline ? Style::kBold : Style::kPlain}, out);
    for (const v1::Claim* claim : claims[sentence.index()]) {
      WriteClaim(*claim, sources, options.numbers, out);
    }
  }
  for (const v1::LoadedTerm& term : analysis.loaded_terms()) {
    if (&term == &analysis.loaded_terms(0)) WriteHeading("LOADED TERMS", out);
    out.Paragraph(
        {StyledText{Quoted(term.span().text()), Style::kBold},
         {absl::StrCat(" in sentence ", term.sentence_index(),
                       term.alternative().empty() ? "" : ", plainer: ", term.alternative())}},
        2, 4);
  }
  return out.Take();
}

}  // namespace parallax::client
