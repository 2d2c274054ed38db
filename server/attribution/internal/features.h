// What the trained part of attribution sees of a token: hashed features, shared by the runtime and
// the trainer.
//
// Thread safety: const.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_

#include <cstdint>
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

// The features of one position: of the label alone, and of the label with the one before it.
struct Position {
  std::vector<uint32_t> node;
  std::vector<uint32_t> edge;
};

class Features {
 public:
  // Borrows both; `sieved` are the attributions that the sieves found in the report.
  Features(const Context& context, const std::vector<Attribution>& sieved);

  // Features of each token of a sentence for the cue sequence.
  std::vector<Position> OfCues(TokenRange sentence) const;

  // Features of each token of the cue's sentence for the sequence of its source and content.
  std::vector<Position> OfArguments(TokenRange cue) const;

  // The token of a cue that governs the rest of it.
  uint32_t HeadOf(TokenRange cue) const;
  // The sieved attribution whose cue head lies in the range, or kNoAttribution.
  uint32_t SievedAt(TokenRange cue) const;

 private:
  struct Lexical;
  uint64_t Word(uint32_t token) const { return words_[token]; }
  uint64_t Tag(uint32_t token) const;

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
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURES_H_
