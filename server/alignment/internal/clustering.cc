#include "server/alignment/internal/clustering.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

// Weakest link that two groups may be joined over.
constexpr float kMinStrength = 0.40f;
// Least mean probability of all pairs of sentences that a join would put together.
constexpr float kMinMean = 0.38f;
// A pair of claims that is not the best of its sentences must come this near to the best.
constexpr float kMinShareOfBest = 0.7f;
// Claims of one sentence pair that are held against each other.
constexpr uint32_t kMaxClaims = 24;
// Claims of a group that a newcomer is checked against.
constexpr size_t kMaxClashChecks = 24;

float Sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

class Clusters {
 public:
  Clusters(const Profiles& profiles, const std::vector<SentenceLink>& links)
      : profiles_(profiles), members_(profiles.claims.size()), sums_(profiles.claims.size()) {
    parents_.resize(profiles.claims.size());
    std::iota(parents_.begin(), parents_.end(), 0u);
    for (uint32_t c = 0; c < members_.size(); ++c) members_[c] = {c};
    for (const SentenceLink& link : links) {
      const SentenceProfile& a = profiles.sentences[link.first];
      const SentenceProfile& b = profiles.sentences[link.second];
      for (uint32_t i = a.first_claim; i < std::min(a.last_claim, a.first_claim + kMaxClaims);
           ++i) {
        for (uint32_t j = b.first_claim; j < std::min(b.last_claim, b.first_claim + kMaxClaims);
             ++j) {
          sums_[i][j] = link.probability;
          sums_[j][i] = link.probability;
        }
      }
    }
  }

  uint32_t Root(uint32_t claim) {
    while (parents_[claim] != claim) {
      parents_[claim] = parents_[parents_[claim]];
      claim = parents_[claim];
    }
    return claim;
  }

  const std::vector<uint32_t>& members(uint32_t root) const { return members_[root]; }

  // Mean probability over the pairs of claims, of different reports, of two groups.
  float Mean(uint32_t a, uint32_t b) const {
    const auto found = sums_[a].find(b);
    if (found == sums_[a].end()) return 0;
    const size_t pairs = members_[a].size() * members_[b].size() - SameReportPairs(a, b);
    return pairs == 0 ? 0 : found->second / pairs;
  }

  bool MayJoin(uint32_t a, uint32_t b) const {
    const std::vector<uint32_t>& first = members_[a];
    const std::vector<uint32_t>& second = members_[b];
    for (size_t i = 0; i < std::min(first.size(), kMaxClashChecks); ++i) {
      for (size_t j = 0; j < std::min(second.size(), kMaxClashChecks); ++j) {
        if (Clash(profiles_.claims[first[i]], profiles_.claims[second[j]])) return false;
      }
    }
    // The sentence is in the group already, by a claim that fits it better.
    if (first.size() == 1 && HoldsSentence(b, profiles_.claims[first[0]].sentence)) return false;
    if (second.size() == 1 && HoldsSentence(a, profiles_.claims[second[0]].sentence)) return false;
    return true;
  }

  void Join(uint32_t a, uint32_t b) {
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    parents_[b] = a;
    std::vector<uint32_t> merged;
    std::merge(members_[a].begin(), members_[a].end(), members_[b].begin(), members_[b].end(),
               std::back_inserter(merged));
    members_[a] = std::move(merged);
    members_[b].clear();
    sums_[a].erase(b);
    for (const auto& [other, sum] : sums_[b]) {
      if (other == a) continue;
      sums_[a][other] += sum;
      sums_[other].erase(b);
      sums_[other][a] = sums_[a][other];
    }
    sums_[b].clear();
  }

 private:
  // Members are ascending, hence by report.
  size_t SameReportPairs(uint32_t a, uint32_t b) const {
    size_t pairs = 0;
    auto i = members_[a].begin();
    auto j = members_[b].begin();
    while (i != members_[a].end() && j != members_[b].end()) {
      const uint32_t report_i = profiles_.claims[*i].report;
      const uint32_t report_j = profiles_.claims[*j].report;
      if (report_i < report_j) {
        ++i;
      } else if (report_j < report_i) {
        ++j;
      } else {
        size_t of_a = 0;
        size_t of_b = 0;
        for (; i != members_[a].end() && profiles_.claims[*i].report == report_i; ++i) ++of_a;
        for (; j != members_[b].end() && profiles_.claims[*j].report == report_i; ++j) ++of_b;
        pairs += of_a * of_b;
      }
    }
    return pairs;
  }

