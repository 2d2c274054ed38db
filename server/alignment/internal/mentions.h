// From sentences that tell one fact to the claims that tell it.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_MENTIONS_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_MENTIONS_H_

#include <cstdint>
#include <vector>

#include "server/alignment/alignment.h"

namespace parallax::alignment {

// How well one claim of a sentence covers the words that state the fact of a pair.
struct ClaimFit {
  uint32_t claim = 0;  // into the report's ClaimSet
  float fit = 0;       // 0..1: the Dice coefficient of its words and the marked ones
};

// The claims of a sentence, by claim. `words` are the readings of its tokens.
std::vector<ClaimFit> FitClaims(const analysis::Analysis& report, uint32_t sentence,
                                const std::vector<encoder::WordReading>& words);

// For each sentence pair the one claim on either side that tells its fact. Of claims that fit
// nearly as well (a clause and the one around it) all pairs of a sentence take the same.
struct Link {
  ClaimRef a;
  ClaimRef b;
  float same = 0;  // probability that they tell one fact
};
// One link a pair that is likelier than `least` and has claims on both sides.
std::vector<Link> LinkClaims(Reports reports, const std::vector<SentencePair>& pairs, float least);

// 0..1
float Probability(float log_odds);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_MENTIONS_H_
