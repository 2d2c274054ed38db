#include "server/encoder/internal/transformer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::encoder::internal {
namespace {

constexpr uint32_t kMostLayers = 48;
constexpr uint32_t kWidestInner = 8192;
// Rows that go through the inner layer together: few enough for its output to stay in cache.
constexpr uint32_t kPanel = 64;

void Resize(size_t size, std::vector<float>* values) {
  if (values->size() < size) values->resize(size);
}

}  // namespace

absl::StatusOr<Head> Head::Read(const ModelFile& file, absl::string_view section,
                                uint32_t outputs) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  Head head;
  head.weights = reader.ReadFloats(uint64_t{outputs} * kModelWidth, kLargestWeight);
  head.bias = reader.ReadFloats(outputs, kLargestWeight);
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return head;
}

absl::StatusOr<Embeddings> Embeddings::Read(const ModelFile& file, uint32_t pieces) {
  Embeddings embeddings;
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open("encoder/config"));
  const uint32_t width = reader.ReadU32();
  const uint32_t heads = reader.ReadU32();
  embeddings.layers = reader.ReadU32();
  embeddings.inner = reader.ReadU32();
  embeddings.positions = reader.ReadU32();
  reader.ExpectEnd();
  if (width != kModelWidth || heads != kHeads || embeddings.layers > kMostLayers ||
      embeddings.inner % 64 != 0 || embeddings.inner > kWidestInner || embeddings.inner == 0 ||
      embeddings.positions != kLongestSequence) {
    reader.Fail();
  }
  PARALLAX_RETURN_IF_ERROR(reader.status());
  PARALLAX_ASSIGN_OR_RETURN(SectionReader words, file.Open("encoder/word"));
  embeddings.word_scales = words.ReadFloats(pieces, kLargestWeight);
  words.Align(kModelAlignment);
  embeddings.words = words.ReadArray<int8_t>(uint64_t{pieces} * kModelWidth);
  words.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(words.status());
  PARALLAX_ASSIGN_OR_RETURN(
      embeddings.position,
      ReadFloatSection(file, "encoder/position", uint64_t{embeddings.positions} * kModelWidth));
  return embeddings;
}

absl::StatusOr<Transformer> Transformer::Read(const ModelFile& file, absl::string_view tower,
                                              const Embeddings& embeddings, CpuPath path) {
  Transformer model(embeddings, path);
  const auto named = [tower](auto... parts) { return absl::StrCat(tower, "/", parts...); };
  PARALLAX_ASSIGN_OR_RETURN(model.side_, ReadFloatSection(file, named("side"), 2 * kModelWidth));
  PARALLAX_ASSIGN_OR_RETURN(model.shape_,
                            ReadFloatSection(file, named("shape"), kShapes * kModelWidth));
  PARALLAX_ASSIGN_OR_RETURN(model.norm_, ReadNorm(file, named("norm")));
  for (uint32_t i = 0; i < embeddings.layers; ++i) {
    PARALLAX_ASSIGN_OR_RETURN(Layer layer, ReadLayer(file, named(i, "/"), embeddings.inner, path));
    model.layers_.push_back(std::move(layer));
  }
  return model;
}

absl::StatusOr<Transformer::Layer> Transformer::ReadLayer(const ModelFile& file,
                                                          const std::string& name, uint32_t inner,
                                                          CpuPath path) {
  PARALLAX_ASSIGN_OR_RETURN(
      Linear qkv, Linear::Read(file, name + "qkv", kModelWidth, 3 * kModelWidth, true, path));
  PARALLAX_ASSIGN_OR_RETURN(
      Linear out, Linear::Read(file, name + "out", kModelWidth, kModelWidth, false, path));
  PARALLAX_ASSIGN_OR_RETURN(Linear up,
                            Linear::Read(file, name + "up", kModelWidth, inner, true, path));
  PARALLAX_ASSIGN_OR_RETURN(Linear down,
                            Linear::Read(file, name + "down", inner, kModelWidth, false, path));
  PARALLAX_ASSIGN_OR_RETURN(const LayerNorm norm1, ReadNorm(file, name + "norm1"));
  PARALLAX_ASSIGN_OR_RETURN(const LayerNorm norm2, ReadNorm(file, name + "norm2"));
  return Layer{std::move(qkv), std::move(out), std::move(up), std::move(down), norm1, norm2};
}

absl::StatusOr<Transformer::LayerNorm> Transformer::ReadNorm(const ModelFile& file,
                                                             absl::string_view section) {
  PARALLAX_ASSIGN_OR_RETURN(const std::span<const float> values,
                            ReadFloatSection(file, section, 2 * kModelWidth));
  return LayerNorm{values.first(kModelWidth), values.last(kModelWidth)};
}

absl::Status Transformer::Run(const CallContext& context, Workspace* work) const {
  Embed(work);
  for (const Layer& layer : layers_) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    Attend(layer, work);
    Widen(layer, work);
  }
  return absl::OkStatus();
}

void Transformer::Embed(Workspace* work) const {
  const Batch& batch = work->batch;
  Resize(size_t{batch.rows()} * kModelWidth, &work->x);
  uint32_t row = 0;
  for (uint32_t size : batch.sizes) {
    for (uint32_t at = 0; at < size; ++at, ++row) {
      const size_t id = batch.ids[row];
      kernels_->embed(embeddings_.words.data() + id * kModelWidth, embeddings_.word_scales[id],
                      embeddings_.position.data() + size_t{at} * kModelWidth,
                      side_.data() + size_t{batch.sides[row]} * kModelWidth,
                      shape_.data() + static_cast<size_t>(batch.shapes[row]) * kModelWidth,
                      work->x.data() + size_t{row} * kModelWidth);
    }
  }
  kernels_->norm(row, nullptr, norm_.weight.data(), norm_.bias.data(), work->x.data());
}

void Transformer::Attend(const Layer& layer, Workspace* work) const {
  const uint32_t rows = work->batch.rows();
  Resize(size_t{rows} * 3 * kModelWidth, &work->qkv);
  Resize(size_t{rows} * kModelWidth, &work->y);
  Resize(kAttentionWork, &work->scores);
  layer.qkv.Apply(work->x.data(), rows, &work->rows, work->qkv.data());
  size_t row = 0;
  for (uint32_t size : work->batch.sizes) {
    kernels_->attention(size, work->qkv.data() + row * 3 * kModelWidth, work->scores.data(),
                        work->y.data() + row * kModelWidth);
    row += size;
  }
  layer.out.Apply(work->y.data(), rows, &work->rows, work->y.data());
  kernels_->norm(rows, work->y.data(), layer.norm1.weight.data(), layer.norm1.bias.data(),
                 work->x.data());
}

void Transformer::Widen(const Layer& layer, Workspace* work) const {
  const uint32_t rows = work->batch.rows();
  const uint32_t inner = embeddings_.inner;
  Resize(size_t{kPanel} * inner, &work->inner);
  for (uint32_t begin = 0; begin < rows; begin += kPanel) {
    const uint32_t panel = std::min(kPanel, rows - begin);
    float* x = work->x.data() + size_t{begin} * kModelWidth;
    layer.up.Apply(x, panel, &work->rows, work->inner.data());
    kernels_->gelu(panel * inner, work->inner.data());
    layer.down.Apply(work->inner.data(), panel, &work->rows, work->y.data());
    kernels_->norm(panel, work->y.data(), layer.norm2.weight.data(), layer.norm2.bias.data(), x);
  }
}

}  // namespace parallax::encoder::internal
