#include "server/alignment/internal/clustering.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

// A pair of sentences less likely than this joins nothing.
constexpr float kMinProbability = 0.3f;
// How likely pairs of claims must be of one fact, on average, to be put together by a join.
constexpr float kMinMean = 0.25f;
// A pair of claims must fit at least this part of what the best pair of the two sentences does.
constexpr float kMinShareOfBest = 0.3f;
// Probability of the sentences times the fit of the claims from which on two claims are joined
// though their sentences have a fact in common already.
constexpr float kStrongFit = 0.15f;
// Claims of one sentence that are looked at.
constexpr uint32_t kMaxClaims = 24;
// Pairs of claims of two sentences that are kept.
constexpr size_t kMaxFits = 24;
// Claims of a fact: more tell an editor nothing new, and work stays bounded.
constexpr size_t kMaxMembers = 96;

uint64_t Key(uint32_t first, uint32_t second) {
  return uint64_t{std::min(first, second)} << 32 | std::max(first, second);
}

// One past the last claim of the sentence that is looked at.
uint32_t LastClaim(const SentenceProfile& sentence) {
  return std::min(sentence.last_claim, sentence.first_claim + kMaxClaims);
}

struct Fit {
  uint32_t first = 0;  // claims
  uint32_t second = 0;
  float fit = 0;
};

bool StrongerFirst(const Fit& a, const Fit& b) {
  return std::make_tuple(-a.fit, a.first, a.second) < std::make_tuple(-b.fit, b.first, b.second);
}

class Grouper {
 public:
  Grouper(const Profiles& profiles, const Model& model, const std::vector<SentenceLink>& links)
      : profiles_(profiles), model_(model), members_(profiles.claims.size()) {
    parents_.resize(profiles.claims.size());
    std::iota(parents_.begin(), parents_.end(), 0u);
    for (uint32_t c = 0; c < members_.size(); ++c) members_[c] = {c};
    probabilities_.reserve(links.size());
    for (const SentenceLink& link : links) {
      probabilities_[Key(link.first, link.second)] = link.probability;
    }
  }

  void Add(const SentenceLink& link) {
    fits_.push_back(Fits(link));
    if (together_.contains(Key(link.first, link.second))) return;
    for (const Fit& fit : fits_.back()) {
      const uint32_t a = Root(fit.first);
      const uint32_t b = Root(fit.second);
      if (a == b) return;
      if (MeanGain(a, b) < kMinMean || ClashBetween(a, b)) continue;
      Join(a, b);
      return;
    }
  }

  // Joins claims that fit each other well, though their sentences may be together already by
  // others. REQUIRES: the first links are those that were added, in order.
  void AddStrong(const std::vector<SentenceLink>& links) {
    std::vector<Fit> strong;
    for (size_t i = 0; i < fits_.size(); ++i) {
      for (const Fit& fit : fits_[i]) {
        const float strength = fit.fit * links[i].probability;
        if (strength >= kStrongFit) strong.push_back({fit.first, fit.second, strength});
      }
    }
    std::sort(strong.begin(), strong.end(), StrongerFirst);
    for (const Fit& fit : strong) {
      const uint32_t a = Root(fit.first);
      const uint32_t b = Root(fit.second);
      if (a == b) continue;
      if (MeanGain(a, b) < kMinMean || ClashBetween(a, b)) continue;
      Join(a, b);
    }
  }

  std::vector<Group> Groups() {
    std::vector<Group> groups;
    for (uint32_t c = 0; c < members_.size(); ++c) {
      if (Root(c) == c && members_[c].size() > 1) {
        groups.push_back({members_[c], Confidence(c)});
      }
    }
    return groups;
  }

 private:
  uint32_t Root(uint32_t claim) {
    while (parents_[claim] != claim) {
      parents_[claim] = parents_[parents_[claim]];
      claim = parents_[claim];
    }
    return claim;
  }

  bool OnlySlight(uint32_t begin, uint32_t end) const {
    const auto claim = profiles_.claims.begin();
    return std::all_of(claim + begin, claim + end, [](const ClaimProfile& c) { return c.slight; });
  }

  // Pairs of claims of the two sentences, best first. What says too little stands for a sentence
  // only where nothing else does.
  std::vector<Fit> Fits(const SentenceLink& link) {
    const SentenceProfile& a = profiles_.sentences[link.first];
    const SentenceProfile& b = profiles_.sentences[link.second];
    const uint32_t end_a = LastClaim(a);
    const uint32_t end_b = LastClaim(b);
    const bool slight_a = OnlySlight(a.first_claim, end_a);
    const bool slight_b = OnlySlight(b.first_claim, end_b);
    const float most_shared = MostShared(link.first, link.second);
    std::vector<Fit> fits;
    float best = 0;
    for (uint32_t i = a.first_claim; i < end_a; ++i) {
      for (uint32_t j = b.first_claim; j < end_b; ++j) {
        const ClaimProfile& first = profiles_.claims[i];
        const ClaimProfile& second = profiles_.claims[j];
        if ((first.slight && !slight_a) || (second.slight && !slight_b)) continue;
        if (Clash(first, second)) continue;
        const float score = model_.Score(CompareClaims(profiles_, first, second, most_shared));
        fits.push_back({i, j, 1 / (1 + std::exp(-score))});
        best = std::max(best, fits.back().fit);
      }
    }
    fits.erase(std::remove_if(fits.begin(), fits.end(),
                              [&](const Fit& fit) { return fit.fit < best * kMinShareOfBest; }),
               fits.end());
    std::sort(fits.begin(), fits.end(), StrongerFirst);
    if (fits.size() > kMaxFits) fits.resize(kMaxFits);
    return fits;
  }

