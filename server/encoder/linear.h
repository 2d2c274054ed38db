// Linear layers of 8-bit weights over the encoder's vectors.
//
// Thread safety: const; safe for concurrent use with a workspace each.
#ifndef PARALLAX_SERVER_ENCODER_LINEAR_H_
#define PARALLAX_SERVER_ENCODER_LINEAR_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/cpu_path.h"
#include "server/base/gemm.h"
#include "server/base/model_file.h"

namespace parallax::encoder {

// Bounds of all numbers of a model keep every activation finite, whatever the file holds.
inline constexpr float kLargestWeight = 1e3f;

// Outputs = weights . (inputs * factors) + bias. Views the model file.
class Linear {
 public:
  // A section of scales, weights (as QuantizedMatrix has them), biases and, where the layer is
  // `smoothed`, factors: what the inputs are multiplied by before they are quantised (and the
  // weights were divided by), so that few large columns do not cost the others their bits
  // (Xiao et al. 2023, SmoothQuant). The section has the outputs padded to a multiple of 16.
  // Errors: DATA_LOSS, naming section and offset.
  static absl::StatusOr<Linear> Read(const ModelFile& file, absl::string_view section,
                                     uint32_t inputs, uint32_t outputs, bool smoothed,
                                     CpuPath path);

  // Floats a row of what Apply gives: the outputs, padded.
  uint32_t stride() const { return matrix_.padded_columns(); }

  // `out` gets stride() floats for each of `rows` rows of inputs. What `work` held is lost.
  void Apply(const float* inputs, uint32_t rows, QuantizedRows* work, float* out) const;

 private:
  explicit Linear(CpuPath path) : path_(path) {}

  CpuPath path_;
  QuantizedMatrix matrix_;
  std::span<const float> bias_;
  std::span<const float> factors_;
};

// The outputs of one room for every row of a sentence, and what they are worked out in.
struct HeadOutputs {
  std::vector<float> values;  // `stride` a row
  uint32_t stride = 0;
  QuantizedRows work;

  const float* row(uint32_t index) const { return values.data() + size_t{index} * stride; }
};

// All linear outputs of one room over the vectors of a sentence.
class Heads {
 public:
  // REQUIRES: outputs > 0. Errors: as Linear::Read.
  static absl::StatusOr<Heads> Read(const ModelFile& file, absl::string_view section,
                                    uint32_t outputs);

  // One row of outputs for each kWidth floats of `vectors`.
  void Apply(std::span<const float> vectors, HeadOutputs* out) const;

 private:
  explicit Heads(Linear linear) : linear_(std::move(linear)) {}

  Linear linear_;
};

// Whole sections of floats of a model, for the small weights of rooms. Errors: DATA_LOSS.
absl::StatusOr<std::span<const float>> ReadFloatSection(const ModelFile& file,
                                                        absl::string_view section, uint64_t size);

}  // namespace parallax::encoder

#endif  // PARALLAX_SERVER_ENCODER_LINEAR_H_
