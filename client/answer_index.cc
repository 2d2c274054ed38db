#include "client/answer_index.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/internal/span_place.h"
#include "client/terminal.h"

namespace parallax::client {
namespace {

constexpr float kLikely = 0.55f;

}  // namespace

AnswerIndex::AnswerIndex(const v1::CompareReportsResponse& response) {
  std::map<std::string, int> outlets;
  for (const v1::ReportProfile& profile : response.profiles()) {
    Report report;
    report.outlet = CleanLine(profile.outlet());
    report.place = reports_.size();
    ++outlets[report.outlet];
    reports_.emplace(profile.report_id(), std::move(report));
  }
  for (auto& [id, report] : reports_) report.same_outlet = outlets[report.outlet] > 1;
  for (const v1::ReportAnalysis& analysis : response.analyses()) {
    const auto found = reports_.find(analysis.report_id());
    if (found != reports_.end()) found->second.analysis = &analysis;
  }
  for (int i = 0; i < response.facts_size(); ++i) {
    facts_.emplace(response.facts(i).id(), i);
    const float confidence = response.facts(i).confidence();
    likely_.push_back(confidence == 0 || confidence >= kLikely);  // 0: the answer does not say
  }
  for (const v1::Difference& difference : response.differences()) {
    const int fact = FactIndex(difference.fact_id());
    if (fact >= 0) likely_[static_cast<size_t>(fact)] = true;
  }
  int shown = 0;
  for (int i = 0; i < response.facts_size(); ++i) {
    numbers_.push_back(response.facts(i).accounts_size() > 1 && IsLikely(i) ? ++shown : 0);
  }
}

std::string AnswerIndex::Outlet(const std::string& report_id) const {
  const auto found = reports_.find(report_id);
  std::string id = CleanLine(report_id);
  if (found == reports_.end() || found->second.outlet.empty()) return id;
  const Report& report = found->second;
  return report.same_outlet && report.outlet != id ? absl::StrCat(report.outlet, " (", id, ")")
                                                   : report.outlet;
}

size_t AnswerIndex::Place(const std::string& report_id) const {
  const auto found = reports_.find(report_id);
  return found == reports_.end() ? reports_.size() : found->second.place;
}

int AnswerIndex::FactIndex(const std::string& fact_id) const {
  const auto found = facts_.find(fact_id);
  return found == facts_.end() ? -1 : found->second;
}

bool AnswerIndex::IsLikely(int fact) const { return likely_[static_cast<size_t>(fact)]; }

int AnswerIndex::FactNumber(int fact) const { return numbers_[static_cast<size_t>(fact)]; }

InContext AnswerIndex::Context(const v1::Evidence& evidence) const {
  const InContext alone = {"", evidence.span().text(), ""};
  const auto found = reports_.find(evidence.report_id());
  if (found == reports_.end() || found->second.analysis == nullptr) return alone;
  const v1::ReportAnalysis& analysis = *found->second.analysis;
  const int index = evidence.sentence_index();
  if (index < 0 || index >= analysis.sentences_size()) return alone;
  const v1::Span& around = analysis.sentences(index).span();
  const absl::string_view sentence = around.text();
  const TextRange place = PlaceOf(around, evidence.span());
  if (place.end == 0) return alone;
  return {sentence.substr(0, place.begin), sentence.substr(place.begin, place.end - place.begin),
          sentence.substr(place.end)};
}

}  // namespace parallax::client
