#include "server/alignment/internal/candidates.h"

#include <algorithm>
#include <tuple>

#include "server/base/status_macros.h"

namespace parallax::alignment {
namespace {

// Nearest of one other report, by each of the two measures.
constexpr uint32_t kNearest = 3;
// A sentence proposes no more than this, the nearest of all reports: what further reports tell is
// joined through these.
constexpr size_t kMostProposed = 16;
// Sentences that share neither words nor meaning to this degree tell no common fact.
constexpr float kLeastLikeness = 0.15f;
// Up to here every two sentences are held against each other; of more, those that share a word of
// no more than kMaxPostings sentences.
constexpr size_t kAllAgainstAll = 4096;
constexpr size_t kMaxPostings = 64;

struct Near {
  uint32_t other;
  float meaning;  // cosine of the vectors
  float words;    // cosine of the weighted words
  float both() const { return meaning + words; }
};

class Finder {
 public:
  explicit Finder(const Sentences& sentences)
      : all_(sentences.all), postings_(sentences.words), words_(sentences.all.size(), 0.0f) {
    for (uint32_t s = 0; s < all_.size(); ++s) {
      for (const auto& [word, weight] : all_[s].terms) postings_[word].push_back({s, weight});
    }
  }

  // The proposals of one sentence.
  std::vector<Near> Nearest(uint32_t s) {
    MeasureWords(s);
    std::vector<Near> near;
    const auto add = [&](uint32_t other) {
      if (all_[other].rank == all_[s].rank) return;
      near.push_back({other, Cosine(s, other), words_[other]});
    };
    if (all_.size() <= kAllAgainstAll) {
      for (uint32_t other = 0; other < all_.size(); ++other) add(other);
    } else {
      std::sort(touched_.begin(), touched_.end());
      for (const uint32_t other : touched_) add(other);
    }
    for (const uint32_t other : touched_) words_[other] = 0;
    touched_.clear();
    return Choose(std::move(near));
  }

 private:
  struct Posting {
    uint32_t sentence;
    float weight;
  };

  // Fills words_ for all sentences that share a word that is not everywhere.
  void MeasureWords(uint32_t s) {
    const size_t most = all_.size() <= kAllAgainstAll ? kAllAgainstAll : kMaxPostings;
    for (const auto& [word, weight] : all_[s].terms) {
      if (postings_[word].size() > most) continue;
      for (const Posting& posting : postings_[word]) {
        if (words_[posting.sentence] == 0) touched_.push_back(posting.sentence);
        words_[posting.sentence] += weight * posting.weight;
      }
    }
  }

  float Cosine(uint32_t a, uint32_t b) const {
    const float* x = all_[a].vector.data();
    const float* y = all_[b].vector.data();
    // Sixteen sums in a fixed order: fast, and the same everywhere.
    float sums[16] = {};
    for (uint32_t i = 0; i < encoder::kWidth; i += 16) {
      for (uint32_t lane = 0; lane < 16; ++lane) sums[lane] += x[i + lane] * y[i + lane];
    }
    float sum = 0;
    for (const float lane : sums) sum += lane;
    return sum;
  }

  // Of each report the nearest by either measure.
  std::vector<Near> Choose(std::vector<Near> near) const {
    std::vector<Near> chosen;
    size_t begin = 0;
    while (begin < near.size()) {
      size_t end = begin;
      while (end < near.size() && all_[near[end].other].rank == all_[near[begin].other].rank) ++end;
      for (float Near::*measure : {&Near::meaning, &Near::words}) {
        const auto first = near.begin() + static_cast<ptrdiff_t>(begin);
        const auto last = near.begin() + static_cast<ptrdiff_t>(end);
        const auto most = std::min(first + kNearest, last);
        std::partial_sort(first, most, last, [&](const Near& a, const Near& b) {
          return std::make_tuple(-(a.*measure), a.other) < std::make_tuple(-(b.*measure), b.other);
        });
        chosen.insert(chosen.end(), first, most);
      }
      begin = end;
    }
    std::erase_if(chosen, [](const Near& pair) { return pair.both() < kLeastLikeness; });
    std::sort(chosen.begin(), chosen.end(), [](const Near& a, const Near& b) {
      return std::make_tuple(-a.both(), a.other) < std::make_tuple(-b.both(), b.other);
    });
    chosen.erase(std::unique(chosen.begin(), chosen.end(),
                             [](const Near& a, const Near& b) { return a.other == b.other; }),
                 chosen.end());
    if (chosen.size() > kMostProposed) chosen.resize(kMostProposed);
    return chosen;
  }

  const std::vector<SentenceEntry>& all_;
  std::vector<std::vector<Posting>> postings_;
  std::vector<float> words_;       // of the sentence at hand with each other one
  std::vector<uint32_t> touched_;  // where these are not 0
};

}  // namespace

absl::StatusOr<std::vector<std::pair<uint32_t, uint32_t>>> FindCandidates(
    const Sentences& sentences, const CallContext& context) {
  Finder finder(sentences);
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (uint32_t s = 0; s < sentences.all.size(); ++s) {
    if (s % 16 == 0) PARALLAX_RETURN_IF_ERROR(context.Check());
    for (const Near& near : finder.Nearest(s)) {
      pairs.emplace_back(std::min(s, near.other), std::max(s, near.other));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace parallax::alignment
