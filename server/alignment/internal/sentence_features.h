// What speaks for two sentences stating the same fact, as numbers for the trained scorer.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCE_FEATURES_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCE_FEATURES_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/alignment/internal/candidates.h"
#include "server/alignment/internal/profile.h"

namespace parallax::alignment {

inline constexpr int kSentenceFeatureCount = 56;
using SentenceFeatures = std::array<float, kSentenceFeatureCount>;

// Names, in order, for the weights file.
extern const std::array<absl::string_view, kSentenceFeatureCount> kSentenceFeatureNames;

// Computes the features of candidate pairs. Symmetric in the two sentences.
// Thread safety: const; safe for concurrent use.
class SentenceComparer {
 public:
  // Borrows both, which must outlive it.
  SentenceComparer(const Profiles& profiles, const Candidates& candidates);

  // REQUIRES: `pair` is the entry of `second` among the candidates of `first`.
  SentenceFeatures Compare(uint32_t first, const Overlap& pair) const;

 private:
  float Best(uint32_t sentence, uint32_t report) const;
  float Neighbour(uint32_t first, int step_first, uint32_t second, int step_second) const;

  // The cosine of the lesser link to the sentence that both are likest to.
  float Third(uint32_t first, uint32_t second) const;

  const Profiles& profiles_;
  const Candidates& candidates_;
  const WordTable& table_;
  // [sentence]: the largest shared weight with each report that has a candidate, by report.
  std::vector<std::vector<std::pair<uint32_t, float>>> best_;
  // [sentence]: its runs of two and of three words, hashed, ascending, without repeats.
  std::vector<std::vector<uint64_t>> two_word_runs_;
  std::vector<std::vector<uint64_t>> three_word_runs_;
  std::vector<float> rarity_norm_;    // of each sentence
  std::vector<float> linked_weight_;  // of each linked entity, light where it is everywhere
};

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_SENTENCE_FEATURES_H_
