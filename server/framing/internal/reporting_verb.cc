// REPORTING_VERB: one utterance of one source under cues of different connotation.

#include <algorithm>

#include "server/framing/internal/evidence.h"
#include "server/framing/internal/question.h"

namespace parallax::framing {
namespace {

using lexicon::Connotation;

constexpr uint32_t kMaxValueWords = 6;

struct Cue {
  TokenRange tokens;  // empty: none found
  Connotation connotation = Connotation::kNeutral;
};

// The cue around the claim, else the one that the reader marked.
Cue CueOf(const Scene& scene, const Side& side) {
  const analysis::Analysis& report = scene.report(side.report);
  const attribution::Attribution* found = nullptr;
  if (side.claim != claims::kNoClaim) {
    const auto& layers = report.commitments.claims[side.claim].attributions;
    if (!layers.empty()) found = &report.attributions.attributions[layers.front()];
  }
  for (const attribution::Attribution& layer : report.attributions.attributions) {
    if (layer.cue && layer.cue->Overlaps(side.marked)) found = &layer;
  }
  if (found == nullptr || !found->cue) return {};
  return {*found->cue, found->connotation};
}

class ReportingVerbQuestion final : public Question {
 public:
  Kind kind() const override { return Kind::kReportingVerb; }

  bool Refine(const Scene& scene, const PairView& /*view*/, Contrast* contrast) const override {
    const Cue a = CueOf(scene, contrast->a);
    const Cue b = CueOf(scene, contrast->b);
    if (!a.tokens.empty() && !b.tokens.empty()) {
      contrast->features.exact = a.connotation != b.connotation ? 1 : -1;
      contrast->a.marked = a.tokens;
      contrast->b.marked = b.tokens;
    }
    for (Side* side : {&contrast->a, &contrast->b}) {
      side->value = PassageText(scene.report(side->report), side->marked, kMaxValueWords);
    }
    return true;
  }
};

}  // namespace

std::unique_ptr<const Question> MakeReportingVerbQuestion() {
  return std::make_unique<ReportingVerbQuestion>();
}

}  // namespace parallax::framing
