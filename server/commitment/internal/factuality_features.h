// What the regression behind Commitment::factuality sees of a claim: hashed features of the
// predicate, of what governs it, of the layers over it and over the claims around it, and of its
// sentence. Shared with the trainer.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_FEATURES_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_FEATURES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "server/claims/claims.h"
#include "server/commitment/internal/layers.h"
#include "server/commitment/internal/tree_reader.h"

namespace parallax::commitment::internal {

// What the encoder by itself makes of each token, -3 certainly not .. 3 certainly so; empty where
// it gives no readings.
std::vector<float> HappenedReadings(const language::Annotation& annotation);

// Borrows tree and claims; `readings` are those above. Thread safety: none; it remembers the
// sentence it read last.
class FactualityFeatures {
 public:
  FactualityFeatures(const TreeReader& tree, const claims::ClaimSet& claims,
                     std::vector<float> readings);

  // The features of a claim, in place of what `out` held. `layers` are those of the claims of its
  // sentence, the first of which is `first_claim`. Linear in the dependents of the predicate and of
  // what governs it; the sentence is read once.
  void Read(uint32_t claim, uint32_t first_claim, std::span<const std::vector<Layer>> layers,
            std::vector<uint32_t>* out);

 private:
  // What a sentence shows as a whole.
  struct Profile {
    uint32_t sentence = 0xffffffff;
    uint32_t root = 0;
    bool past = false, modal = false, present = false;
    bool question = false, exclamation = false, condition = false;
    bool second_person = false, first_person = false;
  };

  void ReadProfile(uint32_t sentence);
  void Add(uint64_t kind, std::initializer_list<uint64_t> values);
  void AddPredicate(const claims::Claim& claim);
  void AddGovernors(const claims::Claim& claim);
  void AddParents(const claims::Claim& claim, uint32_t first_claim,
                  std::span<const std::vector<Layer>> layers);
  void AddNeighbours(const claims::Claim& claim);
  void AddSentence(const claims::Claim& claim);
  void AddLayers(const claims::Claim& claim, const std::vector<Layer>& layers);
  void AddReading(const claims::Claim& claim, const std::vector<Layer>& layers);

  uint64_t word(uint32_t token) const { return words_[token]; }
  uint64_t tag(uint32_t token) const { return static_cast<uint64_t>(tree_.word(token).xpos); }
  uint64_t relation(uint32_t token) const {
    return static_cast<uint64_t>(tree_.word(token).relation);
  }
  uint64_t WordOfChild(uint32_t token, language::Relation plain) const;
  uint64_t Auxiliaries(uint32_t token) const;

  const TreeReader& tree_;
  const claims::ClaimSet& claims_;
  std::vector<uint64_t> words_;  // hash of each token's lemma
  const std::vector<float> readings_;
  Profile profile_;
  uint64_t modal_ = 0;    // the modal or auxiliary of the claim being read
  uint64_t mark_ = 0;     // its conjunctions and prepositions
  bool negated_ = false;  // the claim being read
  std::vector<uint32_t>* out_ = nullptr;
};

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_FEATURES_H_
