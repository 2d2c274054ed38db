#include "server/alignment/internal/wording.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "absl/container/flat_hash_map.h"

namespace parallax::alignment {
namespace {

// Words of a shingle: shorter runs are shared by chance.
constexpr size_t kShingle = 5;
// A passage is shared where this many shingles are (a run of nine words), or this part of all
// shingles of the shorter sentence.
constexpr uint32_t kManyShared = 5;
constexpr float kPassageShare = 0.5f;
// Sentences that a shingle is linked to, so that a text of one sentence repeated stays linear.
constexpr size_t kMaxLinks = 8;

struct Occurrence {
  uint64_t shingle;
  uint32_t sentence;
  uint32_t at;  // first word
  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

struct Match {
  uint32_t shared = 0;
  // First word and one past the last, in either sentence.
  uint32_t begin_first = std::numeric_limits<uint32_t>::max();
  uint32_t end_first = 0;
  uint32_t begin_second = std::numeric_limits<uint32_t>::max();
  uint32_t end_second = 0;
};

size_t ShinglesOf(const SentenceEntry& sentence) {
  return sentence.words.size() < kShingle ? 0 : sentence.words.size() - kShingle + 1;
}

std::vector<Occurrence> Shingles(const Sentences& sentences) {
  std::vector<Occurrence> all;
  for (uint32_t s = 0; s < sentences.all.size(); ++s) {
    const std::vector<uint32_t>& words = sentences.all[s].words;
    for (uint32_t i = 0; i + kShingle <= words.size(); ++i) {
      uint64_t hash = 0x9e3779b97f4a7c15;
      for (size_t k = 0; k < kShingle; ++k) hash = (hash ^ words[i + k]) * 0xff51afd7ed558ccd;
      all.push_back({hash, s, i});
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

using Matches = std::vector<std::pair<std::pair<uint32_t, uint32_t>, Match>>;

// What sentences of different reports share, by pair.
Matches MatchSentences(const Sentences& sentences) {
  absl::flat_hash_map<uint64_t, Match> found;
  const std::vector<Occurrence> all = Shingles(sentences);
  size_t begin = 0;
  while (begin < all.size()) {
    size_t end = begin + 1;
    while (end < all.size() && all[end].shingle == all[begin].shingle) ++end;
    for (size_t j = begin + 1; j < end; ++j) {
      // Each is held against the first ones and the ones just before it.
      for (size_t i = begin; i < j; ++i) {
        if (i >= begin + kMaxLinks && i + kMaxLinks < j) {
          i = j - kMaxLinks - 1;
          continue;
        }
        const Occurrence& a = all[i];
        const Occurrence& b = all[j];
        if (sentences.all[a.sentence].rank == sentences.all[b.sentence].rank) {
          continue;
        }
        Match& match = found[uint64_t{a.sentence} << 32 | b.sentence];
        ++match.shared;
        match.begin_first = std::min(match.begin_first, a.at);
        match.end_first = std::max(match.end_first, a.at + uint32_t{kShingle});
        match.begin_second = std::min(match.begin_second, b.at);
        match.end_second = std::max(match.end_second, b.at + uint32_t{kShingle});
      }
    }
    begin = end;
  }
  Matches matches;
  matches.reserve(found.size());
  for (const auto& [key, match] : found) {
    matches.push_back({{static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key)}, match});
  }
  std::sort(matches.begin(), matches.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return matches;
}

uint32_t Root(std::vector<uint32_t>* parents, uint32_t node) {
  while ((*parents)[node] != node) {
    (*parents)[node] = (*parents)[(*parents)[node]];
    node = (*parents)[node];
  }
  return node;
}

}  // namespace

std::vector<SharedWording> FindSharedWording(const Sentences& sentences) {
  std::vector<SharedWording> wordings;
  const uint32_t count = static_cast<uint32_t>(sentences.all.size());
  std::vector<uint32_t> parents(count);
  std::iota(parents.begin(), parents.end(), 0u);
  // Of each sentence, the words that some other one shares.
  std::vector<std::pair<uint32_t, uint32_t>> shared(count, {count, 0});
  for (const auto& [pair, match] : MatchSentences(sentences)) {
    const SentenceEntry& a = sentences.all[pair.first];
    const SentenceEntry& b = sentences.all[pair.second];
    const float shorter = static_cast<float>(std::min(ShinglesOf(a), ShinglesOf(b)));
    if (match.shared < kManyShared && match.shared < kPassageShare * shorter) continue;
    const auto widen = [&](uint32_t sentence, uint32_t begin, uint32_t end) {
      auto& range = shared[sentence];
      if (range.first >= range.second) range = {begin, end};
      range = {std::min(range.first, begin), std::max(range.second, end)};
    };
    widen(pair.first, match.begin_first, match.end_first);
    widen(pair.second, match.begin_second, match.end_second);
    const uint32_t first = Root(&parents, pair.first);
    const uint32_t second = Root(&parents, pair.second);
    parents[std::max(first, second)] = std::min(first, second);
  }
  std::vector<std::pair<uint32_t, uint32_t>> members;  // root, sentence
  for (uint32_t s = 0; s < count; ++s) {
    if (shared[s].first < shared[s].second) members.emplace_back(Root(&parents, s), s);
  }
  std::sort(members.begin(), members.end());
  for (size_t i = 0; i < members.size(); ++i) {
    if (i == 0 || members[i].first != members[i - 1].first) wordings.emplace_back();
    const SentenceEntry& sentence = sentences.all[members[i].second];
    const auto [begin, end] = shared[members[i].second];
    wordings.back().places.push_back(
        {sentence.ref.report, {sentence.tokens[begin], sentence.tokens[end - 1] + 1}});
  }
  const auto place_key = [](const SharedWording::Place& place) {
    return std::make_pair(place.report, place.tokens);
  };
  for (SharedWording& wording : wordings) {
    std::sort(wording.places.begin(), wording.places.end(),
              [&](const auto& a, const auto& b) { return place_key(a) < place_key(b); });
  }
  std::sort(wordings.begin(), wordings.end(), [&](const SharedWording& a, const SharedWording& b) {
    return place_key(a.places[0]) < place_key(b.places[0]);
  });
  return wordings;
}

}  // namespace parallax::alignment
