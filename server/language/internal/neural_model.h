// The neural model: one encoder under tagger, parser and entity recogniser, over one model file.
//
// Word and piece embeddings, summed and projected; three bidirectional layers of simple recurrent
// units (Lei et al. 2018); tags from the second, fed back into the third; from that arcs and labels
// (after Dozat & Manning 2017), entities and readings.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_NEURAL_MODEL_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_NEURAL_MODEL_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/gemm.h"
#include "server/language/annotation.h"
#include "server/language/internal/encoder_shape.h"
#include "server/language/internal/entity_decoder.h"
#include "server/language/internal/lemmatizer.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/tag_inventory.h"
#include "server/language/internal/tree_decoder.h"

namespace parallax::language::internal {

// Section ids of the model file.
inline constexpr uint32_t kInventorySection = 1;
inline constexpr uint32_t kLemmaSection = 2;
inline constexpr uint32_t kSelfTestSection = 3;  // expected answers in CoNLL-U, replayed on load
inline constexpr uint32_t kWordSection = 4;
inline constexpr uint32_t kPieceSection = 5;
inline constexpr uint32_t kEncoderSection = 6;

// Longer sentences are parsed in pieces of this many words, so that memory stays bounded.
inline constexpr uint32_t kLongestParse = 512;

// A run of words that is encoded and parsed by itself.
struct Stretch {
  uint32_t begin = 0;  // in the batch
  uint32_t size = 0;
  bool follows = false;  // goes on with the sentence of the stretch before
};

// What one call works in; grows to the largest batch and is reused.
struct Workspace {
  std::string normalized;
  std::string lower;
  std::vector<Stretch> stretches;
  std::vector<float> x, y, u, tags, sides, labels, relations, entities, readings, heads, scores;
  QuantizedRows rows;
  std::vector<uint32_t> chosen;
  std::vector<uint8_t> chosen_tags;
  TreeDecoder decoder;
  EntityDecoder entity_decoder;
};

// Thread safety: const; safe for concurrent use with a workspace each.
class NeuralModel {
 public:
  // Errors: DATA_LOSS. Views the bytes behind `file`.
  static absl::StatusOr<NeuralModel> Read(const ModelFile& file, CpuPath path);

  // Appends words, lemmas and readings of a batch of sentences. `forms` holds the words of all and
  // `spacing` the Spacing of each, `sizes` their number in each sentence; `first` is the index of
  // the first token, 0 at the begin of a report. Hands all words to work->entity_decoder. REQUIRES:
  // words->size() == first.
  void Annotate(std::span<const absl::string_view> forms, std::span<const uint8_t> spacing,
                std::span<const uint32_t> sizes, uint32_t first, Workspace* work,
                std::vector<Word>* words, std::string* lemmas,
                std::vector<Reading>* readings) const;

 private:
  struct Slot {
    uint32_t hash;
    uint32_t row;
  };

  NeuralModel(CpuPath path) : path_(path), multiplier_(path) {}
  absl::Status ReadEmbeddings(const ModelFile& file);
  absl::Status ReadEncoder(const ModelFile& file);
  uint32_t RowOf(uint32_t hash) const;
  void Embed(absl::string_view form, uint8_t spacing, Workspace* work, float* out) const;
  void Encode(std::span<const absl::string_view> forms, std::span<const uint8_t> spacing,
              Workspace* work) const;
  void ChooseTags(uint32_t size, Workspace* work) const;
  void Parse(const Stretch& stretch, Workspace* work, std::vector<Word>* words,
             uint32_t first) const;
  void Read(uint32_t rows, Workspace* work, std::vector<Reading>* readings) const;
  void Label(uint32_t rows, Workspace* work, uint32_t first, std::vector<Word>* words) const;

  CpuPath path_;
  Multiplier multiplier_;
  TagInventory inventory_;
  Lemmatizer lemmatizer_;
  std::span<const Slot> slots_;
  std::span<const float> word_scales_, piece_scales_;
  std::span<const int8_t> words_, pieces_;
  QuantizedMatrix input_, layers_[kEncoderLayers], entity_, tag_, arc_, label_, relation_, reading_,
      reading_output_;
  std::span<const float> input_bias_, gates_[kEncoderLayers], tag_embedding_, entity_bias_,
      tag_bias_, arc_bias_, arc_root_, arc_prior_, arc_distances_, label_bias_, label_root_,
      relation_bias_, reading_bias_, reading_output_bias_;
  std::vector<float> zeros_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_NEURAL_MODEL_H_
