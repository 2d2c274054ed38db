// The number of a claim: how far a reader takes it to have happened, all layers read together.
//
// A model over the hashed features of factuality_features.h, trained on judgements of readers.
// Their judgements lie at both ends, so that it learns how likely each part of the scale is, and
// answers with the median of that, from which the distance to a judgement is least.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/commitment/internal/layers.h"

namespace parallax::commitment::internal {

// By the layers alone: each, from the innermost out, turns or weakens what stands under it.
float LayeredFactuality(const std::vector<Layer>& layers);

// One vector a feature; their sums go through one layer of rectified units to the parts of the
// scale. The trainer makes it as the mean of several smaller networks.
// Ownership: borrows the bytes it was read from. Thread safety: const.
class FactualityModel {
 public:
  static constexpr uint32_t kUnits = 24;
  static constexpr uint32_t kParts = 12;  // of the scale, from -3 up

  // The head of the file, after the magic "PLXFACT2"; then for each row kUnits signed bytes; last a
  // 64-bit FNV-1a checksum of all before it; little-endian.
  struct Head {
    uint32_t rows = 0;                  // a power of two
    float scales[kUnits] = {};          // of the bytes of each column
    float bias[kUnits] = {};            // of each unit
    float output[kUnits][kParts] = {};  // from each unit to each part
    float output_bias[kParts] = {};
    float middles[kParts] = {};  // the median judgement in each part, ascending
  };
  static constexpr absl::string_view kMagic = "PLXFACT2";

  FactualityModel() = default;
  // Errors: DATA_LOSS where the bytes are no such file or are damaged.
  static absl::StatusOr<FactualityModel> Read(absl::string_view bytes);

  // -3 .. 3. The same on every machine. REQUIRES: not empty().
  float Predict(const std::vector<uint32_t>& features) const;
  bool empty() const { return rows_.empty(); }

 private:
  Head head_;
  std::span<const int8_t> rows_;
};

// Where the halves of a distribution over the parts of the scale meet, between their middles.
// `weights` need not sum to one; both have kParts values.
float MedianOf(const float* weights, const float* middles);

uint64_t Checksum(absl::string_view bytes);

// The model compiled into the program; empty where it could not be read, which the tests rule out.
const FactualityModel& DefaultFactualityModel();

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_FACTUALITY_H_