  // Mean probability that claims, of two reports, that joining the groups would put together
  // speak of one fact; below any threshold where the group would grow too large.
  float MeanGain(uint32_t a, uint32_t b) {
    if (members_[a].size() + members_[b].size() > kMaxMembers) return -1;
    float sum = 0;
    int pairs = 0;
    for (const uint32_t i : members_[a]) {
      for (const uint32_t j : members_[b]) {
        const ClaimProfile& first = profiles_.claims[i];
        const ClaimProfile& second = profiles_.claims[j];
        if (first.report == second.report) continue;
        ++pairs;
        const auto found = probabilities_.find(Key(first.sentence, second.sentence));
        if (found != probabilities_.end()) sum += found->second * Same(i, j);
      }
    }
    return pairs > 0 ? sum / pairs : -1;
  }

  // How likely two claims speak of one fact, where their sentences do.
  float Same(uint32_t i, uint32_t j) {
    const auto [entry, added] = same_.try_emplace(Key(i, j), 0.0f);
    if (added) {
      const ClaimProfile& first = profiles_.claims[i];
      const ClaimProfile& second = profiles_.claims[j];
      const float most = MostShared(first.sentence, second.sentence);
      const ClaimFeatures features = CompareClaims(profiles_, first, second, most);
      entry->second = 1 / (1 + std::exp(-model_.ScoreSame(features)));
    }
    return entry->second;
  }

  // The largest weight that a claim of one sentence shares with one of the other.
  float MostShared(uint32_t sentence, uint32_t other) {
    const auto [entry, added] = most_shared_.try_emplace(Key(sentence, other), 0.0f);
    if (!added) return entry->second;
    const SentenceProfile& a = profiles_.sentences[sentence];
    const SentenceProfile& b = profiles_.sentences[other];
    for (uint32_t i = a.first_claim; i < LastClaim(a); ++i) {
      for (uint32_t j = b.first_claim; j < LastClaim(b); ++j) {
        entry->second = std::max(
            entry->second, SharedClaimWeight(profiles_, profiles_.claims[i], profiles_.claims[j]));
      }
    }
    return entry->second;
  }

  // Mean probability that two claims of a group, of two reports, speak of one fact.
  float Confidence(uint32_t root) {
    float sum = 0;
    int pairs = 0;
    for (const uint32_t i : members_[root]) {
      for (const uint32_t j : members_[root]) {
        const ClaimProfile& first = profiles_.claims[i];
        const ClaimProfile& second = profiles_.claims[j];
        if (first.report >= second.report) continue;
        ++pairs;
        const auto found = probabilities_.find(Key(first.sentence, second.sentence));
        if (found != probabilities_.end()) sum += found->second * Same(i, j);
      }
    }
    return sum / pairs;
  }

  // A fact has one claim of a sentence: what else it says is another fact.
  bool ClashBetween(uint32_t a, uint32_t b) const {
    for (const uint32_t i : members_[a]) {
      for (const uint32_t j : members_[b]) {
        const ClaimProfile& first = profiles_.claims[i];
        const ClaimProfile& second = profiles_.claims[j];
        if (first.sentence == second.sentence || Clash(first, second)) return true;
      }
    }
    return false;
  }

  void Join(uint32_t a, uint32_t b) {
    for (const uint32_t i : members_[a]) {
      for (const uint32_t j : members_[b]) {
        const ClaimProfile& first = profiles_.claims[i];
        const ClaimProfile& second = profiles_.claims[j];
        if (first.report != second.report) together_.insert(Key(first.sentence, second.sentence));
      }
    }
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    std::vector<uint32_t> merged;
    std::merge(members_[a].begin(), members_[a].end(), members_[b].begin(), members_[b].end(),
               std::back_inserter(merged));
    members_[a] = std::move(merged);
    members_[b].clear();
    parents_[b] = a;
  }

  const Profiles& profiles_;
  const Model& model_;
  std::vector<uint32_t> parents_;
  std::vector<std::vector<uint32_t>> members_;
  std::vector<std::vector<Fit>> fits_;                  // of the links added, in order
  absl::flat_hash_map<uint64_t, float> probabilities_;  // of pairs of sentences
  absl::flat_hash_map<uint64_t, float> most_shared_;    // of pairs of sentences looked at
  absl::flat_hash_map<uint64_t, float> same_;           // of pairs of claims looked at
  absl::flat_hash_set<uint64_t> together_;              // pairs of sentences with a group in common
};

}  // namespace

absl::StatusOr<std::vector<Group>> GroupClaims(const Profiles& profiles, const Model& model,
                                               std::vector<SentenceLink> links,
                                               const CallContext& context) {
  std::sort(links.begin(), links.end(), [](const SentenceLink& a, const SentenceLink& b) {
    return std::make_tuple(-a.probability, a.first, a.second) <
           std::make_tuple(-b.probability, b.first, b.second);
  });
  Grouper grouper(profiles, model, links);
  for (size_t i = 0; i < links.size() && links[i].probability >= kMinProbability; ++i) {
    if (i % 16 == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    grouper.Add(links[i]);
  }
  grouper.AddStrong(links);
  return grouper.Groups();
}

}  // namespace parallax::alignment
