#include "server/framing/trust.h"

#include <algorithm>
#include <string>

#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// Enough to find the like pair in real facts, and a bound for all others.
constexpr size_t kMaxMentionsASide = 6;

}  // namespace

float Likeness(const Stage& stage, const Mention& a, const Mention& b) {
  const std::vector<std::string> claim_a = ClaimStems(stage.report(a.report), a.claim);
  const std::vector<std::string> claim_b = ClaimStems(stage.report(b.report), b.claim);
  const uint32_t shared = SharedCount(claim_a, claim_b);
  // One shared word is weak evidence, however short the claims are.
  const float by_claim = shared >= 2 ? Overlap(claim_a, claim_b) : 0.5f * Overlap(claim_a, claim_b);
  return std::min(1.0f, by_claim);
}

float BestLikeness(const Stage& stage, const std::vector<const Mention*>& one,
                   const std::vector<const Mention*>& other) {
  float best = 0;
  for (size_t i = 0; i < std::min(one.size(), kMaxMentionsASide); ++i) {
    for (size_t j = 0; j < std::min(other.size(), kMaxMentionsASide); ++j) {
      if (one[i]->report == other[j]->report) continue;
      best = std::max(best, Likeness(stage, *one[i], *other[j]));
    }
  }
  return best;
}

const Mention* Likest(const Stage& stage, const std::vector<const Mention*>& from,
                      const std::vector<const Mention*>& others) {
  constexpr size_t kMaxOthers = 12;
  const Mention* best = from.front();
  float most = -1;
  for (const Mention* mention : from) {
    for (size_t i = 0; i < std::min(others.size(), kMaxOthers); ++i) {
      if (others[i]->report == mention->report) continue;
      const float like = Likeness(stage, *mention, *others[i]);
      if (like > most) {
        most = like;
        best = mention;
      }
    }
  }
  return best;
}

float Trust(const Stage& stage, uint32_t fact, const std::vector<const Mention*>& one,
            const std::vector<const Mention*>& other) {
  return stage.fact(fact).confidence * (0.6f + 0.4f * BestLikeness(stage, one, other));
}

}  // namespace parallax::framing
