#include "server/framing/selection.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "server/base/status_macros.h"

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
std::vector<Difference> WithoutRepeats(const Stage& stage, std::vector<Difference> all) {
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
            stage.report(evidence.report).document.tokens()[evidence.tokens.begin].sentence;
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

// Keeps the surest of the omissions. REQUIRES: sorted by falling confidence.
void KeepFewOmissions(std::vector<Difference>* found) {
  size_t omissions = 0;
  std::erase_if(*found, [&omissions](const Difference& difference) {
    return difference.kind == Kind::kOmission && ++omissions > kMaxOmissions;
  });
}

}  // namespace

absl::StatusOr<std::vector<Candidate>> FindCandidates(const Stage& stage, uint32_t kinds,
                                                      const CallContext& context) {
  std::vector<Candidate> candidates;
  for (const std::unique_ptr<const Detector>& detector : Detectors()) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    if (kinds != 0 && (kinds >> static_cast<uint32_t>(detector->kind()) & 1) == 0) continue;
    std::vector<Difference> found;
    detector->Detect(stage, &found);
    std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
      return std::make_pair(-a.confidence, Key(stage, a)) <
             std::make_pair(-b.confidence, Key(stage, b));
    });
    if (found.size() > kMaxCandidates) found.resize(kMaxCandidates);
    for (size_t rank = 0; rank < found.size(); ++rank) {
      PARALLAX_RETURN_IF_ERROR(context.Check());
      const Clues clues = CluesOf(stage, found[rank], rank);
      candidates.push_back({std::move(found[rank]), clues});
    }
  }
  return candidates;
}

std::vector<Difference> Select(const Stage& stage, std::vector<Candidate> candidates,
                               const FlagModel* model, float least) {
  std::vector<Difference> found;
  for (Candidate& candidate : candidates) {
    Difference& difference = candidate.difference;
    if (model != nullptr) {
      difference.confidence = model->Confidence(candidate.clues, difference.rule);
    }
    if (difference.confidence >= least + ExtraConfidence(difference.kind)) {
      found.push_back(std::move(difference));
    }
  }
  std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
    return std::make_pair(-a.confidence, Key(stage, a)) <
           std::make_pair(-b.confidence, Key(stage, b));
  });
  found = WithoutRepeats(stage, std::move(found));
  KeepFewOmissions(&found);
  std::sort(found.begin(), found.end(), [&](const Difference& a, const Difference& b) {
    return Key(stage, a) < Key(stage, b);
  });
  return found;
}

absl::StatusOr<std::vector<Difference>> FindDifferences(const Scene& scene, uint32_t kinds,
                                                        const CallContext& context) {
  PARALLAX_RETURN_IF_ERROR(context.Check());
  const Stage stage(scene);
  PARALLAX_ASSIGN_OR_RETURN(std::vector<Candidate> candidates,
                            FindCandidates(stage, kinds, context));
  return Select(stage, std::move(candidates), &FlagModel::Default());
}

}  // namespace parallax::framing
