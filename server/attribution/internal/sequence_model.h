// A linear model over label sequences: the sum of the weights of each position's features with its
// label, and with its label and the one before; decoded by Viterbi's algorithm.
//
// Ownership: a model borrows the bytes it was read from. Thread safety: const.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SEQUENCE_MODEL_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SEQUENCE_MODEL_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/attribution/internal/features.h"

namespace parallax::attribution::internal {

// node[position * labels + label] and edge[(position * labels + previous) * labels + label]; the
// edge scores of position 0 are not read.
struct Scores {
  int labels = 0;
  std::vector<float> node;
  std::vector<float> edge;
};

// The best labels; allowed[position] is a set of labels, one bit each.
std::vector<uint8_t> Viterbi(const Scores& scores, const std::vector<uint8_t>& allowed);

// Of each position the score of the best labels with kBegin there over that of the best with
// kOutside.
std::vector<float> BeginMargins(const Scores& scores, const std::vector<uint8_t>& allowed);

// The score of `best`, which Viterbi() gave, over that of the best labels without spans of the kind
// that `begin` begins; 0 where it has none.
float MarginOver(const Scores& scores, const std::vector<uint8_t>& best,
                 const std::vector<uint8_t>& allowed, Label begin);

// True where `label` may follow `previous`: an inside label only its begin or itself.
inline bool MayFollow(uint8_t previous, uint8_t label) {
  if (label == kInside) return previous == kBegin || previous == kInside;
  if (label == kContentInside) return previous == kContentBegin || previous == kContentInside;
  return true;
}

class SequenceModel {
 public:
  // Rows are powers of two; a feature's row is its hash modulo their number.
  struct Shape {
    uint32_t labels = 0;
    uint32_t node_rows = 0;
    uint32_t edge_rows = 0;
    float node_limit = 1;  // the largest weight
    float edge_limit = 1;
    float begin_bias = 0;  // added to labels that begin a span: trades precision against recall
  };

  // Sums over the features of a row of positions: node[position * labels + label],
  // edge[(position * labels + previous) * labels + label], in whole numbers, so that sums over
  // parts of the features add up exactly.
  struct Sums {
    std::vector<int32_t> node;
    std::vector<int32_t> edge;
  };

  SequenceModel() = default;
  // REQUIRES: at least kSlack readable bytes behind each span.
  SequenceModel(Shape shape, std::span<const int8_t> node, std::span<const int8_t> edge);
  static constexpr size_t kSlack = 8;

  // `wanted` is empty, or leaves out the positions that may only be kOutside: their sums are 0.
  void SumUp(const Positions& positions, const std::vector<uint8_t>& wanted, Sums* sums) const;
  // Adds the sums of `count` positions from `from` on to those of `sums` from `to` on.
  void Add(const Sums& other, size_t from, size_t to, size_t count, Sums* sums) const;
  Scores ScoresOf(const Sums& sums) const;
  bool empty() const { return node_.empty(); }

 private:
  Shape shape_;
  std::span<const int8_t> node_;
  std::span<const int8_t> edge_;
};

// Eight bits of a weight.
int8_t Pack(float weight, float limit);

// A logistic model over hashed features: yes or no.
class LogisticModel {
 public:
  // Rows are a power of two.
  struct Shape {
    uint32_t rows = 0;
    float limit = 1;
    float threshold = 0;  // yes where the sum is over it
  };

  LogisticModel() = default;
  LogisticModel(Shape shape, std::span<const int8_t> weights) : shape_(shape), weights_(weights) {}

  // 1 for each list whose answer is yes.
  std::vector<uint8_t> Over(const FeatureLists& features) const;

 private:
  Shape shape_;
  std::span<const int8_t> weights_;
};

// The models of the room.
struct AttributionModels {
  LogisticModel filter;  // of the tokens that may belong to a cue
  SequenceModel cues;    // finds more than there are
  SequenceModel arguments;
  LogisticModel ranker;  // of the cues that are
};

// File: magic "PLXATTR2"; the filter's Shape as three 32-bit little-endian values and its weights;
// for each sequence model its Shape as six such values, node rows, edge rows; last a 64-bit FNV-1a
// checksum of all before it. Errors: DATA_LOSS where the bytes are no such file or are damaged.
absl::StatusOr<AttributionModels> ReadModels(absl::string_view bytes);

uint64_t Checksum(absl::string_view bytes);

// The models compiled into the program; empty models where they could not be read, which the tests
// rule out.
const AttributionModels& DefaultModels();

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_SEQUENCE_MODEL_H_
