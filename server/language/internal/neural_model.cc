#include "server/language/internal/neural_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "server/base/status_macros.h"
#include "server/language/internal/encoder_kernels.h"
#include "server/language/internal/form.h"
#include "server/language/internal/word_pieces.h"

namespace parallax::language::internal {
namespace {

// Bounds of all numbers of a model keep every activation finite, whatever the file holds.
constexpr float kLargest = 1e3f;
constexpr uint32_t kMaxProbes = 64;
constexpr uint32_t kScoreBlock = 32;

std::span<const float> ReadFloats(SectionReader* reader, uint32_t count) {
  const std::span<const float> values = reader->ReadArray<float>(count);
  for (float value : values) {
    if (!(std::fabs(value) <= kLargest)) reader->Fail();
  }
  return values;
}

void Resize(size_t size, std::vector<float>* values) {
  if (values->size() < size) values->resize(size);
}

uint32_t Pad(uint32_t columns) {
  return (columns + QuantizedMatrix::kColumnBlock - 1) / QuantizedMatrix::kColumnBlock *
         QuantizedMatrix::kColumnBlock;
}

}  // namespace

absl::StatusOr<NeuralModel> NeuralModel::Read(const ModelFile& file, CpuPath path) {
  NeuralModel model(path);
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view inventory, file.Section(kInventorySection));
  PARALLAX_ASSIGN_OR_RETURN(model.inventory_, TagInventory::Read(inventory));
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view lemmas, file.Section(kLemmaSection));
  PARALLAX_ASSIGN_OR_RETURN(model.lemmatizer_, Lemmatizer::Read(lemmas));
  PARALLAX_RETURN_IF_ERROR(model.ReadEmbeddings(file));
  PARALLAX_RETURN_IF_ERROR(model.ReadEncoder(file));
  model.zeros_.assign(2 * kGateColumns, 0.0f);
  return model;
}

absl::Status NeuralModel::ReadEmbeddings(const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view word_section, file.Section(kWordSection));
  SectionReader words(word_section);
  const uint32_t rows = words.ReadU32();
  const uint32_t bits = words.ReadU32();
  if (rows < 1 || bits > 24) words.Fail();
  slots_ = words.ReadArray<Slot>(uint64_t{1} << (bits & 31));
  word_scales_ = ReadFloats(&words, rows);
  words_ = words.ReadArray<int8_t>(uint64_t{rows} * kEmbedding);
  for (const Slot& slot : slots_) {
    if (slot.row >= rows) words.Fail();
  }
  PARALLAX_RETURN_IF_ERROR(words.status());
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view piece_section, file.Section(kPieceSection));
  SectionReader pieces(piece_section);
  piece_scales_ = ReadFloats(&pieces, kPieceRows);
  pieces_ = pieces.ReadArray<int8_t>(uint64_t{kPieceRows} * kEmbedding);
  return pieces.status();
}

absl::Status NeuralModel::ReadEncoder(const ModelFile& file) {
  PARALLAX_ASSIGN_OR_RETURN(const absl::string_view section, file.Section(kEncoderSection));
  SectionReader reader(section);
  input_ = QuantizedMatrix::Read(&reader, 2 * kEmbedding, kWidth);
  input_bias_ = ReadFloats(&reader, kWidth);
  for (uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
    layers_[layer] = QuantizedMatrix::Read(&reader, kWidth, 2 * kGateColumns);
    gates_[layer] = ReadFloats(&reader, 4 * kWidth);
  }
  tag_embedding_ = ReadFloats(&reader, inventory_.size() * kWidth);
  entity_ = QuantizedMatrix::Read(&reader, kWidth, kEntityLabels);
  entity_bias_ = ReadFloats(&reader, Pad(kEntityLabels));
  tag_ = QuantizedMatrix::Read(&reader, kWidth, inventory_.size());
  tag_bias_ = ReadFloats(&reader, Pad(inventory_.size()));
  arc_ = QuantizedMatrix::Read(&reader, kWidth, 2 * kArcSize);
  arc_bias_ = ReadFloats(&reader, 2 * kArcSize);
  arc_root_ = ReadFloats(&reader, kArcSize);
  arc_prior_ = ReadFloats(&reader, kArcSize);
  arc_distances_ = ReadFloats(&reader, kDistanceBuckets);
  label_ = QuantizedMatrix::Read(&reader, kWidth, 2 * kLabelSize);
  label_bias_ = ReadFloats(&reader, 2 * kLabelSize);
  label_root_ = ReadFloats(&reader, kLabelSize);
  relation_ = QuantizedMatrix::Read(&reader, kLabelSize, kRelationCount);
  relation_bias_ = ReadFloats(&reader, Pad(kRelationCount));
  reading_ = QuantizedMatrix::Read(&reader, kWidth, kReadingSize);
  reading_bias_ = ReadFloats(&reader, kReadingSize);
  reading_output_ = QuantizedMatrix::Read(&reader, kReadingSize, kReadingOutputs);
  reading_output_bias_ = ReadFloats(&reader, Pad(kReadingOutputs));
  return reader.status();
}