  bool HoldsSentence(uint32_t root, uint32_t sentence) const {
    return std::any_of(members_[root].begin(), members_[root].end(), [&](uint32_t claim) {
      return profiles_.claims[claim].sentence == sentence;
    });
  }

  const Profiles& profiles_;
  std::vector<uint32_t> parents_;
  std::vector<std::vector<uint32_t>> members_;
  std::vector<absl::flat_hash_map<uint32_t, float>> sums_;
};

}  // namespace

std::vector<ClaimLink> LinkClaims(const Profiles& profiles, const Model& model,
                                  const std::vector<SentenceLink>& links) {
  std::vector<ClaimLink> made;
  std::vector<ClaimLink> local;
  for (const SentenceLink& link : links) {
    if (link.probability < kMinStrength) continue;
    const SentenceProfile& a = profiles.sentences[link.first];
    const SentenceProfile& b = profiles.sentences[link.second];
    const uint32_t end_a = std::min(a.last_claim, a.first_claim + kMaxClaims);
    const uint32_t end_b = std::min(b.last_claim, b.first_claim + kMaxClaims);
    float best_weight = 0;
    for (uint32_t i = a.first_claim; i < end_a; ++i) {
      for (uint32_t j = b.first_claim; j < end_b; ++j) {
        best_weight = std::max(best_weight,
                               SharedClaimWeight(profiles, profiles.claims[i], profiles.claims[j]));
      }
    }
    local.clear();
    float best = 0;
    for (uint32_t i = a.first_claim; i < end_a; ++i) {
      for (uint32_t j = b.first_claim; j < end_b; ++j) {
        const ClaimProfile& first = profiles.claims[i];
        const ClaimProfile& second = profiles.claims[j];
        if (Clash(first, second)) continue;
        const float fit = Sigmoid(model.Score(CompareClaims(profiles, first, second, best_weight)));
        best = std::max(best, fit);
        local.push_back({i, j, fit});
      }
    }
    for (const ClaimLink& candidate : local) {
      const float share = candidate.strength / best;
      const float strength = link.probability * share;
      if (share < kMinShareOfBest || strength < kMinStrength) continue;
      made.push_back({candidate.first, candidate.second, strength});
    }
  }
  std::sort(made.begin(), made.end(), [](const ClaimLink& a, const ClaimLink& b) {
    return std::make_tuple(-a.strength, a.first, a.second) <
           std::make_tuple(-b.strength, b.first, b.second);
  });
  return made;
}

absl::StatusOr<std::vector<Group>> GroupClaims(const Profiles& profiles,
                                               const std::vector<SentenceLink>& sentence_links,
                                               const std::vector<ClaimLink>& claim_links,
                                               const CallContext& context) {
  Clusters clusters(profiles, sentence_links);
  std::vector<float> confidence(profiles.claims.size(), 1);
  for (size_t i = 0; i < claim_links.size(); ++i) {
    if (i % 256 == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    const uint32_t a = clusters.Root(claim_links[i].first);
    const uint32_t b = clusters.Root(claim_links[i].second);
    if (a == b) continue;
    const float mean = clusters.Mean(a, b);
    if (mean < kMinMean || !clusters.MayJoin(a, b)) continue;
    const float lowest = std::min({confidence[a], confidence[b], mean});
    clusters.Join(a, b);
    confidence[clusters.Root(a)] = lowest;
  }
  std::vector<Group> groups;
  for (uint32_t c = 0; c < profiles.claims.size(); ++c) {
    if (clusters.Root(c) != c) continue;
    const std::vector<uint32_t>& members = clusters.members(c);
    const uint32_t report = profiles.claims[members[0]].report;
    if (profiles.claims[members.back()].report == report) continue;
    groups.push_back({members, confidence[c]});
  }
  return groups;
}

}  // namespace parallax::alignment
