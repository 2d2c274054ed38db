#include "server/language/internal/tree_heads.h"

#include <cmath>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/encoder/encoder.h"
#include "server/language/internal/products.h"
#include "tests/language/made_sections.h"

namespace parallax::language::internal {
namespace {

constexpr uint32_t kColumn = 7;  // where the outputs of trees begin in a row
constexpr uint32_t kSide = kLabelWidth + 1;

TEST(ProductsTest, EveryPathSumsFromFrontToBack) {
  std::mt19937 random(3);
  constexpr uint32_t kRows = 7;
  constexpr uint32_t kDepth = 65;
  constexpr uint32_t kColumns = 2 * kProductColumns;
  const std::vector<float> left = DrawFloats(size_t{kRows} * kDepth, 1.0f, &random);
  const std::vector<float> right = DrawFloats(size_t{kDepth} * kColumns, 1.0f, &random);
  const std::vector<float> before = DrawFloats(size_t{kRows} * kColumns, 1.0f, &random);
  std::vector<float> expected = before;
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t k = 0; k < kDepth; ++k) {
      for (uint32_t c = 0; c < kColumns; ++c) {
        const volatile float product = left[r * kDepth + k] * right[k * kColumns + c];
        expected[r * kColumns + c] += product;
      }
    }
  }
  for (const CpuPath path : {CpuPath::kPortable, CpuPath::kAvx2, CpuPath::kVnni}) {
    if (path > BestCpuPath()) continue;
    std::vector<float> out = before;
    AddProduct(path, kRows, kDepth, kColumns, left.data(), right.data(), out.data());
    EXPECT_EQ(out, expected) << static_cast<int>(path);
  }
}

// Scores by the definition, in doubles.
class Reference {
 public:
  Reference(const ModelFile& model, const encoder::HeadOutputs& outputs)
      : arcs_(
            encoder::ReadFloatSection(model, "language/arcs", (kArcWidth + 1) * kArcWidth).value()),
        labels_(encoder::ReadFloatSection(model, "language/labels",
                                          uint64_t{kRelationCount} * kSide * kSide)
                    .value()),
        outputs_(outputs) {}

  // Row 0 is the sentence, row 1 + i word i.
  double Arc(uint32_t dependent, uint32_t head) const {
    double sum = 0;
    for (uint32_t h = 0; h < kArcWidth; ++h) {
      double left = arcs_[kArcWidth * kArcWidth + h];
      for (uint32_t d = 0; d < kArcWidth; ++d) {
        left += At(dependent, d) * arcs_[d * kArcWidth + h];
      }
      sum += left * At(head, kArcWidth + h);
    }
    return sum;
  }
  double Label(uint32_t relation, uint32_t dependent, uint32_t head) const {
    double sum = 0;
    for (uint32_t i = 0; i < kSide; ++i) {
      for (uint32_t j = 0; j < kSide; ++j) {
        const double below = i == kLabelWidth ? 1 : At(dependent, 2 * kArcWidth + i);
        const double above = j == kLabelWidth ? 1 : At(head, 2 * kArcWidth + kLabelWidth + j);
        sum += below * labels_[(size_t{relation} * kSide + i) * kSide + j] * above;
      }
    }
    return sum;
  }

 private:
  double At(uint32_t row, uint32_t output) const {
    const double value = outputs_.row(row)[kColumn + output];
    return value > 0 ? value : 0.1 * value;
  }

  const std::span<const float> arcs_, labels_;
  const encoder::HeadOutputs& outputs_;
};

TEST(TreeHeadsTest, AgreesWithTheDefinition) {
  const AlignedBytes bytes = MadeSections().Build();
  const ModelFile model = ModelFile::Read(bytes.view()).value();
  const TreeHeads heads = TreeHeads::Read(model).value();
  std::mt19937 random(8);
  TreeWork work;
  for (const TokenRange words : {TokenRange{0, 1}, TokenRange{0, 9}, TokenRange{3, 17}}) {
    SCOPED_TRACE(absl::StrCat(words.begin, "-", words.end));
    encoder::HeadOutputs outputs;
    outputs.stride = kColumn + kTreeOutputs;
    outputs.values = DrawFloats(size_t{outputs.stride} * (1 + words.end), 2.0f, &random);
    const Reference reference(model, outputs);
    heads.Parse(outputs, kColumn, words, &work);
    ASSERT_EQ(work.attachments.size(), words.size());
    const auto row_of = [&](uint32_t head) { return head == 0 ? 0 : words.begin + head; };
    std::vector<float> scores;
    for (uint32_t d = 0; d < words.size(); ++d) {
      for (uint32_t h = 0; h <= words.size(); ++h) {
        scores.push_back(static_cast<float>(reference.Arc(1 + words.begin + d, row_of(h))));
      }
    }
    std::vector<uint32_t> tree(words.size());
    TreeDecoder().Decode(scores, words.size(), tree);
    for (uint32_t d = 0; d < words.size(); ++d) {
      const Attachment& attachment = work.attachments[d];
      EXPECT_EQ(attachment.head, tree[d]) << d;
      if (attachment.head == 0) {
        EXPECT_EQ(attachment.relation, Relation::kRoot);
        continue;
      }
      const uint32_t row = 1 + words.begin + d;
      const auto chosen = static_cast<uint32_t>(attachment.relation);
      EXPECT_NE(attachment.relation, Relation::kRoot);
      const double score = reference.Label(chosen, row, row_of(attachment.head));
      for (uint32_t r = 1; r < kRelationCount; ++r) {
        EXPECT_LE(reference.Label(r, row, row_of(attachment.head)), score + 1e-3) << d;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::language::internal
