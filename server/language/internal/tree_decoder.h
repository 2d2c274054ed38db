// The best tree with one root for scores of all arcs of a sentence.
//
// Follows: Chu & Liu 1965, Edmonds 1967, as McDonald et al. 2005 use it; a single root as in
// Zmigrod et al. 2020 by a penalty that outweighs everything else on arcs from the root.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_DECODER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_DECODER_H_

#include <cstdint>
#include <span>
#include <vector>

namespace parallax::language::internal {

// Reused from sentence to sentence. Quadratic in the words in time and memory.
class TreeDecoder {
 public:
  // `scores` has words rows of words + 1 columns: row d, column 0 scores the root as head of word
  // d, column h + 1 word h. heads[d] becomes such a column. The diagonal is never chosen. REQUIRES:
  // words >= 1; heads.size() == words; scores are finite and under 1e30.
  void Decode(std::span<const float> scores, uint32_t words, std::span<uint32_t> heads);

 private:
  struct Contraction {
    uint32_t kept;                            // the node that stands for the cycle
    std::vector<uint32_t> members;            // of the cycle
    std::vector<uint32_t> heads, dependents;  // the words of each member's arc in the cycle
  };
  bool ChooseEach(std::span<const float> scores, uint32_t words, std::span<uint32_t> heads);
  bool FindCycle(uint32_t nodes);
  void Contract(uint32_t nodes);
  double& score(uint32_t head, uint32_t dependent) {
    return scores_[size_t{head} * stride_ + dependent];
  }
  uint64_t& arc(uint32_t head, uint32_t dependent) {
    return arcs_[size_t{head} * stride_ + dependent];
  }

  size_t stride_ = 0;
  std::vector<double> scores_;
  std::vector<uint64_t> arcs_;  // the words' arc that stands behind each: head << 32 | dependent
  std::vector<uint8_t> active_, color_;
  std::vector<uint32_t> best_, cycle_;
  std::vector<std::vector<uint32_t>> inside_;  // words in each node
  std::vector<Contraction> contractions_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_TREE_DECODER_H_
