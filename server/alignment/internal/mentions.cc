#include "server/alignment/internal/mentions.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

namespace parallax::alignment {
namespace {

// Claims that fit this much of the best are as good as it.
constexpr float kAsGood = 0.85f;

// The fits of both sides of one pair.
struct Sides {
  std::vector<ClaimFit> a;
  std::vector<ClaimFit> b;
};

class Chooser {
 public:
  // Remembers how often each claim would serve.
  void Count(uint32_t report, const std::vector<ClaimFit>& fits, float weight) {
    for (const ClaimFit& fit : fits) votes_[{report, fit.claim}] += fit.fit * weight;
  }

  ClaimRef Choose(uint32_t report, const std::vector<ClaimFit>& fits) const {
    const float best = std::max_element(fits.begin(), fits.end(), Less)->fit;
    ClaimRef chosen = {report, 0};
    float most = -1;
    for (const ClaimFit& fit : fits) {
      if (fit.fit < kAsGood * best) continue;
      const float votes = votes_.at({report, fit.claim});
      if (votes > most) {
        most = votes;
        chosen.claim = fit.claim;
      }
    }
    return chosen;
  }

 private:
  static bool Less(const ClaimFit& a, const ClaimFit& b) { return a.fit < b.fit; }

  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, float> votes_;
};

// The lower-case lemma of the first argument of the role; empty for none.
std::string HeadOf(const analysis::Analysis& report, const claims::Claim& claim,
                   claims::Role role) {
  for (const claims::Argument& argument : claim.arguments) {
    if (argument.role == role) return absl::AsciiStrToLower(report.annotation.lemma(argument.head));
  }
  return "";
}

// "Dolan punched Sand", "Sand punched Dolan": one predicate with its two participants exchanged is
// another event, however alike the words.
bool RolesExchanged(const analysis::Analysis& report_a, const claims::Claim& a,
                    const analysis::Analysis& report_b, const claims::Claim& b) {
  if (absl::AsciiStrToLower(report_a.annotation.lemma(a.head)) !=
      absl::AsciiStrToLower(report_b.annotation.lemma(b.head))) {
    return false;
  }
  const std::string agent = HeadOf(report_a, a, claims::Role::kAgent);
  const std::string patient = HeadOf(report_a, a, claims::Role::kPatient);
  return !agent.empty() && !patient.empty() && agent != patient &&
         agent == HeadOf(report_b, b, claims::Role::kPatient) &&
         patient == HeadOf(report_b, b, claims::Role::kAgent);
}

}  // namespace

float Probability(float log_odds) { return 1 / (1 + std::exp(-log_odds)); }

std::vector<ClaimFit> FitClaims(const analysis::Analysis& report, uint32_t sentence,
                                const std::vector<encoder::WordReading>& words) {
  const uint32_t begin = report.document.sentences()[sentence].tokens.begin;
  std::vector<float> before(words.size() + 1, 0.0f);  // marked words, weighed, up to each
  for (size_t i = 0; i < words.size(); ++i) before[i + 1] = before[i] + Probability(words[i].fact);
  const std::vector<claims::Claim>& claims = report.claims.claims;
  auto claim =
      std::lower_bound(claims.begin(), claims.end(), sentence,
                       [](const claims::Claim& c, uint32_t wanted) { return c.sentence < wanted; });
  std::vector<ClaimFit> fits;
  for (; claim != claims.end() && claim->sentence == sentence; ++claim) {
    const uint32_t first = std::min<uint32_t>(claim->span.begin - begin, words.size());
    const uint32_t last = std::min<uint32_t>(claim->span.end - begin, words.size());
    const float shared = before[last] - before[first];
    const float total = before.back() + static_cast<float>(claim->span.size());
    fits.push_back({static_cast<uint32_t>(claim - claims.begin()), 2 * shared / total});
  }
  return fits;
}

std::vector<Link> LinkClaims(Reports reports, const std::vector<SentencePair>& pairs, float least) {
  std::vector<Sides> sides(pairs.size());
  Chooser chooser;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const SentencePair& pair = pairs[i];
    const float same = Probability(pair.reading.same);
    if (same < least) continue;
    sides[i].a = FitClaims(*reports[pair.a.report], pair.a.sentence, pair.reading.a);
    sides[i].b = FitClaims(*reports[pair.b.report], pair.b.sentence, pair.reading.b);
    chooser.Count(pair.a.report, sides[i].a, same);
    chooser.Count(pair.b.report, sides[i].b, same);
  }
  std::vector<Link> links;
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (sides[i].a.empty() || sides[i].b.empty()) continue;
    const ClaimRef a = chooser.Choose(pairs[i].a.report, sides[i].a);
    const ClaimRef b = chooser.Choose(pairs[i].b.report, sides[i].b);
    if (RolesExchanged(*reports[a.report], reports[a.report]->claims.claims[a.claim],
                       *reports[b.report], reports[b.report]->claims.claims[b.claim])) {
      continue;
    }
    links.push_back({a, b, Probability(pairs[i].reading.same)});
  }
  return links;
}

}  // namespace parallax::alignment
