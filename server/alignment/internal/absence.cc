#include "server/alignment/internal/absence.h"

#include <cstdint>

#include "absl/container/flat_hash_map.h"

namespace parallax::alignment {
namespace {

// A claim this likely to tell the fact may tell it. The reader was trained on pairs of which one in
// three tells a common fact, of candidates it is one in six: its .4 is a probability of about .2.
constexpr float kMayTell = 0.4f;

}  // namespace

void FindAbsence(Reports reports, const std::vector<Link>& links, std::vector<Fact>* facts) {
  absl::flat_hash_map<ClaimRef, uint32_t> fact_of;
  std::vector<std::vector<bool>> near(facts->size(), std::vector<bool>(reports.size(), false));
  for (uint32_t f = 0; f < facts->size(); ++f) {
    for (const ClaimRef& mention : (*facts)[f].mentions) {
      near[f][mention.report] = true;
      fact_of[mention] = f;
    }
  }
  const auto mark = [&](const ClaimRef& told, uint32_t report) {
    const auto found = fact_of.find(told);
    if (found != fact_of.end()) near[found->second][report] = true;
  };
  for (const Link& link : links) {
    if (link.same < kMayTell) continue;
    mark(link.a, link.b.report);
    mark(link.b, link.a.report);
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
