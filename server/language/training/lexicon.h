// What the indices of the network's inputs and outputs stand for.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_LEXICON_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_LEXICON_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/language/internal/tag_inventory.h"
#include "server/language/training/corpus.h"
#include "server/language/training/network.h"

namespace parallax::language::training {

// The tags of a treebank that are common enough to be told apart.
internal::TagInventory MakeInventory(const std::vector<Example>& examples);

class Lexicon {
 public:
  // `plain` holds sentences of unannotated text, which widen the vocabulary.
  static Lexicon Build(const std::vector<Example>& gold, const std::vector<Example>& silver,
                       const std::vector<std::vector<std::string>>& plain);

  // The word rows of a sentence.
  std::vector<uint32_t> Rows(const std::vector<std::string>& forms) const;
  // `pull_apart`: some sentences as if all their tokens stood between blanks.
  std::vector<Sample> MakeSamples(const std::vector<Example>& examples, bool silver,
                                  bool pull_apart) const;

  const internal::TagInventory& inventory() const { return inventory_; }
  // Of the lower-cased words of rows 1, 2, ...
  const std::vector<uint32_t>& row_hashes() const { return row_hashes_; }
  size_t words() const { return row_hashes_.size(); }
  Sizes sizes() const;

 private:
  internal::TagInventory inventory_;
  std::vector<uint32_t> row_hashes_;
  std::unordered_map<uint32_t, uint32_t> rows_;    // hash of the lower-cased word to row
  std::unordered_map<uint32_t, uint32_t> counts_;  // the same to its count in training
  std::map<std::string, uint8_t> silver_tags_;
  std::map<std::string, uint8_t> silver_relations_;
};

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_LEXICON_H_
