// The weights behind ClauseReader, and the readings of one document as they are put together.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_CLAUSE_HEADS_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_CLAUSE_HEADS_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/model_file.h"
#include "server/commitment/commitment.h"
#include "server/encoder/linear.h"

namespace parallax::commitment::internal {

// Units between a token's vector and its number.
inline constexpr uint32_t kHiddenUnits = 64;

// One linear layer gives the hidden units of the number and the logits of the classes; the number
// is a weighted sum of the units. Views the model file. Thread safety: const; safe for concurrent
// use with outputs of one's own.
class ClauseHeads {
 public:
  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<ClauseHeads> Read(const ModelFile& file);

  // Appends a reading for each encoder::kWidth floats of `vectors`. `outputs` is worked in.
  void Append(std::span<const float> vectors, encoder::HeadOutputs* outputs,
              std::vector<TokenReading>* readings) const;

 private:
  ClauseHeads(encoder::Heads heads, std::span<const float> factuality)
      : heads_(std::move(heads)), factuality_(factuality) {}

  encoder::Heads heads_;
  std::span<const float> factuality_;  // a weight for each hidden unit, then the bias
};

// Thread safety: none. The heads are borrowed.
class ReadingsWriter {
 public:
  explicit ReadingsWriter(const ClauseHeads* heads) : heads_(heads) {}

  void Add(std::span<const float> tokens) { heads_->Append(tokens, &outputs_, &readings_); }
  std::vector<TokenReading> Finish() { return std::move(readings_); }

 private:
  const ClauseHeads* const heads_;
  encoder::HeadOutputs outputs_;
  std::vector<TokenReading> readings_;
};

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_CLAUSE_HEADS_H_
