// Which claims of two sentences that state the same fact are the ones that state it: what speaks
// for a pair of claims, as numbers for the trained scorer, and what forbids to join them.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLAIM_FEATURES_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLAIM_FEATURES_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "server/alignment/internal/profile.h"

namespace parallax::alignment {

inline constexpr int kClaimFeatureCount = 46;
using ClaimFeatures = std::array<float, kClaimFeatureCount>;

// Names, in order, for the weights file.
extern const std::array<absl::string_view, kClaimFeatureCount> kClaimFeatureNames;

// Sum of the weights of the terms that both claims have.
float SharedClaimWeight(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b);

// What two claims have in common, sentence aside. Symmetric.
struct ClaimMatch {
  bool same_predicate = false;
  float predicate_likeness = 0;  // 0..1, 0 for the same predicate
  float arguments = 0;           // half the number of arguments of one that the other has, up to 2
  float overlap = 0;             // shared weight as a part of the heavier claim's, 0..1
  float own = 0;                 // overlap of own words, as a part of the heavier claim's, 0..1
  float joints = 0;              // pairs with the predicate that both have
  bool day_shared = false;
  bool day_differs = false;
};
ClaimMatch MatchClaims(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b);

// Symmetric. `best` is the largest SharedClaimWeight of any two claims of the two sentences.
ClaimFeatures CompareClaims(const Profiles& profiles, const ClaimProfile& a, const ClaimProfile& b,
                            float best);

// True where the two cannot be of one fact whatever they have in common: roles reversed, different
// named doers and different named targets, days that cannot both hold, utterances of different
// sources.
bool Clash(const ClaimProfile& a, const ClaimProfile& b);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_CLAIM_FEATURES_H_
