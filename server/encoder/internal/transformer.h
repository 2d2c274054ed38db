// The transformer itself: weights as they lie in the model file, and one batch of sequences put
// through all layers. A batch is flat: rows of all its sequences one after the other, no padding.
// The answer for a sequence does not depend on what else is in the batch.
#ifndef PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_
#define PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/base/cpu_path.h"
#include "server/base/gemm.h"
#include "server/base/model_file.h"
#include "server/encoder/internal/kernels.h"
#include "server/encoder/internal/word_pieces.h"
#include "server/encoder/linear.h"

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

// What all towers read first: vectors of word pieces and of places. Views the model file.
struct Embeddings {
  std::span<const float> word_scales;
  std::span<const int8_t> words;
  std::span<const float> position;
  uint32_t positions = 0;
  uint32_t inner = 0;   // width of the inner layers
  uint32_t layers = 0;  // of each tower

  // Sections "encoder/config", "encoder/word" and "encoder/position".
  static absl::StatusOr<Embeddings> Read(const ModelFile& file, uint32_t pieces);
};

// Weights float32 of a linear layer for few outputs. Views the model file.
struct Head {
  std::span<const float> weights;  // a row of kModelWidth for each output
  std::span<const float> bias;

  static absl::StatusOr<Head> Read(const ModelFile& file, absl::string_view section,
                                   uint32_t outputs);
};

// One tower of layers. Views the model file. Thread safety: const; safe for concurrent use with a
// workspace each.
class Transformer {
 public:
  // Reads the sections "TOWER/*".
  static absl::StatusOr<Transformer> Read(const ModelFile& file, absl::string_view tower,
                                          const Embeddings& embeddings, CpuPath path);

  // Leaves the vectors of the rows of work->batch in work->x. Errors: only those of `context`,
  // which is asked before every layer.
  absl::Status Run(const CallContext& context, Workspace* work) const;

  const Kernels& kernels() const { return *kernels_; }

 private:
  struct LayerNorm {
    std::span<const float> weight;
    std::span<const float> bias;
  };
  struct Layer {
    Linear qkv, out, up, down;
    LayerNorm norm1, norm2;
  };

  Transformer(const Embeddings& embeddings, CpuPath path)
      : kernels_(&KernelsOf(path)), embeddings_(embeddings) {}

  static absl::StatusOr<Layer> ReadLayer(const ModelFile& file, const std::string& name,
                                         uint32_t inner, CpuPath path);
  static absl::StatusOr<LayerNorm> ReadNorm(const ModelFile& file, absl::string_view section);

  void Embed(Workspace* work) const;
  void Attend(const Layer& layer, Workspace* work) const;
  void Widen(const Layer& layer, Workspace* work) const;

  const Kernels* kernels_;
  Embeddings embeddings_;
  std::span<const float> side_, shape_;
  LayerNorm norm_;
  std::vector<Layer> layers_;
};

}  // namespace parallax::encoder::internal

#endif  // PARALLAX_SERVER_ENCODER_INTERNAL_TRANSFORMER_H_
