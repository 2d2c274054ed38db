// COMMITMENT and POLARITY: how far each side stands behind the fact, by the classes that the reader
// gives its clause.

#include <algorithm>
#include <vector>

#include "server/framing/internal/classes.h"
#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

using commitment::Class;

bool IsFirm(Class value) { return value == Class::kAsserted || value == Class::kEndorsed; }

bool IsWeak(Class value) {
  return value == Class::kAlleged || value == Class::kHedged || value == Class::kDenied ||
         value == Class::kNegated;
}

// Guidelines, "Severity": firm against doubted, denied or negated.
Severity SeverityOf(Class a, Class b) {
  return (IsFirm(a) && IsWeak(b)) || (IsFirm(b) && IsWeak(a)) ? Severity::kHigh : Severity::kMedium;
}

// The side that stands less behind the fact has another mention of it below its headline that
// stands as close behind it as the other side: the classes differ within that report only.
bool AlsoStandsBehind(const Scene& scene, const PairView& view, const Contrast& contrast, Class a,
                      Class b) {
  if (view.fact == kNone) return false;
  const uint32_t report = a < b ? contrast.b.report : contrast.a.report;
  const uint32_t claim = a < b ? view.claim_b : view.claim_a;
  const analysis::Analysis& analysis = scene.report(report);
  const std::vector<alignment::ClaimRef>& mentions = scene.alignment->facts[view.fact].mentions;
  return std::any_of(mentions.begin(), mentions.end(), [&](const alignment::ClaimRef& mention) {
    if (mention.report != report || mention.claim == claim) return false;
    const uint32_t sentence = analysis.claims.claims[mention.claim].sentence;
    return !(analysis.document.has_headline() && sentence == 0) &&
           analysis.commitments.claims[mention.claim].value <= std::min(a, b);
  });
}

bool AreDifferent(Class a, Class b) {
  // Asserted against endorsed alone is no difference, nor is one class against itself.
  return a != b && !(IsFirm(a) && IsFirm(b));
}

// Read apart, by what each report says around its own claim, the two are of one class.
bool AreAlikeAlone(const Scene& scene, const PairView& view, const Contrast& contrast) {
  if (view.claim_a == claims::kNoClaim || view.claim_b == claims::kNoClaim) return false;
  return !AreDifferent(scene.report(contrast.a.report).commitments.claims[view.claim_a].value,
                       scene.report(contrast.b.report).commitments.claims[view.claim_b].value);
}

class CommitmentQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kCommitment; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const PairClasses classes = ReadClasses(scene, view);
    const Class a = Likeliest(classes.a);
    const Class b = Likeliest(classes.b);
    if (!AreDifferent(a, b)) return false;
    const bool objects =
        AlsoStandsBehind(scene, view, *contrast, a, b) || AreAlikeAlone(scene, view, *contrast);
    contrast->features.exact = objects ? -1 : 2 * Share(classes.a, {a}) * Share(classes.b, {b}) - 1;
    contrast->severity = SeverityOf(a, b);
    const absl::string_view name_a = commitment::Name(a);
    const absl::string_view name_b = commitment::Name(b);
    contrast->a.value.assign(name_a.data(), name_a.size());
    contrast->b.value.assign(name_b.data(), name_b.size());
    return true;
  }
};

// One affirms, by whomever, what the other negates or passes on as denied.
class PolarityQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kPolarity; }

  bool Refine(const Scene& scene, const PairView& view, Contrast* contrast) const override {
    const PairClasses classes = ReadClasses(scene, view);
    const float against_a = Share(classes.a, {Class::kDenied, Class::kNegated});
    const float against_b = Share(classes.b, {Class::kDenied, Class::kNegated});
    const float apart = against_a * (1 - against_b) + against_b * (1 - against_a);
    contrast->features.exact = 2 * apart - 1;
    contrast->a.value = against_a > against_b ? "against" : "for";
    contrast->b.value = against_a > against_b ? "for" : "against";
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeCommitmentQuestion() {
  return std::make_unique<CommitmentQuestion>();
}

std::unique_ptr<const Question> MakePolarityQuestion() {
  return std::make_unique<PolarityQuestion>();
}

}  // namespace parallax::framing
