#include "server/alignment/internal/clustering.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace parallax::alignment {
namespace {

// Groups are joined where the mean over their claims is at least this.
constexpr float kLeastMean = 0.42f;
// Of two claims whose sentences no candidate joined: mostly other facts, but not read.
constexpr float kUnread = 0.1f;
// Of two claims of sentences that tell one fact, by other claims.
constexpr float kOtherClaim = 0.6f;
// A bound on work: no fact is told by more claims.
constexpr size_t kMaxMembers = 192;

using ClaimPair = std::pair<ClaimRef, ClaimRef>;
using PlacePair = std::pair<SentenceRef, SentenceRef>;

class Grouper {
 public:
  Grouper(Reports reports, const std::vector<Link>& links, const std::vector<SentencePair>& pairs)
      : reports_(reports) {
    for (const SentencePair& pair : pairs) {
      read_[Ordered(pair.a, pair.b)] = Probability(pair.reading.same);
    }
    for (const Link& link : links) {
      linked_[Ordered(link.a, link.b)] = link.same;
      for (const ClaimRef& claim : {link.a, link.b}) {
        if (!node_of_.try_emplace(claim, nodes_.size()).second) continue;
        parents_.push_back(nodes_.size());
        members_.push_back({nodes_.size()});
        nodes_.push_back(claim);
      }
    }
  }

  void Add(const Link& link) {
    const size_t a = Root(node_of_.at(link.a));
    const size_t b = Root(node_of_.at(link.b));
    if (a == b || members_[a].size() + members_[b].size() > kMaxMembers) return;
    if (ShareSentence(a, b) || Mean(a, b) < kLeastMean) return;
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    parents_[b] = a;
  }

  std::vector<Group> Groups() {
    std::vector<Group> groups;
    for (const std::vector<size_t>& members : members_) {
      if (members.size() < 2) continue;
      Group group;
      for (const size_t member : members) group.claims.push_back(nodes_[member]);
      std::sort(group.claims.begin(), group.claims.end());
      group.confidence = Confidence(group.claims);
      groups.push_back(std::move(group));
    }
    return groups;
  }

 private:
  template <typename Place>
  static std::pair<Place, Place> Ordered(const Place& a, const Place& b) {
    return a < b ? std::make_pair(a, b) : std::make_pair(b, a);
  }

  size_t Root(size_t node) {
    while (parents_[node] != node) node = parents_[node] = parents_[parents_[node]];
    return node;
  }

  SentenceRef PlaceOf(const ClaimRef& claim) const {
    return {claim.report, reports_[claim.report]->claims.claims[claim.claim].sentence};
  }

  // Probability that two claims of two reports tell one fact.
  float Same(const ClaimRef& a, const ClaimRef& b) const {
    const auto linked = linked_.find(Ordered(a, b));
    if (linked != linked_.end()) return linked->second;
    const auto read = read_.find(Ordered(PlaceOf(a), PlaceOf(b)));
    return read == read_.end() ? kUnread : kOtherClaim * read->second;
  }

  float Mean(size_t a, size_t b) const {
    float sum = 0;
    int pairs = 0;
    for (const size_t i : members_[a]) {
      for (const size_t j : members_[b]) {
        if (nodes_[i].report == nodes_[j].report) continue;
        sum += Same(nodes_[i], nodes_[j]);
        ++pairs;
      }
    }
    return pairs > 0 ? sum / static_cast<float>(pairs) : 0;
  }

  // What a sentence tells besides a fact is another fact.
  bool ShareSentence(size_t a, size_t b) const {
    for (const size_t i : members_[a]) {
      for (const size_t j : members_[b]) {
        if (PlaceOf(nodes_[i]) == PlaceOf(nodes_[j])) return true;
      }
    }
    return false;
  }

  float Confidence(const std::vector<ClaimRef>& claims) const {
    float sum = 0;
    int pairs = 0;
    for (size_t i = 0; i < claims.size(); ++i) {
      for (size_t j = i + 1; j < claims.size(); ++j) {
        if (claims[i].report == claims[j].report) continue;
        sum += Same(claims[i], claims[j]);
        ++pairs;
      }
    }
    return pairs > 0 ? sum / static_cast<float>(pairs) : 0;
  }

  const Reports reports_;
  absl::flat_hash_map<PlacePair, float> read_;
  absl::flat_hash_map<ClaimPair, float> linked_;
  absl::flat_hash_map<ClaimRef, size_t> node_of_;
  std::vector<ClaimRef> nodes_;
  std::vector<size_t> parents_;
  std::vector<std::vector<size_t>> members_;
};

}  // namespace

std::vector<Group> GroupClaims(Reports reports, std::vector<Link> links,
                               const std::vector<SentencePair>& pairs) {
  std::vector<uint32_t> rank(reports.size());
  const std::vector<uint32_t> order = CanonicalOrder(reports);
  for (uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  std::sort(links.begin(), links.end(), [&](const Link& x, const Link& y) {
    return std::make_tuple(-x.same, rank[x.a.report], x.a.claim, rank[x.b.report], x.b.claim) <
           std::make_tuple(-y.same, rank[y.a.report], y.a.claim, rank[y.b.report], y.b.claim);
  });
  Grouper grouper(reports, links, pairs);
  for (const Link& link : links) {
    if (link.same < kLeastMean) break;
    grouper.Add(link);
  }
  return grouper.Groups();
}

}  // namespace parallax::alignment
