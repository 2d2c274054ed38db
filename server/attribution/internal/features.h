// What the trained part of attribution sees of a token: hashed features, shared by the runtime and
// the trainer.
//
// Thread safety: const.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "server/attribution/internal/sieves.h"

namespace parallax::attribution::internal {

// Labels of the two sequences. Cue: kOutside, kBegin, kInside. Arguments: the five.
enum Label : uint8_t {
  kOutside = 0,
  kBegin = 1,
  kInside = 2,
  kContentBegin = 3,
  kContentInside = 4
};
inline constexpr int kCueLabels = 3;
inline constexpr int kArgumentLabels = 5;

// The lists of features of a row of positions, one after another.
class FeatureLists {
 public:
  size_t size() const { return ends_.size(); }
  std::span<const uint32_t> operator[](size_t position) const {
    const size_t begin = position == 0 ? 0 : ends_[position - 1];
    return all().subspan(begin, ends_[position] - begin);
  }
  std::span<const uint32_t> all() const { return std::span(store_).first(size_); }
  void Clear() {
    size_ = 0;
    ends_.clear();
  }
  // A list is what was appended since the last one was closed.
  void Append(std::span<const uint32_t> features) {
    std::copy(features.begin(), features.end(), Room(features.size()));
    size_ += features.size();
  }
  void Close() { ends_.push_back(static_cast<uint32_t>(size_)); }

  // For writers of many features: where the next `count` go, and that so many were written.
  uint32_t* Room(size_t count) {
    if (store_.size() < size_ + count) store_.resize(std::max(size_ + count, store_.size() * 2));
    return store_.data() + size_;
  }
  void Written(size_t count) { size_ += count; }

 private:
  std::vector<uint32_t> store_;  // room, of which the first size_ are in use
  size_t size_ = 0;
  std::vector<uint32_t> ends_;
};

// The features of each position: of the label alone, and of the label with the one before it.
struct Positions {
  FeatureLists node;
  FeatureLists edge;

  size_t size() const { return node.size(); }
  void Clear() {
    node.Clear();
    edge.Clear();
  }
};

class Features {
 public:
  // Borrows both; `sieved` are the attributions that the sieves found in the report.
  Features(const Context& context, const std::vector<Attribution>& sieved);

  // Features of each token of a sentence for the cue sequence: the few that tell where a cue may
  // stand ...
  void OfCues(TokenRange sentence, Positions* out) const;
  // ... and the many that tell whether one does, for the tokens of the sentence that are likely.
  // These and those below are appended to `out`.
  void OfLikelyCues(TokenRange sentence, const std::vector<uint8_t>& likely, Positions* out) const;

  // Features of each token of the cue's sentence for the sequence of its source and content: those
  // that look at the cue ...
  void OfArguments(TokenRange cue, Positions* out) const;
  // ... and those that do not, but for whether the token stands before the cue (or in it) or after,
  // for each token of `tokens`.
  void BesideCue(TokenRange tokens, bool after, Positions* out) const;

  // The token of a cue that governs the rest of it.
  uint32_t HeadOf(TokenRange cue) const;
  // The sieved attribution whose cue head lies in the range, or kNoAttribution.
  uint32_t SievedAt(TokenRange cue) const;

 private:
  uint64_t Tag(uint32_t token) const;
  uint64_t Phrase(uint32_t token) const;
  // How surely the encoder gives the token a mark, in steps; one value outside the sentence and one
  // for trees without readings.
  uint64_t Level(int64_t token, language::Mark mark, TokenRange sentence) const;
  uint64_t NearQuotation(uint32_t token) const;  // 1 behind one, 2 before one, 0 far from any
  uint64_t Direction(uint32_t token) const;      // of the head, and how far
  // Where the token stands in a quotation, 0 outside.
  uint64_t QuotePlace(uint32_t token, TokenRange sentence) const;

  const Context& context_;
  const Syntax& syntax_;
  const std::vector<Attribution>& sieved_;
  std::vector<uint32_t> words_;         // hash of each lemma
  std::vector<uint8_t> entity_;         // 0 none, else 1 + type
  std::vector<uint16_t> lexical_;       // bits of the lexicon's entry
  std::vector<uint8_t> clause_;         // bits of the relations of the children
  std::vector<uint8_t> sieve_label_;    // label of the sieved cue
  std::vector<uint32_t> sieve_at_;      // sieved attribution by cue head
  std::vector<uint8_t> quotation_gap_;  // how near a quotation stands, before and after
  std::vector<uint8_t> levels_;         // of each token's marks, in steps; empty without readings
  std::vector<uint32_t> opens_;         // head of the largest phrase that begins at each token
  std::vector<uint32_t> ends_;          // ... and that ends there
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_
