#include "client/internal/sentence_alignment.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "client/word_diff.h"

namespace parallax::client {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);
// Share of the words of both in common, and of those of one alone.
constexpr double kLeastAlike = 0.5;
constexpr double kLeastWithin = 0.7;
constexpr size_t kLeastWords = 3;  // of a sentence that is looked for within another
// Sentences that are compared word by word: those with most words in common in any order.
constexpr size_t kMostCandidates = 8;
// Words of more sentences than this are no way to find one.
constexpr size_t kMostPlaces = 200;

using Words = std::vector<std::string>;

// Finds the sentences of one text that are near others.
class Finder {
 public:
  explicit Finder(const std::vector<Words>& sentences) {
    for (size_t i = 0; i < sentences.size(); ++i) {
      for (const std::string& word : std::set(sentences[i].begin(), sentences[i].end())) {
        places_[word].push_back(i);
      }
    }
  }

  std::vector<size_t> Near(const Words& sentence) const {
    std::map<size_t, int> counts;
    for (const std::string& word : std::set(sentence.begin(), sentence.end())) {
      const auto found = places_.find(word);
      if (found == places_.end() || found->second.size() > kMostPlaces) continue;
      for (const size_t place : found->second) ++counts[place];
    }
    std::vector<std::pair<int, size_t>> ranked;
    for (const auto& [place, count] : counts) ranked.emplace_back(-count, place);
    std::sort(ranked.begin(), ranked.end());
    ranked.resize(std::min(ranked.size(), kMostCandidates));
    std::vector<size_t> near;
    for (const auto& [count, place] : ranked) near.push_back(place);
    return near;
  }

 private:
  std::map<std::string, std::vector<size_t>> places_;
};

class Aligner {
 public:
  Aligner(const std::vector<std::string>& older, const std::vector<std::string>& newer)
      : older_(older),
        newer_(newer),
        of_older_(older.size(), kNone),
        of_newer_(newer.size(), kNone) {
    for (const std::string& sentence : older) older_words_.push_back(ComparedWords(sentence));
    for (const std::string& sentence : newer) newer_words_.push_back(ComparedWords(sentence));
  }

  std::vector<SentenceGroup> Align(const std::vector<std::pair<size_t, size_t>>& told_in_both) {
    PairAlike();
    PairNear();
    for (const auto& [o, n] : told_in_both) {
      if (of_older_[o] == kNone && of_newer_[n] == kNone) Pair(o, n);
    }
    AddParts();
    return Groups();
  }

 private:
  void Pair(size_t o, size_t n) {
    of_older_[o] = of_newer_[n] = groups_.size();
    groups_.push_back({{o}, {n}, older_[o] == newer_[n]});
  }

  void PairAlike() {
    std::map<std::string, std::deque<size_t>> places;
    for (size_t n = 0; n < newer_.size(); ++n) places[newer_[n]].push_back(n);
    for (size_t o = 0; o < older_.size(); ++o) {
      const auto found = places.find(older_[o]);
      if (found == places.end() || found->second.empty()) continue;
      Pair(o, found->second.front());
      found->second.pop_front();
    }
  }

  void PairNear() {
    const Finder finder(newer_words_);
    std::vector<std::tuple<double, size_t, size_t, size_t>> pairs;  // nearest and next by first
    for (size_t o = 0; o < older_.size(); ++o) {
      if (of_older_[o] != kNone) continue;
      for (const size_t n : finder.Near(older_words_[o])) {
        if (of_newer_[n] != kNone) continue;
        const double words = static_cast<double>(older_words_[o].size() + newer_words_[n].size());
        const double alike = 2 * static_cast<double>(Common(o, n)) / words;
        if (alike >= kLeastAlike) pairs.emplace_back(-alike, o > n ? o - n : n - o, o, n);
      }
    }
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [alike, distance, o, n] : pairs) {
      if (of_older_[o] == kNone && of_newer_[n] == kNone) Pair(o, n);
    }
  }

  // What was split: a part stands within the whole. Only rewritten sentences take parts.
  void AddParts() {
    const Finder newer(newer_words_);
    for (size_t o = 0; o < older_.size(); ++o) {
      if (of_older_[o] != kNone || older_words_[o].size() < kLeastWords) continue;
      for (const size_t n : newer.Near(older_words_[o])) {
        if (of_newer_[n] == kNone || groups_[of_newer_[n]].same) continue;
        if (!IsMost(Common(o, n), older_words_[o].size())) continue;
        of_older_[o] = of_newer_[n];
        groups_[of_newer_[n]].older.push_back(o);
        break;
      }
    }
    const Finder older(older_words_);
    for (size_t n = 0; n < newer_.size(); ++n) {
      if (of_newer_[n] != kNone || newer_words_[n].size() < kLeastWords) continue;
      for (const size_t o : older.Near(newer_words_[n])) {
        if (of_older_[o] == kNone || groups_[of_older_[o]].same) continue;
        if (!IsMost(Common(o, n), newer_words_[n].size())) continue;
        of_newer_[n] = of_older_[o];
        groups_[of_older_[o]].newer.push_back(n);
        break;
      }
    }
  }

  static bool IsMost(size_t common, size_t words) {
    return static_cast<double>(common) >= kLeastWithin * static_cast<double>(words);
  }

  size_t Common(size_t o, size_t n) const { return CompareWords(older_[o], newer_[n]).common; }

  std::vector<SentenceGroup> Groups() {
    for (size_t n = 0; n < newer_.size(); ++n) {
      if (of_newer_[n] == kNone) groups_.push_back({{}, {n}});
    }
    for (SentenceGroup& group : groups_) {
      std::sort(group.older.begin(), group.older.end());
      std::sort(group.newer.begin(), group.newer.end());
    }
    std::sort(groups_.begin(), groups_.end(),
              [](const auto& a, const auto& b) { return a.newer.front() < b.newer.front(); });
    for (size_t o = 0; o < older_.size(); ++o) {
      if (of_older_[o] == kNone) groups_.push_back({{o}, {}});
    }
    return std::move(groups_);
  }

  const std::vector<std::string>& older_;
  const std::vector<std::string>& newer_;
  std::vector<Words> older_words_;
  std::vector<Words> newer_words_;
  std::vector<size_t> of_older_;  // its place in groups_
  std::vector<size_t> of_newer_;
  std::vector<SentenceGroup> groups_;
};

}  // namespace

std::vector<SentenceGroup> AlignSentences(
    const std::vector<std::string>& older, const std::vector<std::string>& newer,
    const std::vector<std::pair<size_t, size_t>>& told_in_both) {
  return Aligner(older, newer).Align(told_in_both);
}

}  // namespace parallax::client
