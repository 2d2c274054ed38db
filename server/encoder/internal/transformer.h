// The transformer itself: weights as they lie in the model file, and one batch of sequences put
// through all layers. A batch is flat: rows of all its sequences one after the other, no padding.
// The answer for a sequence does not depend on what else is in the batch.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/base/cpu_path.h"
#include "server/base/gemm.h"
#include "server/base/model_file.h"
#include "server/encoder/internal/kernels.h"
#include "server/encoder/internal/word_pieces.h"

namespace parallax::encoder::internal {

// Pieces of several sequences, in order.
struct Batch {
  // Enough rows that the weights, which come from the outer caches once a batch, cost nothing; few
  // enough that the rows stay in the inner ones. A single longer sequence has a batch to itself.
  static constexpr uint32_t kMostRows = 256;

  std::vector<uint32_t> ids;
  std::vector<uint8_t> sides;  // 0 or 1
  std::vector<Shape> shapes;
  std::vector<uint32_t> sizes;  // of the sequences, each at most kLongestSequence

  uint32_t rows() const { return static_cast<uint32_t>(ids.size()); }
  bool HasRoomFor(uint32_t size) const { return rows() + size <= kMostRows; }
  void Add(uint32_t id, uint8_t side, Shape shape) {
    ids.push_back(id);
    sides.push_back(side);
    shapes.push_back(shape);
  }
  void clear() {
    ids.clear();
    sides.clear();
    shapes.clear();
    sizes.clear();
  }
};

// What one call works in; grows to the largest batch and is reused.
struct Workspace {
  Batch batch;
  std::vector<float> x;       // kModelWidth a row: what the last layer gives
  std::vector<float> y;       // kModelWidth a row
  std::vector<float> qkv;     // 3 * kModelWidth a row
  std::vector<float> inner;   // of one panel of rows
  std::vector<float> scores;  // of attention
  QuantizedRows rows;
};

// Weights float32 of a linear layer for few outputs. Views the model file.
struct Head {
  std::span<const float> weights;  // a row of kModelWidth for each output
  std::span<const float> bias;

  static absl::StatusOr<Head> Read(const ModelFile& file, absl::string_view section,
                                   uint32_t outputs);
};

// Views the model file. Thread safety: const; safe for concurrent use with a workspace each.
class Transformer {
 public:
  // Reads the sections "encoder/*". `pieces` is the size of the vocabulary.
  static absl::StatusOr<Transformer> Read(const ModelFile& file, uint32_t pieces, CpuPath path);

  // Leaves the vectors of the rows of work->batch in work->x. Errors: only those of `context`,
  // which is asked before every layer.
  absl::Status Run(const CallContext& context, Workspace* work) const;

  const Kernels& kernels() const { return *kernels_; }

 private:
  struct Linear {
    QuantizedMatrix matrix;
    std::span<const float> bias;
    // By which the inputs are multiplied before they are quantised (and the weights were divided),
    // so that few large columns do not cost the others their bits (Xiao et al. 2023, SmoothQuant).
    std::span<const float> factors;
  };
  struct LayerNorm {
    std::span<const float> weight;
    std::span<const float> bias;
  };
  struct Layer {
    Linear qkv, out, up, down;
    LayerNorm norm1, norm2;
  };

  explicit Transformer(CpuPath path) : path_(path), multiplier_(path), kernels_(&KernelsOf(path)) {}

  absl::Status ReadEmbeddings(const ModelFile& file, uint32_t pieces);
  absl::Status ReadLayer(const ModelFile& file, uint32_t number, Layer* layer) const;
  static absl::Status ReadLinear(const ModelFile& file, absl::string_view section, uint32_t depth,
                                 uint32_t columns, bool smoothed, Linear* linear);
  static absl::Status ReadNorm(const ModelFile& file, absl::string_view section, LayerNorm* norm);

  void Embed(Workspace* work) const;
  void Attend(const Layer& layer, Workspace* work) const;
  void Widen(const Layer& layer, Workspace* work) const;

  CpuPath path_;
  Multiplier multiplier_;
  const Kernels* kernels_;
  uint32_t inner_ = 0;
  uint32_t positions_ = 0;
  std::span<const float> word_scales_;
  std::span<const int8_t> words_;
  std::span<const float> position_, side_, shape_;
  LayerNorm norm_;
  std::vector<Layer> layers_;
};

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_
