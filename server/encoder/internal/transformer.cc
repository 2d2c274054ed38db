#include "server/encoder/internal/transformer.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::encoder::internal {
namespace {

// Bounds of all numbers of a model keep every activation finite, whatever the file holds.
constexpr float kLargest = 1e3f;
constexpr uint32_t kMostLayers = 48;
constexpr uint32_t kWidestInner = 8192;
// Rows that go through the inner layer together: few enough for its output to stay in cache.
constexpr uint32_t kPanel = 64;

void Resize(size_t size, std::vector<float>* values) {
  if (values->size() < size) values->resize(size);
}

// A section that is one array of floats.
absl::Status ReadTable(const ModelFile& file, absl::string_view section, uint64_t size,
                       std::span<const float>* values) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  *values = reader.ReadFloats(size, kLargest);
  reader.ExpectEnd();
  return reader.status();
}

}  // namespace

absl::StatusOr<Head> Head::Read(const ModelFile& file, absl::string_view section,
                                uint32_t outputs) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  Head head;
  head.weights = reader.ReadFloats(uint64_t{outputs} * kModelWidth, kLargest);
  head.bias = reader.ReadFloats(outputs, kLargest);
  reader.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(reader.status());
  return head;
}

absl::StatusOr<Transformer> Transformer::Read(const ModelFile& file, uint32_t pieces,
                                              CpuPath path) {
  Transformer model(path);
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open("encoder/config"));
  const uint32_t width = reader.ReadU32();
  const uint32_t heads = reader.ReadU32();
  const uint32_t layers = reader.ReadU32();
  model.inner_ = reader.ReadU32();
  model.positions_ = reader.ReadU32();
  reader.ExpectEnd();
  if (width != kModelWidth || heads != kHeads || layers > kMostLayers || model.inner_ % 64 != 0 ||
      model.inner_ > kWidestInner || model.inner_ == 0 || model.positions_ != kLongestSequence) {
    reader.Fail();
  }
  PARALLAX_RETURN_IF_ERROR(reader.status());
  PARALLAX_RETURN_IF_ERROR(model.ReadEmbeddings(file, pieces));
  model.layers_.resize(layers);
  for (uint32_t i = 0; i < layers; ++i) {
    PARALLAX_RETURN_IF_ERROR(model.ReadLayer(file, i, &model.layers_[i]));
  }
  return model;
}

absl::Status Transformer::ReadEmbeddings(const ModelFile& file, uint32_t pieces) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader words, file.Open("encoder/word"));
  word_scales_ = words.ReadFloats(pieces, kLargest);
  words.Align(kModelAlignment);
  words_ = words.ReadArray<int8_t>(uint64_t{pieces} * kModelWidth);
  words.ExpectEnd();
  PARALLAX_RETURN_IF_ERROR(words.status());
  PARALLAX_RETURN_IF_ERROR(
      ReadTable(file, "encoder/position", uint64_t{positions_} * kModelWidth, &position_));
  PARALLAX_RETURN_IF_ERROR(ReadTable(file, "encoder/side", 2 * kModelWidth, &side_));
  PARALLAX_RETURN_IF_ERROR(ReadTable(file, "encoder/shape", kShapes * kModelWidth, &shape_));
  return ReadNorm(file, "encoder/norm", &norm_);
}

absl::Status Transformer::ReadLayer(const ModelFile& file, uint32_t number, Layer* layer) const {
  const std::string name = absl::StrCat("encoder/", number, "/");
  PARALLAX_RETURN_IF_ERROR(
      ReadLinear(file, name + "qkv", kModelWidth, 3 * kModelWidth, true, &layer->qkv));
  PARALLAX_RETURN_IF_ERROR(
      ReadLinear(file, name + "out", kModelWidth, kModelWidth, false, &layer->out));
  PARALLAX_RETURN_IF_ERROR(ReadLinear(file, name + "up", kModelWidth, inner_, true, &layer->up));
  PARALLAX_RETURN_IF_ERROR(
      ReadLinear(file, name + "down", inner_, kModelWidth, false, &layer->down));
  PARALLAX_RETURN_IF_ERROR(ReadNorm(file, name + "norm1", &layer->norm1));
  return ReadNorm(file, name + "norm2", &layer->norm2);
}

absl::Status Transformer::ReadLinear(const ModelFile& file, absl::string_view section,
                                     uint32_t depth, uint32_t columns, bool smoothed,
                                     Linear* linear) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  linear->matrix = QuantizedMatrix::ReadArrays(&reader, depth, columns);
  linear->bias = reader.ReadFloats(columns, kLargest);
  if (smoothed) linear->factors = reader.ReadFloats(depth, kLargest);
  reader.ExpectEnd();
  return reader.status();
}

absl::Status Transformer::ReadNorm(const ModelFile& file, absl::string_view section,
                                   LayerNorm* norm) {
  PARALLAX_ASSIGN_OR_RETURN(SectionReader reader, file.Open(section));
  norm->weight = reader.ReadFloats(kModelWidth, kLargest);
  norm->bias = reader.ReadFloats(kModelWidth, kLargest);
  reader.ExpectEnd();
  return reader.status();
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
      kernels_->embed(words_.data() + id * kModelWidth, word_scales_[id],
                      position_.data() + size_t{at} * kModelWidth,
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
  work->rows.Set(work->x.data(), rows, kModelWidth, kModelWidth, path_, layer.qkv.factors.data());
  multiplier_.Multiply(work->rows, layer.qkv.matrix, layer.qkv.bias, 3 * kModelWidth,
                       work->qkv.data());
  size_t row = 0;
  for (uint32_t size : work->batch.sizes) {
    kernels_->attention(size, work->qkv.data() + row * 3 * kModelWidth, work->scores.data(),
                        work->y.data() + row * kModelWidth);
    row += size;
  }
  work->rows.Set(work->y.data(), rows, kModelWidth, kModelWidth, path_);
  multiplier_.Multiply(work->rows, layer.out.matrix, layer.out.bias, kModelWidth, work->y.data());
  kernels_->norm(rows, work->y.data(), layer.norm1.weight.data(), layer.norm1.bias.data(),
                 work->x.data());
}

void Transformer::Widen(const Layer& layer, Workspace* work) const {
  const uint32_t rows = work->batch.rows();
  Resize(size_t{kPanel} * inner_, &work->inner);
  for (uint32_t begin = 0; begin < rows; begin += kPanel) {
    const uint32_t panel = std::min(kPanel, rows - begin);
    float* x = work->x.data() + size_t{begin} * kModelWidth;
    work->rows.Set(x, panel, kModelWidth, kModelWidth, path_, layer.up.factors.data());
    multiplier_.Multiply(work->rows, layer.up.matrix, layer.up.bias, inner_, work->inner.data());
    kernels_->gelu(panel * inner_, work->inner.data());
    work->rows.Set(work->inner.data(), panel, inner_, inner_, path_);
    multiplier_.Multiply(work->rows, layer.down.matrix, layer.down.bias, kModelWidth,
                         work->y.data());
    kernels_->norm(panel, work->y.data(), layer.norm2.weight.data(), layer.norm2.bias.data(), x);
  }
}

}  // namespace parallax::encoder::internal
