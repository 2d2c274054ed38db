#include "server/alignment/internal/absence.h"

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "server/alignment/internal/mentions.h"

namespace parallax::alignment {
namespace {

// A sentence this likely to tell the fact may tell it.
constexpr float kMayTell = 0.2f;

}  // namespace

void FindAbsence(Reports reports, const std::vector<SentencePair>& pairs,
                 std::vector<Fact>* facts) {
  absl::flat_hash_map<SentenceRef, std::vector<uint32_t>> telling;  // facts by sentence
  std::vector<std::vector<bool>> near(facts->size(), std::vector<bool>(reports.size(), false));
  for (uint32_t f = 0; f < facts->size(); ++f) {
    for (const ClaimRef& mention : (*facts)[f].mentions) {
      near[f][mention.report] = true;
      telling[{mention.report, reports[mention.report]->claims.claims[mention.claim].sentence}]
          .push_back(f);
    }
  }
  const auto mark = [&](const SentenceRef& told, uint32_t report) {
    const auto found = telling.find(told);
    if (found == telling.end()) return;
    for (const uint32_t fact : found->second) near[fact][report] = true;
  };
  for (const SentencePair& pair : pairs) {
    if (Probability(pair.reading.same) < kMayTell) continue;
    mark(pair.a, pair.b.report);
    mark(pair.b, pair.a.report);
  }
  for (uint32_t f = 0; f < facts->size(); ++f) {
    for (uint32_t report = 0; report < reports.size(); ++report) {
      if (!near[f][report] && reports[report]->document.english()) {
        (*facts)[f].absent.push_back(report);
      }
    }
  }
}

}  // namespace parallax::alignment
