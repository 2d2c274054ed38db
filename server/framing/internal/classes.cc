#include "server/framing/internal/classes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace parallax::framing {
namespace {

ClassOdds Mean(const Scene& scene, const alignment::SentenceRef& place, uint32_t claim,
               const std::vector<encoder::WordReading>& words) {
  const analysis::Analysis& report = scene.report(place.report);
  const TokenRange sentence = report.document.sentences()[place.sentence].tokens;
  TokenRange clause = sentence;
  if (claim != claims::kNoClaim) clause = report.claims.claims[claim].span;
  ClassOdds logits = {};
  for (uint32_t t = clause.begin; t < clause.end; ++t) {
    if (t < sentence.begin || t - sentence.begin >= words.size()) continue;
    for (size_t c = 0; c < logits.size(); ++c) logits[c] += words[t - sentence.begin].classes[c];
  }
  const float size = static_cast<float>(std::max(1u, clause.size()));
  float total = 0;
  for (float& logit : logits) total += logit = std::exp(std::min(logit / size, 30.0f));
  for (float& odds : logits) odds /= total;
  return logits;
}

}  // namespace

PairClasses ReadClasses(const Scene& scene, const PairView& view) {
  return {Mean(scene, view.pair->a, view.claim_a, view.pair->reading.a),
          Mean(scene, view.pair->b, view.claim_b, view.pair->reading.b)};
}

commitment::Class Likeliest(const ClassOdds& odds) {
  const auto most = std::max_element(odds.begin(), odds.end());
  return static_cast<commitment::Class>(1 + (most - odds.begin()));
}

float Share(const ClassOdds& odds, std::initializer_list<commitment::Class> classes) {
  float sum = 0;
  for (const commitment::Class value : classes) sum += odds[static_cast<size_t>(value) - 1];
  return sum;
}

}  // namespace parallax::framing
