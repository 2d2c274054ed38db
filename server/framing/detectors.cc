#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "server/base/status_macros.h"
#include "server/framing/account.h"
#include "server/framing/detector.h"
#include "server/framing/kinds.h"

namespace parallax::framing {
namespace {

// Where a difference stands, for an order that depends on the reports alone.
std::tuple<uint32_t, uint32_t> PlaceOf(const Stage& stage, const Difference& difference) {
  for (const Position& position : difference.positions) {
    if (!position.evidence.empty()) {
      const Evidence* first = nullptr;
      for (const Evidence& evidence : position.evidence) {
        if (first == nullptr || stage.rank(evidence.report) < stage.rank(first->report)) {
          first = &evidence;
        }
      }
      return {stage.rank(first->report), first->tokens.begin};
    }
  }
  return {kNone, kNone};
}

auto Key(const Stage& stage, const Difference& difference) {
  return std::make_tuple(-static_cast<int>(difference.severity), -difference.confidence,
                         PlaceOf(stage, difference), difference.kind, difference.fact,
                         difference.entity);
}

// Keeps, of differences of one kind that rest on the same sentences of two reports, the first.
// REQUIRES: sorted by falling confidence within a kind.
std::vector<Difference> WithoutRepeats(const Scene& scene, std::vector<Difference> all) {
  // (kind, report, sentence) -> kept differences with evidence there.
  std::map<std::tuple<Kind, uint32_t, uint32_t>, std::vector<size_t>> kept_at;
  std::vector<Difference> kept;
  for (Difference& difference : all) {
    if (difference.kind == Kind::kQuotation) {
      // Its detector keeps changes apart, and one long quotation may suffer several.
      kept.push_back(std::move(difference));
      continue;
    }
    std::vector<std::tuple<Kind, uint32_t, uint32_t>> places;
    for (const Position& position : difference.positions) {
      for (const Evidence& evidence : position.evidence) {
        const uint32_t sentence =
            scene.reports[evidence.report]->document.tokens()[evidence.tokens.begin].sentence;
        places.push_back({difference.kind, evidence.report, sentence});
      }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::map<size_t, std::vector<uint32_t>> shared;  // kept difference -> reports shared with it
    for (const auto& place : places) {
      const auto at = kept_at.find(place);
      if (at == kept_at.end()) continue;
      for (size_t other : at->second) {
        std::vector<uint32_t>& reports = shared[other];
        if (reports.empty() || reports.back() != std::get<1>(place)) {
          reports.push_back(std::get<1>(place));
        }
      }
    }
    const bool repeats = std::any_of(shared.begin(), shared.end(),
                                     [](const auto& entry) { return entry.second.size() >= 2; });
    if (repeats) continue;
    for (const auto& place : places) kept_at[place].push_back(kept.size());
    kept.push_back(std::move(difference));
  }
  return kept;
}

}  // namespace

std::span<const std::unique_ptr<const Detector>> Detectors() {
  static const auto& detectors = *[] {
    auto* list = new std::vector<std::unique_ptr<const Detector>>;
    list->push_back(MakeCommitmentDetector());
    list->push_back(MakePolarityDetector());
    list->push_back(MakeAttributionDetector());
    list->push_back(MakeReportingVerbDetector());
    list->push_back(MakeQuantityDetector());
    list->push_back(MakeTimeDetector());
    list->push_back(MakePlaceDetector());
    list->push_back(MakeCauseDetector());
    list->push_back(MakeLabelDetector());
    list->push_back(MakeWordingDetector());
    list->push_back(MakeScareQuotesDetector());
    list->push_back(MakeQuotationDetector());
    list->push_back(MakeAgencyDetector());
    list->push_back(MakeOmissionDetector());
    list->push_back(MakeProminenceDetector());
    return list;
  }();
  return detectors;
}

absl::StatusOr<std::vector<Difference>> FindDifferences(const Scene& scene, uint32_t kinds,
                                                        const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const Stage stage(scene);
  std::vector<Difference> found;
  for (const std::unique_ptr<const Detector>& detector : Detectors()) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    if (kinds != 0 && (kinds >> static_cast<uint32_t>(detector->kind()) & 1) == 0) continue;
    detector->Detect(stage, &found);
  }
  std::erase_if(found, [](const Difference& d) { return d.confidence < kLeastConfidence; });
  std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
    return std::make_pair(-a.confidence, Key(stage, a)) <
           std::make_pair(-b.confidence, Key(stage, b));
  });
  found = WithoutRepeats(scene, std::move(found));
  std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
    return Key(stage, a) < Key(stage, b);
  });
  return found;
}

}  // namespace parallax::framing
