#include "server/language/training/export.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "server/base/status_macros.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/neural_model.h"
#include "server/language/training/lemma_trainer.h"

namespace parallax::language::training {
namespace {

using internal::SectionWriter;

uint32_t Pad(uint32_t n, uint32_t multiple) { return (n + multiple - 1) / multiple * multiple; }

int8_t Quantize(float value, float scale) {
  return scale == 0.0f ? int8_t{0}
                       : static_cast<int8_t>(std::clamp(std::lround(value / scale), -127l, 127l));
}

// In the packing of QuantizedMatrix.
void WriteMatrix(const Matrix& matrix, SectionWriter* writer) {
  const uint32_t depth = static_cast<uint32_t>(matrix.rows());
  const uint32_t columns = static_cast<uint32_t>(matrix.cols());
  const uint32_t padded_depth = Pad(depth, QuantizedMatrix::kDepthBlock);
  const uint32_t padded_columns = Pad(columns, QuantizedMatrix::kColumnBlock);
  std::vector<float> scales(padded_columns, 0.0f);
  std::vector<int8_t> weights(size_t{padded_depth} * padded_columns, 0);
  for (uint32_t column = 0; column < columns; ++column) {
    scales[column] = matrix.col(column).cwiseAbs().maxCoeff() / 127.0f;
    const uint32_t block = column / QuantizedMatrix::kColumnBlock;
    for (uint32_t k = 0; k < depth; ++k) {
      const size_t at =
          (size_t{block} * padded_depth +
           k / QuantizedMatrix::kDepthBlock * QuantizedMatrix::kDepthBlock) *
              QuantizedMatrix::kColumnBlock +
          size_t{column % QuantizedMatrix::kColumnBlock} * QuantizedMatrix::kDepthBlock +
          k % QuantizedMatrix::kDepthBlock;
      weights[at] = Quantize(matrix(k, column), scales[column]);
    }
  }
  writer->WriteU32(depth);
  writer->WriteU32(columns);
  writer->WriteArray(scales);
  writer->WriteArray(weights);
}

// Row by row into one vector, with zeros up to `size` values.
void WriteFloats(const Matrix& matrix, uint32_t size, SectionWriter* writer) {
  std::vector<float> values(matrix.data(), matrix.data() + matrix.size());
  values.resize(size, 0.0f);
  writer->WriteArray(values);
}

void WriteRows(const Matrix& matrix, uint32_t rows, SectionWriter* writer) {
  std::vector<float> scales;
  std::vector<int8_t> values;
  for (uint32_t row = 0; row < rows; ++row) {
    scales.push_back(matrix.row(row).cwiseAbs().maxCoeff() / 127.0f);
    for (uint32_t i = 0; i < matrix.cols(); ++i) {
      values.push_back(Quantize(matrix(row, i), scales.back()));
    }
  }
  writer->WriteArray(scales);
  writer->WriteArray(values);
}

std::string WordSection(const Network& network, const Lexicon& lexicon) {
  const uint32_t rows = static_cast<uint32_t>(lexicon.words()) + 1;
  uint32_t bits = 1;
  while ((uint32_t{1} << bits) < rows * 2) ++bits;
  std::vector<uint32_t> slots(size_t{2} << bits, 0);
  const uint32_t mask = (uint32_t{1} << bits) - 1;
  for (uint32_t row = 1; row < rows; ++row) {
    const uint32_t hash = lexicon.row_hashes()[row - 1];
    uint32_t slot = hash & mask;
    while (slots[2 * slot + 1] != 0) slot = (slot + 1) & mask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = row;
  }
  SectionWriter writer;
  writer.WriteU32(rows);
  writer.WriteU32(bits);
  writer.WriteArray(slots);
  WriteRows(network.words(), rows, &writer);
  return writer.Release();
}

std::string EncoderSection(const Network& network, const Lexicon& lexicon) {
  SectionWriter writer;
  WriteMatrix(network[kInputWeights], &writer);
  WriteFloats(network[kInputBias], internal::kWidth, &writer);
  for (int layer = 0; layer < static_cast<int>(internal::kEncoderLayers); ++layer) {
    WriteMatrix(network[kLayerWeights0 + layer], &writer);
    WriteFloats(network[kGates0 + layer], 4 * internal::kWidth, &writer);
  }
  WriteFloats(network[kTagEmbedding], lexicon.inventory().size() * internal::kWidth, &writer);
  const auto padded = [](uint32_t n) { return Pad(n, QuantizedMatrix::kColumnBlock); };
  WriteMatrix(network[kEntityWeights], &writer);
  WriteFloats(network[kEntityBias], padded(internal::kEntityLabels), &writer);
  WriteMatrix(network[kTagWeights], &writer);
  WriteFloats(network[kTagBias], padded(lexicon.inventory().size()), &writer);
  WriteMatrix(network[kArcWeights], &writer);
  WriteFloats(network[kArcBias], 2 * internal::kArcSize, &writer);
  WriteFloats(network[kArcRoot], internal::kArcSize, &writer);
  WriteFloats(network[kArcPrior], internal::kArcSize, &writer);
  WriteFloats(network[kArcDistances], internal::kDistanceBuckets, &writer);
  WriteMatrix(network[kLabelWeights], &writer);
  WriteFloats(network[kLabelBias], 2 * internal::kLabelSize, &writer);
  WriteFloats(network[kLabelRoot], internal::kLabelSize, &writer);
  WriteMatrix(network[kRelationWeights], &writer);
  WriteFloats(network[kRelationBias], padded(kRelationCount), &writer);
  WriteMatrix(network[kReadingWeights], &writer);
  WriteFloats(network[kReadingBias], internal::kReadingSize, &writer);
  WriteMatrix(network[kReadingOutputWeights], &writer);
  WriteFloats(network[kReadingOutputBias], padded(internal::kReadingOutputs), &writer);
  return writer.Release();
}

}  // namespace

absl::StatusOr<std::string> ExportModel(const Network& network, const Lexicon& lexicon,
                                        const std::vector<Example>& lemmas,
                                        const std::string& self_test) {
  SectionWriter pieces;
  WriteRows(network.pieces(), internal::kPieceRows, &pieces);
  std::vector<internal::ModelSection> sections = {
      {internal::kInventorySection, lexicon.inventory().Write()},
      {internal::kLemmaSection, TrainLemmas(lemmas)},
      {internal::kWordSection, WordSection(network, lexicon)},
      {internal::kPieceSection, pieces.Release()},
      {internal::kEncoderSection, EncoderSection(network, lexicon)},
      {internal::kSelfTestSection, ""}};
  const internal::AlignedBytes bytes(internal::WriteModelFile(sections));
  PARALLAX_ASSIGN_OR_RETURN(const std::unique_ptr<const Annotator> annotator,
                            Annotator::Load(bytes.view()));
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<ConlluSentence> sentences, ReadConllu(self_test));
  const text::Document document = DocumentFromConllu(sentences);
  PARALLAX_ASSIGN_OR_RETURN(const Annotation annotation,
                            annotator->Annotate(document, CallContext()));
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &sections.back().bytes);
  }
  return internal::WriteModelFile(sections);
}

}  // namespace parallax::language::training
