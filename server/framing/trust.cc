#include "server/framing/trust.h"

#include <algorithm>
#include <string>

#include "absl/types/optional.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// Enough to find the like pair in real facts, and a bound for all others.
constexpr size_t kMaxMentionsASide = 6;
// How far the alignment alone, and how far like words alone, can be trusted at their best.
constexpr float kByAlignment = 0.8f;
constexpr float kByWords = 0.7f;

// Days between two times of one occasion, at most: "in March" and "in May" may be told of one.
constexpr int32_t kFarApart = 45;

struct Days {
  int32_t first;
  int32_t last;
};

// The days that the mention's own times cover together; no value where none is resolved.
absl::optional<Days> DaysOf(const Stage& stage, const Mention& mention) {
  const analysis::Analysis& report = stage.report(mention.report);
  absl::optional<Days> days;
  for (uint32_t index : stage.claim(mention).times) {
    const claims::TimeExpression& time = report.claims.times[index];
    if (!time.first_day || !time.last_day) continue;
    if (!days) days = Days{*time.first_day, *time.last_day};
    days->first = std::min(days->first, *time.first_day);
    days->last = std::max(days->last, *time.last_day);
  }
  return days;
}

bool OtherOccasion(const Stage& stage, const Mention& a, const Mention& b) {
  const absl::optional<Days> x = DaysOf(stage, a);
  const absl::optional<Days> y = DaysOf(stage, b);
  return x && y && (x->first > y->last + kFarApart || y->first > x->last + kFarApart);
}

// Likeness of the likest pair of one occasion; negative where there is none.
float BestPair(const Stage& stage, const std::vector<const Mention*>& one,
               const std::vector<const Mention*>& other) {
  float best = -1;
  for (size_t i = 0; i < std::min(one.size(), kMaxMentionsASide); ++i) {
    for (size_t j = 0; j < std::min(other.size(), kMaxMentionsASide); ++j) {
      if (one[i]->report == other[j]->report) continue;
      if (OtherOccasion(stage, *one[i], *other[j])) continue;
      best = std::max(best, Likeness(stage, *one[i], *other[j]));
    }
  }
  return best;
}

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
  return std::max(0.0f, BestPair(stage, one, other));
}

bool SharePredicate(const Stage& stage, const std::vector<const Mention*>& one,
                    const std::vector<const Mention*>& other) {
  const auto stem = [&stage](const Mention& mention) {
    return Stem(Lemma(stage.report(mention.report), stage.claim(mention).head));
  };
  for (size_t i = 0; i < std::min(one.size(), kMaxMentionsASide); ++i) {
    for (size_t j = 0; j < std::min(other.size(), kMaxMentionsASide); ++j) {
      if (one[i]->report != other[j]->report && stem(*one[i]) == stem(*other[j])) return true;
    }
  }
  return false;
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
  const float like = BestPair(stage, one, other);
  if (like < 0) return 0;
  return 1 - (1 - kByAlignment * stage.fact(fact).confidence) * (1 - kByWords * like);
}

}  // namespace parallax::framing
