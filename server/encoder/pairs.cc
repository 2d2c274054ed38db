// Readings of pairs of passages.
#include <algorithm>
#include <numeric>
#include <vector>

#include "server/base/status_macros.h"
#include "server/encoder/encoder.h"
#include "server/encoder/internal/model.h"
#include "server/encoder/internal/tokens_of_pieces.h"

namespace parallax::encoder {
namespace {

using internal::Batch;
using internal::kPairOutputs;
using internal::kWordOutputs;
using internal::Model;
using internal::Pieces;
using internal::Shape;
using internal::Workspace;

// Pieces of one passage: both and [CLS], [SEP], [SEP] are read together.
constexpr uint32_t kPassagePieces = 254;
static_assert(2 * kPassagePieces + 3 <= internal::kLongestSequence);

// A pair in the batch: which it is, and the pieces of its passages.
struct Entry {
  uint32_t pair = 0;
  Pieces a;
  Pieces b;
};

void AppendPassage(const internal::Vocabulary& vocabulary, const Passage& passage, Pieces* pieces) {
  pieces->clear();
  vocabulary.AppendPieces(passage.document->text(passage.tokens), kPassagePieces, pieces);
}

void AddPieces(const Pieces& pieces, uint8_t side, uint32_t sep, Batch* batch) {
  for (uint32_t i = 0; i < pieces.size(); ++i) batch->Add(pieces.ids[i], side, pieces.shapes[i]);
  batch->Add(sep, side, Shape::kOther);
}

void AddEntry(const internal::Vocabulary& vocabulary, const Entry& entry, Batch* batch) {
  batch->Add(vocabulary.cls(), 0, Shape::kOther);
  AddPieces(entry.a, 0, vocabulary.sep(), batch);
  AddPieces(entry.b, 1, vocabulary.sep(), batch);
  batch->sizes.push_back(entry.a.size() + entry.b.size() + 3);
}

// Adds the outputs of one piece to a word that had `pieces` of them before.
void AddPiece(const float* outputs, uint32_t pieces, WordReading* word) {
  const auto keep = [pieces](float value, float* largest) {
    *largest = pieces == 0 ? value : std::max(*largest, value);
  };
  keep(outputs[0], &word->fact);
  for (uint32_t k = 0; k < kReadKinds; ++k) keep(outputs[1 + k], &word->kinds[k]);
  for (uint32_t k = 0; k < kReadClasses; ++k) word->classes[k] += outputs[1 + kReadKinds + k];
}

// The words of a passage, whose pieces are the rows of `x`.
std::vector<WordReading> ReadWords(const internal::Kernels& kernels, const internal::Head& head,
                                   const Passage& passage, const Pieces& pieces, const float* x) {
  WordReading nothing;
  nothing.fact = kSaysNothing;
  nothing.kinds.fill(kSaysNothing);
  std::vector<WordReading> words(passage.tokens.size(), nothing);
  std::vector<uint32_t> counts(words.size(), 0);
  std::vector<float> outputs(size_t{pieces.size()} * kWordOutputs);
  for (uint32_t i = 0; i < pieces.size(); ++i) {
    kernels.head(kWordOutputs, head.weights.data(), head.bias.data(), x + size_t{i} * kWidth,
                 outputs.data() + size_t{i} * kWordOutputs);
  }
  internal::VisitTokens(
      *passage.document, passage.tokens, pieces.words, [&](uint32_t piece, uint32_t word) {
        AddPiece(outputs.data() + size_t{piece} * kWordOutputs, counts[word]++, &words[word]);
      });
  for (size_t i = 0; i < words.size(); ++i) {
    if (counts[i] == 0) continue;
    for (float& value : words[i].classes) value /= static_cast<float>(counts[i]);
  }
  return words;
}

// Numbers of pairs, those of most pieces first.
absl::StatusOr<std::vector<uint32_t>> OrderByLength(const internal::Vocabulary& vocabulary,
                                                    std::span<const PassagePair> pairs,
                                                    const CallContext& context,
                                                    std::vector<uint32_t>* sizes) {
  Pieces pieces;
  for (const PassagePair& pair : pairs) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    AppendPassage(vocabulary, pair.a, &pieces);
    const uint32_t size = pieces.size();
    AppendPassage(vocabulary, pair.b, &pieces);
    sizes->push_back(size + pieces.size() + 3);
  }
  std::vector<uint32_t> order(pairs.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [sizes](uint32_t a, uint32_t b) { return (*sizes)[a] > (*sizes)[b]; });
  return order;
}

}  // namespace

absl::StatusOr<std::vector<PairReading>> Encoder::ReadPairs(std::span<const PassagePair> pairs,
                                                            const CallContext& context) const {
  const internal::Vocabulary& vocabulary = model_->vocabulary();
  const internal::Kernels& kernels = model_->pairs().kernels();
  // Pieces are made twice, here for their number alone: it costs a hundredth of reading them, and
  // no more than a batch of them is ever held.
  std::vector<uint32_t> sizes;
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<uint32_t> order,
                            OrderByLength(vocabulary, pairs, context, &sizes));
  const Model::Lease lease(model_.get());
  Workspace* work = lease.get();
  std::vector<PairReading> readings(pairs.size());
  std::vector<Entry> entries;
  for (size_t next = 0; next < order.size();) {
    work->batch.clear();
    entries.clear();
    do {
      Entry& entry = entries.emplace_back();
      entry.pair = order[next];
      AppendPassage(vocabulary, pairs[entry.pair].a, &entry.a);
      AppendPassage(vocabulary, pairs[entry.pair].b, &entry.b);
      AddEntry(vocabulary, entry, &work->batch);
      ++next;
    } while (next < order.size() && work->batch.HasRoomFor(sizes[order[next]]));
    PARALLAX_RETURN_IF_ERROR(model_->pairs().Run(context, work));
    const float* x = work->x.data();
    for (const Entry& entry : entries) {
      PairReading& reading = readings[entry.pair];
      float outputs[kPairOutputs];
      kernels.head(kPairOutputs, model_->pair_head().weights.data(),
                   model_->pair_head().bias.data(), x, outputs);
      reading.same = outputs[0];
      std::copy(outputs + 1, outputs + kPairOutputs, reading.kinds.begin());
      x += kWidth;
      reading.a = ReadWords(kernels, model_->word_head(), pairs[entry.pair].a, entry.a, x);
      x += (size_t{entry.a.size()} + 1) * kWidth;
      reading.b = ReadWords(kernels, model_->word_head(), pairs[entry.pair].b, entry.b, x);
      x += (size_t{entry.b.size()} + 1) * kWidth;
    }
  }
  return readings;
}

}  // namespace parallax::encoder