uint32_t NeuralModel::RowOf(uint32_t hash) const {
  const uint32_t mask = static_cast<uint32_t>(slots_.size() - 1);
  for (uint32_t probe = 0; probe < kMaxProbes; ++probe) {
    const Slot& slot = slots_[(hash + probe) & mask];
    if (slot.row == 0) return 0;
    if (slot.hash == hash) return slot.row;
  }
  return 0;
}

void NeuralModel::Embed(absl::string_view form, uint8_t spacing, Workspace* work,
                        float* out) const {
  NormalizeForm(form, &work->normalized);
  LowerAscii(work->normalized, &work->lower);
  const WordPieces word = ComputeWordPieces(work->normalized, work->lower, spacing);
  std::fill_n(out, 2 * kEmbedding, 0.0f);
  const uint32_t row = RowOf(word.lower);
  AddRow(path_, words_.data() + size_t{row} * kEmbedding, word_scales_[row], out);
  const float norm = 1.0f / std::sqrt(static_cast<float>(word.count));
  for (uint32_t i = 0; i < word.count; ++i) {
    const uint32_t piece = word.pieces[i] & (kPieceRows - 1);
    AddRow(path_, pieces_.data() + size_t{piece} * kEmbedding, piece_scales_[piece] * norm,
           out + kEmbedding);
  }
}

// Leaves the tags in work->chosen_tags and adds their embeddings to what the last layer reads.
void NeuralModel::ChooseTags(uint32_t size, Workspace* work) const {
  const uint32_t columns = tag_.padded_columns();
  Resize(size_t{size} * columns, &work->tags);
  work->rows.Set(work->x.data(), size, kWidth, kWidth, path_);
  multiplier_.Multiply(work->rows, tag_, tag_bias_, columns, work->tags.data());
  work->chosen_tags.resize(std::max<size_t>(work->chosen_tags.size(), size));
  for (uint32_t i = 0; i < size; ++i) {
    const float* scores = work->tags.data() + size_t{i} * columns;
    const size_t tag =
        static_cast<size_t>(std::max_element(scores, scores + inventory_.size()) - scores);
    work->chosen_tags[i] = static_cast<uint8_t>(tag);
    float* x = work->x.data() + size_t{i} * kWidth;
    const float* embedding = tag_embedding_.data() + tag * kWidth;
    for (uint32_t k = 0; k < kWidth; ++k) x[k] += embedding[k];
  }
}

