#include "server/language/internal/tree_decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace parallax::language::internal {
namespace {

constexpr uint32_t kUnset = 0xffffffff;

}  // namespace

// The best head of every word by itself; true where that is a tree with one root, as it mostly is.
bool TreeDecoder::ChooseEach(std::span<const float> scores, uint32_t words,
                             std::span<uint32_t> heads) {
  uint32_t roots = 0;
  for (uint32_t d = 0; d < words; ++d) {
    const float* row = scores.data() + size_t{d} * (words + 1);
    uint32_t best = 0;
    for (uint32_t h = 1; h <= words; ++h) {
      if (h != d + 1 && row[h] > row[best]) best = h;
    }
    heads[d] = best;
    roots += best == 0;
  }
  if (roots != 1) return false;
  color_.assign(words + 1, 0);
  color_[0] = 2;
  for (uint32_t d = 1; d <= words; ++d) {
    uint32_t node = d;
    while (color_[node] == 0) {
      color_[node] = 1;
      node = heads[node - 1];
    }
    if (color_[node] == 1) return false;
    for (node = d; color_[node] == 1; node = heads[node - 1]) color_[node] = 2;
  }
  return true;
}

// Leaves the nodes of some cycle of best heads in cycle_.
bool TreeDecoder::FindCycle(uint32_t nodes) {
  color_.assign(nodes, 0);
  color_[0] = 2;
  for (uint32_t start = 1; start < nodes; ++start) {
    if (!active_[start]) continue;
    uint32_t node = start;
    while (color_[node] == 0) {
      color_[node] = 1;
      node = best_[node];
    }
    if (color_[node] == 1) {
      cycle_.clear();
      for (uint32_t n = node; cycle_.empty() || n != node; n = best_[n]) cycle_.push_back(n);
      return true;
    }
    for (node = start; color_[node] == 1; node = best_[node]) color_[node] = 2;
  }
  return false;
}

void TreeDecoder::Contract(uint32_t nodes) {
  const uint32_t kept = cycle_[0];
  Contraction contraction{kept, cycle_, {}, {}};
  for (uint32_t c : cycle_) {
    contraction.heads.push_back(static_cast<uint32_t>(arc(best_[c], c) >> 32));
    contraction.dependents.push_back(static_cast<uint32_t>(arc(best_[c], c)));
    active_[c] = 2;
  }
  std::vector<double> inner;
  for (uint32_t c : cycle_) inner.push_back(score(best_[c], c));
  for (uint32_t v = 0; v < nodes; ++v) {
    if (active_[v] != 1) continue;
    double out = -std::numeric_limits<double>::infinity();
    double in = out;
    uint64_t out_arc = 0;
    uint64_t in_arc = 0;
    for (size_t i = 0; i < cycle_.size(); ++i) {
      const uint32_t c = cycle_[i];
      if (v != 0 && score(c, v) > out) {
        out = score(c, v);
        out_arc = arc(c, v);
      }
      if (score(v, c) - inner[i] > in) {
        in = score(v, c) - inner[i];
        in_arc = arc(v, c);
      }
    }
    score(kept, v) = out;
    arc(kept, v) = out_arc;
    score(v, kept) = in;
    arc(v, kept) = in_arc;
    if (v != 0 && active_[best_[v]] == 2) best_[v] = kept;
  }
  for (uint32_t c : cycle_) active_[c] = 0;
  active_[kept] = 1;
  best_[kept] = kUnset;
  for (uint32_t v = 0; v < nodes; ++v) {
    if (active_[v] && v != kept &&
        (best_[kept] == kUnset || score(v, kept) > score(best_[kept], kept))) {
      best_[kept] = v;
    }
  }
  contractions_.push_back(std::move(contraction));
}

void TreeDecoder::Decode(std::span<const float> scores, uint32_t words, std::span<uint32_t> heads) {
  if (ChooseEach(scores, words, heads)) return;
  const uint32_t nodes = words + 1;
  stride_ = nodes;
  scores_.assign(size_t{nodes} * nodes, 0.0);
  arcs_.assign(size_t{nodes} * nodes, 0);
  const auto sane = [](float s) { return std::fabs(s) < 1e30f ? static_cast<double>(s) : -1e30; };
  double penalty = 1.0;
  for (float s : scores) penalty = std::max(penalty, std::fabs(sane(s)));
  penalty *= 2.0 * nodes;
  for (uint32_t d = 1; d < nodes; ++d) {
    for (uint32_t h = 0; h < nodes; ++h) {
      const double s = sane(scores[size_t{d - 1} * nodes + h]);
      score(h, d) = h == 0 ? s - penalty : s;
      arc(h, d) = uint64_t{h} << 32 | d;
    }
  }
  active_.assign(nodes, 1);
  best_.assign(nodes, 0);
  inside_.assign(nodes, {});
  contractions_.clear();
  for (uint32_t d = 1; d < nodes; ++d) {
    inside_[d] = {d};
    for (uint32_t h = 1; h < nodes; ++h) {
      if (h != d && score(h, d) > score(best_[d], d)) best_[d] = h;
    }
  }
  while (FindCycle(nodes)) Contract(nodes);

  std::fill(heads.begin(), heads.end(), kUnset);
  for (uint32_t v = 1; v < nodes; ++v) {
    if (!active_[v]) continue;
    const uint64_t chosen = arc(best_[v], v);
    heads[static_cast<uint32_t>(chosen) - 1] = static_cast<uint32_t>(chosen >> 32);
  }
  // A contraction is opened where the arc from outside comes in; the other members keep their arcs.
  // Which words a member held follows from the contractions before it.
  std::vector<std::vector<std::vector<uint32_t>>> held;
  for (const Contraction& contraction : contractions_) {
    std::vector<std::vector<uint32_t>>& members = held.emplace_back();
    std::vector<uint32_t> all;
    for (uint32_t c : contraction.members) {
      members.push_back(inside_[c]);
      all.insert(all.end(), inside_[c].begin(), inside_[c].end());
    }
    inside_[contraction.kept] = std::move(all);
  }
  for (size_t i = contractions_.size(); i-- > 0;) {
    const Contraction& contraction = contractions_[i];
    for (size_t m = 0; m < contraction.members.size(); ++m) {
      const bool entered = std::any_of(held[i][m].begin(), held[i][m].end(),
                                       [&](uint32_t word) { return heads[word - 1] != kUnset; });
      if (!entered) heads[contraction.dependents[m] - 1] = contraction.heads[m];
    }
  }
}

}  // namespace parallax::language::internal
