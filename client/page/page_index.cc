#include "client/page/page_index.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/wording.h"

namespace parallax::client::page {
namespace {

bool IsPlain(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c));
  });
}

std::vector<size_t> PlacesOf(const Card& card, const AnswerIndex& names, size_t known) {
  std::set<size_t> places;
  for (const v1::Difference* aspect : card.aspects) {
    for (const v1::Position& position : aspect->positions()) {
      for (const std::string& id : ReportsOf(position)) places.insert(names.Place(id));
    }
  }
  places.erase(known);  // of unknown ids
  return {places.begin(), places.end()};
}

}  // namespace

PageIndex::PageIndex(const v1::CompareReportsRequest& request,
                     const v1::CompareReportsResponse& response)
    : response_(response),
      names_(response),
      cards_(MakeCards(response)),
      cards_on_fact_(static_cast<size_t>(response.facts_size())) {
  std::map<std::string, const v1::Report*> asked;
  for (int i = 0; i < request.reports_size(); ++i) {
    const v1::Report& report = request.reports(i);
    asked.emplace(report.id().empty() ? absl::StrCat("r", i + 1) : report.id(), &report);
  }
  std::map<std::string, const v1::ReportAnalysis*> analyses;
  for (const v1::ReportAnalysis& analysis : response.analyses()) {
    analyses.emplace(analysis.report_id(), &analysis);
  }
  for (const v1::ReportProfile& profile : response.profiles()) {
    PageReport report{.id = profile.report_id(),
                      .outlet = names_.Outlet(profile.report_id()),
                      .profile = &profile};
    if (const auto found = analyses.find(report.id); found != analyses.end()) {
      report.analysis = found->second;
    }
    if (const auto found = asked.find(report.id); found != asked.end()) {
      report.report = found->second;
    }
    reports_.push_back(std::move(report));
  }

  std::set<std::string> anchors;
  for (const Card& card : cards_) anchors.insert(card.anchor);
  for (size_t i = 0; i < cards_.size(); ++i) {
    reports_of_card_.push_back(PlacesOf(cards_[i], names_, reports_.size()));
    for (const v1::Difference* aspect : cards_[i].aspects) {
      const int fact = names_.FactIndex(aspect->fact_id());
      if (fact >= 0) {
        std::vector<size_t>& on_fact = cards_on_fact_[static_cast<size_t>(fact)];
        if (on_fact.empty() || on_fact.back() != i) on_fact.push_back(i);
      }
      if (aspect == &cards_[i].gravest() || !IsPlain(aspect->key())) continue;
      std::string anchor = absl::StrCat("d-", aspect->key());
      if (anchors.insert(anchor).second) aspect_anchors_.emplace(aspect, std::move(anchor));
    }
  }
}

std::string PageIndex::AspectAnchor(const v1::Difference& aspect) const {
  const auto found = aspect_anchors_.find(&aspect);
  return found == aspect_anchors_.end() ? "" : found->second;
}

std::string PageIndex::AddressOf(const std::string& report_id, int sentence_index) const {
  const size_t place = names_.Place(report_id);
  if (place >= reports_.size()) return "";
  const v1::ReportAnalysis* analysis = reports_[place].analysis;
  const bool shown =
      analysis != nullptr && sentence_index >= 0 && sentence_index < analysis->sentences_size();
  return shown ? absl::StrCat("#r", place + 1, "-s", sentence_index)
               : absl::StrCat("#r", place + 1);
}

const v1::Span* PageIndex::SentenceOf(const v1::Evidence& evidence) const {
  const size_t place = names_.Place(evidence.report_id());
  const v1::ReportAnalysis* analysis = place < reports_.size() ? reports_[place].analysis : nullptr;
  const int sentence = evidence.sentence_index();
  if (analysis == nullptr || sentence < 0 || sentence >= analysis->sentences_size()) {
    return nullptr;
  }
  return &analysis->sentences(sentence).span();
}

}  // namespace parallax::client::page