// Leaves tags in work->chosen_tags, entity scores in work->entities, arc sides in work->sides,
// label sides in work->labels.
void NeuralModel::Encode(std::span<const absl::string_view> forms, std::span<const uint8_t> spacing,
                         Workspace* work) const {
  const uint32_t size = static_cast<uint32_t>(forms.size());
  Resize(size_t{size} * kWidth, &work->x);
  Resize(size_t{size} * kWidth, &work->y);
  Resize(size_t{size} * 2 * kGateColumns, &work->u);
  for (uint32_t i = 0; i < size; ++i) {
    Embed(forms[i], spacing[i], work, work->u.data() + size_t{i} * 2 * kEmbedding);
  }
  work->rows.Set(work->u.data(), size, 2 * kEmbedding, 2 * kEmbedding, path_);
  multiplier_.Multiply(work->rows, input_, input_bias_, kWidth, work->x.data());
  Swish(path_, size * kWidth, work->x.data());
  for (uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
    if (layer + 1 == kEncoderLayers) ChooseTags(size, work);
    work->rows.Set(work->x.data(), size, kWidth, kWidth, path_);
    multiplier_.Multiply(work->rows, layers_[layer], zeros_, 2 * kGateColumns, work->u.data());
    for (const Stretch& stretch : work->stretches) {
      const size_t at = size_t{stretch.begin} * kWidth;
      RecurrentLayer(path_, stretch.size, work->x.data() + at,
                     work->u.data() + size_t{stretch.begin} * 2 * kGateColumns,
                     gates_[layer].data(), work->y.data() + at);
    }
    work->x.swap(work->y);
  }
  work->rows.Set(work->x.data(), size, kWidth, kWidth, path_);
  Resize(size_t{size} * entity_.padded_columns(), &work->entities);
  multiplier_.Multiply(work->rows, entity_, entity_bias_, entity_.padded_columns(),
                       work->entities.data());
  Resize(size_t{size} * 2 * kArcSize, &work->sides);
  multiplier_.Multiply(work->rows, arc_, arc_bias_, 2 * kArcSize, work->sides.data());
  Swish(path_, size * 2 * kArcSize, work->sides.data());
  Resize(size_t{size} * 2 * kLabelSize, &work->labels);
  multiplier_.Multiply(work->rows, label_, label_bias_, 2 * kLabelSize, work->labels.data());
}

// Chooses heads inside one stretch, and leaves in work->y the sum of the label sides of each word
// and its head.
void NeuralModel::Parse(const Stretch& stretch, Workspace* work, std::vector<Word>* words,
                        uint32_t first) const {
  const uint32_t n = stretch.size;
  const uint32_t columns = n + 1;
  const uint32_t stride = (columns + kScoreBlock - 1) / kScoreBlock * kScoreBlock;
  Resize(size_t{kArcSize} * stride, &work->heads);
  for (uint32_t k = 0; k < kArcSize; ++k) {
    float* row = work->heads.data() + size_t{k} * stride;
    row[0] = arc_root_[k];
    for (uint32_t j = 0; j < n; ++j) {
      row[j + 1] = work->sides[(size_t{stretch.begin} + j) * 2 * kArcSize + kArcSize + k];
    }
    std::fill(row + columns, row + stride, 0.0f);
  }
  Resize(size_t{n} * columns + stride, &work->scores);
  float padded[kScoreBlock + kLongestParse + 1];
  float dependent[kArcSize];
  const float norm = 1.0f / std::sqrt(static_cast<float>(kArcSize));
  for (uint32_t i = 0; i < n; ++i) {
    const float* side = work->sides.data() + (size_t{stretch.begin} + i) * 2 * kArcSize;
    for (uint32_t k = 0; k < kArcSize; ++k) dependent[k] = (side[k] + arc_prior_[k]) * norm;
    ArcScores(path_, dependent, work->heads.data(), stride, stride, padded);
    float* row = work->scores.data() + size_t{i} * columns;
    row[0] = padded[0] + arc_distances_[0];
    for (uint32_t j = 0; j < n; ++j) {
      row[j + 1] =
          padded[j + 1] +
          arc_distances_[DistanceBucket(static_cast<int32_t>(j) - static_cast<int32_t>(i))];
    }
  }
  work->chosen.resize(std::max<size_t>(work->chosen.size(), n));
  const std::span<uint32_t> chosen(work->chosen.data(), n);
  work->decoder.Decode(std::span(work->scores).first(size_t{n} * columns), n, chosen);
  for (uint32_t i = 0; i < n; ++i) {
    const size_t at = size_t{stretch.begin} + i;
    const float* own = work->labels.data() + at * 2 * kLabelSize;
    const float* other =
        chosen[i] == 0 ? label_root_.data()
                       : work->labels.data() +
                             (size_t{stretch.begin} + chosen[i] - 1) * 2 * kLabelSize + kLabelSize;
    float* sum = work->y.data() + at * kLabelSize;
    for (uint32_t k = 0; k < kLabelSize; ++k) sum[k] = own[k] + other[k];
    (*words)[first + at].head = chosen[i] == 0 ? kNoToken : first + stretch.begin + chosen[i] - 1;
  }
}

