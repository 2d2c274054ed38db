// PROMINENCE: a fact of one report's headline stands only in the last half of another.
//
// Rule (RULES.md): prominence-headline.

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/trust.h"

namespace parallax::framing {
namespace {

// In shorter reports the last half is a few sentences from the lead.
constexpr size_t kShort = 8;
// Every two reports put something else first: a lead is less than a headline.
constexpr float kLeadOnly = 0.5f;

class ProminenceDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kProminence; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<Evidence> leading;
    std::vector<Evidence> late;
    std::vector<const Mention*> leads;
    std::vector<const Mention*> trails;
    bool headline = false;
    float latest = 0;
    for (const FactAccount& account : stage.full_accounts(fact)) {
      const Mention& first = account.mentions.front();
      const analysis::Analysis& report = stage.report(first.report);
      const size_t sentences = report.document.sentences().size();
      if (sentences < kShort) continue;
      const Evidence evidence = {first.report, ClaimPassage(report, first.claim)};
      if (first.lead) {
        leading.push_back(evidence);
        leads.push_back(&first);
        headline |= first.headline;
      } else if (first.sentence * 2 >= sentences) {
        late.push_back(evidence);
        trails.push_back(&first);
        latest =
            std::max(latest, static_cast<float>(first.sentence) / static_cast<float>(sentences));
      }
    }
    if (leading.empty() || late.empty()) return;
    Difference difference;
    difference.kind = Kind::kProminence;
    difference.severity = Severity::kLow;
    difference.fact = fact;
    difference.rule = headline ? "prominence-headline" : "prominence-lead";
    difference.positions.push_back(MakePosition("headline or lead", std::move(leading)));
    difference.positions.push_back(MakePosition("last half", std::move(late)));
    const Position& lead = difference.positions[0];
    const Position& last = difference.positions[1];
    difference.explanation = absl::StrCat(
        Outlets(stage, lead.reports), Verb(lead.reports.size(), " leads", " lead"), " with what ",
        Outlets(stage, last.reports), Verb(last.reports.size(), " tells", " tell"),
        " only in the second half: ", Against(stage, difference.positions), ".");
    difference.confidence = 0.6f * (0.6f + 0.4f * latest) * Trust(stage, fact, leads, trails);
    if (!headline) difference.confidence *= kLeadOnly;
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeProminenceDetector() {
  return std::make_unique<ProminenceDetector>();
}

}  // namespace parallax::framing
