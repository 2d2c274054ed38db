#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/page/markup.h"
#include "client/page/page.h"
#include "client/page/shell.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

using page::Escaped;

void AddSentence(const v1::Sentence& sentence, const std::vector<const v1::Claim*>& claims,
                 const std::map<std::string, const v1::Attribution*>& attributions,
                 std::string& out) {
  absl::StrAppend(&out, "<li id=\"s", sentence.index(), "\">\n<p class=\"said\">",
                  Escaped(sentence.span().text()), "</p>\n");
  if (!claims.empty()) absl::StrAppend(&out, "<ul class=\"claims\">\n");
  for (const v1::Claim* claim : claims) {
    absl::StrAppend(&out, "<li><span class=\"swatch ", page::ClassOf(claim->commitment()), "\">",
                    Word(claim->commitment()), "</span> ", Escaped(claim->span().text()));
    if (claim->attribution_ids_size() > 0) {
      const auto found = attributions.find(claim->attribution_ids(0));
      if (found != attributions.end() && !found->second->source().text().empty()) {
        absl::StrAppend(&out, " <span class=\"source\">", Escaped(found->second->source().text()),
                        "</span>");
      }
    }
    absl::StrAppend(&out, "</li>\n");
  }
  absl::StrAppend(&out, claims.empty() ? "" : "</ul>\n", "</li>\n");
}

}  // namespace

std::string RenderPage(const v1::AnalyzeReportRequest& request,
                       const v1::AnalyzeReportResponse& response) {
  const v1::ReportAnalysis& analysis = response.analysis();
  std::map<std::string, const v1::Attribution*> attributions;
  for (const v1::Attribution& attribution : analysis.attributions()) {
    attributions.emplace(attribution.id(), &attribution);
  }
  std::map<int, std::vector<const v1::Claim*>> claims;
  for (const v1::Claim& claim : analysis.claims()) claims[claim.sentence_index()].push_back(&claim);

  const v1::Report& report = request.report();
  const std::string& name = report.outlet().empty() ? analysis.report_id() : report.outlet();
  const std::string title = absl::StrCat(name, ": ", Count(analysis.claims_size(), "claim"));
  std::string body = absl::StrCat("<header class=\"top\">\n<p class=\"name\">Parallax</p>\n<h1>",
                                  Escaped(title), "</h1>\n");
  if (report.has_publish_time() || !report.uri().empty()) {
    absl::StrAppend(&body, "<p class=\"note\">",
                    report.has_publish_time() ? page::TimeTag(report.publish_time()) : "", " ",
                    report.uri().empty() ? "" : page::AddressTag(report.uri()), "</p>\n");
  }
  absl::StrAppend(&body, WarningsAsHtml(response),
                  "</header>\n<main id=\"main\">\n<ol class=\"sentences\">\n");
  for (const v1::Sentence& sentence : analysis.sentences()) {
    if (!sentence.furniture().empty()) {
      absl::StrAppend(&body, "<li class=\"note\">left out as ", Escaped(sentence.furniture()), ": ",
                      Escaped(sentence.span().text()), "</li>\n");
      continue;
    }
    AddSentence(sentence, claims[sentence.index()], attributions, body);
  }
  absl::StrAppend(&body, "</ol>\n</main>\n");
  if (!response.model_id().empty()) {
    absl::StrAppend(&body, "<footer><p>Model ", Escaped(response.model_id()), "</p></footer>\n");
  }
  return page::Document(title, body);
}

}  // namespace parallax::client