void NeuralModel::Label(uint32_t rows, Workspace* work, uint32_t first,
                        std::vector<Word>* words) const {
  Swish(path_, rows * kLabelSize, work->y.data());
  work->rows.Set(work->y.data(), rows, kLabelSize, kLabelSize, path_);
  const uint32_t columns = relation_.padded_columns();
  Resize(size_t{rows} * columns, &work->relations);
  multiplier_.Multiply(work->rows, relation_, relation_bias_, columns, work->relations.data());
  for (uint32_t i = 0; i < rows; ++i) {
    Word& word = (*words)[first + i];
    if (word.head == kNoToken) {
      word.relation = Relation::kRoot;
      continue;
    }
    // root is the first relation and belongs to the root alone.
    const float* scores = work->relations.data() + size_t{i} * columns;
    word.relation =
        static_cast<Relation>(std::max_element(scores + 1, scores + kRelationCount) - scores);
  }
}

// After Encode, whose work->rows still hold the third layer; overwrites them.
void NeuralModel::Read(uint32_t rows, Workspace* work, std::vector<Reading>* readings) const {
  Resize(size_t{rows} * kReadingSize, &work->y);
  multiplier_.Multiply(work->rows, reading_, reading_bias_, kReadingSize, work->y.data());
  Swish(path_, rows * kReadingSize, work->y.data());
  work->rows.Set(work->y.data(), rows, kReadingSize, kReadingSize, path_);
  const uint32_t columns = reading_output_.padded_columns();
  Resize(size_t{rows} * columns, &work->readings);
  multiplier_.Multiply(work->rows, reading_output_, reading_output_bias_, columns,
                       work->readings.data());
  for (uint32_t i = 0; i < rows; ++i) {
    const float* outputs = work->readings.data() + size_t{i} * columns;
    Reading& reading = readings->emplace_back();
    reading.happened = std::clamp(outputs[kHappened], -3.0f, 3.0f);
    for (uint32_t k = 0; k < kMarkCount; ++k) {
      reading.marks[k] = std::clamp(outputs[kFirstMark + k], -kSurestMark, kSurestMark);
    }
  }
}

void NeuralModel::Annotate(std::span<const absl::string_view> forms,
                           std::span<const uint8_t> spacing, std::span<const uint32_t> sizes,
                           uint32_t first, Workspace* work, std::vector<Word>* words,
                           std::string* lemmas, std::vector<Reading>* readings) const {
  work->stretches.clear();
  uint32_t begin = 0;
  for (uint32_t size : sizes) {
    for (uint32_t done = 0; done < size; done += kLongestParse) {
      work->stretches.push_back({begin + done, std::min(size - done, kLongestParse), done > 0});
    }
    begin += size;
  }
  Encode(forms, spacing, work);
  Read(static_cast<uint32_t>(forms.size()), work, readings);
  words->resize(first + forms.size());
  for (const Stretch& stretch : work->stretches) Parse(stretch, work, words, first);
  Label(static_cast<uint32_t>(forms.size()), work, first, words);
  uint32_t root = kNoToken;
  for (const Stretch& stretch : work->stretches) {
    for (uint32_t i = 0; i < stretch.size; ++i) {
      Word& word = (*words)[first + stretch.begin + i];
      if (word.head != kNoToken) continue;
      if (stretch.follows) {
        word.head = root;
        word.relation = Relation::kParataxis;
      } else {
        root = first + stretch.begin + i;
      }
    }
  }
  if (first == 0) work->entity_decoder.Begin();
  for (uint32_t i = 0; i < forms.size(); ++i) {
    work->entity_decoder.Add(forms[i],
                             work->entities.data() + size_t{i} * entity_.padded_columns());
    const Tag& tag = inventory_[work->chosen_tags[i]];
    Word& word = (*words)[first + i];
    word.upos = tag.upos;
    word.xpos = tag.xpos;
    word.features = tag.features;
    word.lemma.begin = static_cast<uint32_t>(lemmas->size());
    lemmatizer_.AppendLemma(forms[i], tag, &work->normalized, lemmas);
    word.lemma.end = static_cast<uint32_t>(lemmas->size());
  }
}

}  // namespace parallax::language::internal
