// The number of a claim: how far a reader takes it to have happened, all layers read together.
//
// A regression over hashed features of the predicate, of what governs it and of the layers over it,
// trained on judgements of readers; feature code is shared with the trainer.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/claims/claims.h"
#include "server/commitment/internal/layers.h"
#include "server/commitment/internal/tree_reader.h"

namespace parallax::commitment::internal {

// By the layers alone: each, from the innermost out, turns or weakens what stands under it.
float LayeredFactuality(const std::vector<Layer>& layers);

std::vector<uint32_t> FactualityFeatures(const TreeReader& tree, const claims::Claim& claim,
                                         const std::vector<Layer>& layers);

// One weight and one vector a feature; their sums go through one layer of rectified units. The
// trainer makes it as the mean of several smaller networks.
// Ownership: borrows the bytes it was read from. Thread safety: const.
class FactualityModel {
 public:
  static constexpr uint32_t kUnits = 24;

  FactualityModel() = default;
  // File: magic "PLXFACT1", 32-bit number of rows (a power of two), 32-bit float scale of the rows,
  // kUnits biases and kUnits output weights as 32-bit floats, one output bias; then for each row
  // 1 + kUnits 16-bit values; last a 64-bit FNV-1a checksum of all before it; little-endian.
  // Errors: DATA_LOSS where the bytes are no such file or are damaged.
  static absl::StatusOr<FactualityModel> Read(absl::string_view bytes);

  // -3 .. 3. REQUIRES: not empty().
  float Predict(const std::vector<uint32_t>& features) const;
  bool empty() const { return rows_.empty(); }

 private:
  uint32_t row_count_ = 0;
  float scale_ = 1;
  float bias_[kUnits] = {};
  float output_[kUnits] = {};
  float output_bias_ = 0;
  std::span<const int16_t> rows_;
};

uint64_t Checksum(absl::string_view bytes);

// The model compiled into the program; empty where it could not be read, which the tests rule out.
const FactualityModel& DefaultFactualityModel();

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
