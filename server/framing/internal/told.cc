#include "server/framing/internal/told.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "server/framing/internal/evidence.h"
#include "server/framing/rules.h"

namespace parallax::framing {
namespace {

// A shorter report is a brief: it leaves out nearly everything.
constexpr size_t kBrief = 5;
// In shorter reports the second half is a few sentences from the lead.
constexpr size_t kShort = 8;
constexpr uint32_t kLeadSentences = 2;

// How one report tells a fact.
struct Telling {
  uint32_t report = 0;
  uint32_t claim = 0;     // of the first mention outside the headline, else of the first
  uint32_t sentence = 0;  // of the first mention
  bool headline = false;
  bool lead = false;
};

std::vector<Telling> TellingsOf(const Scene& scene, const alignment::Fact& fact) {
  std::vector<Telling> tellings;
  for (const alignment::ClaimRef& mention : fact.mentions) {
    const analysis::Analysis& report = scene.report(mention.report);
    const uint32_t sentence = report.claims.claims[mention.claim].sentence;
    const bool headed = report.document.has_headline();
    if (tellings.empty() || tellings.back().report != mention.report) {
      tellings.push_back({.report = mention.report,
                          .claim = mention.claim,
                          .sentence = sentence,
                          .headline = headed && sentence == 0,
                          .lead = sentence < kLeadSentences + (headed ? 1 : 0)});
    } else if (tellings.back().headline && tellings.back().claim != mention.claim &&
               report.claims.claims[tellings.back().claim].sentence == 0) {
      tellings.back().claim = mention.claim;
    }
  }
  return tellings;
}

float Odds(float probability) {
  const float p = std::clamp(probability, 0.001f, 0.999f);
  return std::log(p / (1 - p));
}

Evidence EvidenceOf(const Scene& scene, const Telling& telling) {
  const TokenRange passage = ClaimPassage(scene.report(telling.report), telling.claim);
  return {telling.report, passage, passage, InDirectQuote(scene.report(telling.report), passage)};
}

// 1 for the first sentence ... 0 for the last.
float Early(const Scene& scene, const Telling& telling) {
  return 1 - static_cast<float>(telling.sentence) /
                 static_cast<float>(scene.report(telling.report).document.sentences().size());
}

}  // namespace

std::vector<Difference> FindOmissions(const Scene& scene, const Calibration& calibration) {
  const uint32_t reports = static_cast<uint32_t>(scene.reports.size());
  std::map<uint32_t, Difference> surest;  // by the report that lacks the fact
  for (uint32_t f = 0; f < scene.alignment->facts.size(); ++f) {
    const alignment::Fact& fact = scene.alignment->facts[f];
    const std::vector<Telling> tellings = TellingsOf(scene, fact);
    const bool headline =
        std::any_of(tellings.begin(), tellings.end(), [](const Telling& t) { return t.headline; });
    const bool lead =
        std::any_of(tellings.begin(), tellings.end(), [](const Telling& t) { return t.lead; });
    if (!lead || fact.origins < 2 || 2 * tellings.size() < reports) continue;
    float early = 0;
    for (const Telling& telling : tellings) early += Early(scene, telling);
    Difference difference;
    difference.kind = Kind::kOmission;
    difference.fact = f;
    difference.rule = headline ? "omission-of-headline" : "omission-of-lead";
    difference.severity = RuleNamed(difference.rule).severity;
    difference.features = {
        .same = Odds(fact.confidence),
        .exact = headline ? 1.0f : -1.0f,
        .early = early / static_cast<float>(tellings.size()),
        .carried = static_cast<float>(tellings.size()) / static_cast<float>(reports)};
    difference.confidence = calibration.Confidence(Kind::kOmission, difference.features);
    Position told = {.value = "told"};
    for (const Telling& telling : tellings) {
      told.reports.push_back(telling.report);
      told.evidence.push_back(EvidenceOf(scene, telling));
    }
    difference.positions = {told, Position{.value = "ABSENT"}};
    for (const uint32_t report : fact.absent) {
      if (scene.report(report).document.sentences().size() < kBrief) continue;
      difference.positions[1].reports = {report};
      const auto [entry, added] = surest.try_emplace(report, difference);
      if (!added && entry->second.confidence < difference.confidence) entry->second = difference;
    }
  }
  std::vector<Difference> found;
  for (auto& [report, difference] : surest) found.push_back(std::move(difference));
  return found;
}

std::vector<Difference> FindProminences(const Scene& scene, const Calibration& calibration) {
  std::vector<Difference> found;
  for (uint32_t f = 0; f < scene.alignment->facts.size(); ++f) {
    const alignment::Fact& fact = scene.alignment->facts[f];
    Position first = {.value = "headline or lead"};
    Position last = {.value = "second half"};
    bool headline = false;
    float latest = 1;
    for (const Telling& telling : TellingsOf(scene, fact)) {
      const size_t sentences = scene.report(telling.report).document.sentences().size();
      if (sentences < kShort) continue;
      const bool late = 2 * telling.sentence >= sentences;
      if (!telling.lead && !late) continue;
      Position& position = telling.lead ? first : last;
      position.reports.push_back(telling.report);
      position.evidence.push_back(EvidenceOf(scene, telling));
      headline |= telling.headline;
      if (late) latest = std::min(latest, Early(scene, telling));
    }
    if (first.reports.empty() || last.reports.empty()) continue;
    Difference difference;
    difference.kind = Kind::kProminence;
    difference.fact = f;
    difference.rule = RuleOf(Kind::kProminence).name;
    difference.severity = RuleOf(Kind::kProminence).severity;
    difference.features = {
        .same = Odds(fact.confidence), .exact = headline ? 1.0f : -1.0f, .early = latest};
    difference.confidence = calibration.Confidence(Kind::kProminence, difference.features);
    difference.positions = {std::move(first), std::move(last)};
    found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace parallax::framing
