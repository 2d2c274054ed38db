#include "server/language/internal/tree_heads.h"

#include <algorithm>

#include "server/base/status_macros.h"
#include "server/language/internal/products.h"

namespace parallax::language::internal {
namespace {

constexpr float kSlope = 0.1f;
constexpr uint32_t kUnset = 0xffffffff;
constexpr uint32_t kLabelSide = kLabelWidth + 1;  // with the 1 at its end
constexpr uint32_t kLabelStride = PadColumns(kRelationCount);

// Where the four parts of a word's outputs begin.
constexpr uint32_t kArcHead = kArcWidth;
constexpr uint32_t kBelow = 2 * kArcWidth;
constexpr uint32_t kAbove = kBelow + kLabelWidth;

float LeakyRelu(float x) { return x > 0.0f ? x : x * kSlope; }

void AppendActive(const float* from, uint32_t size, std::vector<float>* out) {
  for (uint32_t i = 0; i < size; ++i) out->push_back(LeakyRelu(from[i]));
}

}  // namespace

absl::StatusOr<TreeHeads> TreeHeads::Read(const ModelFile& model) {
  TreeHeads heads;
  constexpr uint64_t kSquare = uint64_t{kArcWidth} * kArcWidth;
  PARALLAX_ASSIGN_OR_RETURN(const std::span<const float> arcs,
                            encoder::ReadFloatSection(model, "language/arcs", kSquare + kArcWidth));
  heads.arc_ = arcs.first(kSquare);
  heads.arc_bias_ = arcs.subspan(kSquare);
  constexpr uint32_t kCells = kLabelSide * kLabelSide;
  PARALLAX_ASSIGN_OR_RETURN(
      const std::span<const float> labels,
      encoder::ReadFloatSection(model, "language/labels", uint64_t{kRelationCount} * kCells));
  heads.labels_.assign(size_t{kCells} * kLabelStride, 0.0f);
  for (uint32_t relation = 0; relation < kRelationCount; ++relation) {
    for (uint32_t cell = 0; cell < kCells; ++cell) {
      heads.labels_[size_t{cell} * kLabelStride + relation] =
          labels[size_t{relation} * kCells + cell];
    }
  }
  return heads;
}

void TreeHeads::ChooseHeads(const encoder::HeadOutputs& outputs, uint32_t column, TokenRange words,
                            TreeWork* work) const {
  const uint32_t size = words.size();
  const uint32_t columns = size + 1;
  const uint32_t stride = PadColumns(columns);
  work->dependents.clear();
  work->projected.clear();
  work->heads.assign(size_t{kArcWidth} * stride, 0.0f);
  const auto set_head = [&](uint32_t place, uint32_t row) {
    const float* head = outputs.row(row) + column + kArcHead;
    for (uint32_t k = 0; k < kArcWidth; ++k) {
      work->heads[size_t{k} * stride + place] = LeakyRelu(head[k]);
    }
  };
  set_head(0, 0);
  for (uint32_t i = 0; i < size; ++i) {
    AppendActive(outputs.row(1 + words.begin + i) + column, kArcWidth, &work->dependents);
    work->projected.insert(work->projected.end(), arc_bias_.begin(), arc_bias_.end());
    set_head(1 + i, 1 + words.begin + i);
  }
  AddProduct(path_, size, kArcWidth, kArcWidth, work->dependents.data(), arc_.data(),
             work->projected.data());
  work->scores.assign(size_t{size} * stride, 0.0f);
  AddProduct(path_, size, kArcWidth, stride, work->projected.data(), work->heads.data(),
             work->scores.data());
  for (uint32_t i = 0; i < size; ++i) {
    std::copy_n(work->scores.data() + size_t{i} * stride, columns,
                work->scores.data() + size_t{i} * columns);
  }
  work->chosen.resize(size);
  work->decoder.Decode(std::span(work->scores).first(size_t{size} * columns), size, work->chosen);
}

void TreeHeads::ChooseRelations(const encoder::HeadOutputs& outputs, uint32_t column,
                                TokenRange words, TreeWork* work) const {
  const uint32_t size = words.size();
  work->below.clear();
  work->above.clear();
  work->places.assign(size_t{size} + 1, kUnset);
  uint32_t heads = 0;
  for (uint32_t i = 0; i < size; ++i) {
    AppendActive(outputs.row(1 + words.begin + i) + column + kBelow, kLabelWidth, &work->below);
    work->below.push_back(1.0f);
    const uint32_t head = work->chosen[i];
    if (work->places[head] != kUnset) continue;
    work->places[head] = heads++;
    AppendActive(outputs.row(head == 0 ? 0 : words.begin + head) + column + kAbove, kLabelWidth,
                 &work->above);
    work->above.push_back(1.0f);
  }
  // One row of each label after the other, for all heads: its weights stay in cache.
  work->labels.assign(size_t{size} * kLabelStride, 0.0f);
  for (uint32_t k = 0; k < kLabelSide; ++k) {
    work->sides.assign(size_t{heads} * kLabelStride, 0.0f);
    AddProduct(path_, heads, kLabelSide, kLabelStride, work->above.data(),
               labels_.data() + size_t{k} * kLabelSide * kLabelStride, work->sides.data());
    for (uint32_t i = 0; i < size; ++i) {
      AddProduct(path_, 1, 1, kLabelStride, work->below.data() + size_t{i} * kLabelSide + k,
                 work->sides.data() + size_t{work->places[work->chosen[i]]} * kLabelStride,
                 work->labels.data() + size_t{i} * kLabelStride);
    }
  }
}

void TreeHeads::Parse(const encoder::HeadOutputs& outputs, uint32_t column, TokenRange words,
                      TreeWork* work) const {
  ChooseHeads(outputs, column, words, work);
  ChooseRelations(outputs, column, words, work);
  work->attachments.clear();
  for (uint32_t i = 0; i < words.size(); ++i) {
    Attachment& attachment = work->attachments.emplace_back();
    attachment.head = work->chosen[i];
    if (attachment.head == 0) continue;
    // root is the first relation and belongs to the root alone.
    const float* scores = work->labels.data() + size_t{i} * kLabelStride;
    attachment.relation =
        static_cast<Relation>(std::max_element(scores + 1, scores + kRelationCount) - scores);
  }
}

}  // namespace parallax::language::internal
