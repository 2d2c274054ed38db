// The neural model in training: parameters, forward and backward pass, Adam.
//
// Sum of word and piece embeddings -> projection -> bidirectional simple recurrent units (SRU, Lei
// et al. 2018) -> tags from the second layer, entities, arcs and labels from the third, arcs and
// labels as in Dozat & Manning 2017. Silver parses have output layers of their own, so that another
// annotation scheme teaches the encoder without a conversion.
//
// Thread safety: Network is const during Worker::Run, so that workers may run side by side.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_NETWORK_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_NETWORK_H_

#include <cstdint>
#include <iosfwd>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "Eigen/Core"
#include "server/language/internal/encoder_shape.h"

namespace parallax::language::training {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline constexpr uint8_t kNoLabel = 0xff;
// Among entities: any label but those of names.
inline constexpr uint8_t kAnyButName = 0xfe;

// One sentence as the network reads it.
struct Sample {
  std::vector<uint32_t> words;                // rows of the word table, 0 for unknown
  std::vector<std::vector<uint32_t>> pieces;  // rows of the piece table
  std::vector<float> keep;                    // chance to keep the word's own row in training
  bool silver = false;
  std::vector<uint8_t> tags;
  std::vector<uint32_t> heads;  // 0 is the root, i + 1 is word i
  std::vector<uint8_t> relations;
  std::vector<uint8_t> entities;  // kNoLabel where unknown
  // As in Example; empty where unknown.
  std::vector<float> happened;
  std::vector<float> happened_weight;
  std::vector<uint8_t> attribution;

  uint32_t size() const { return static_cast<uint32_t>(words.size()); }
};

// Dense parameters by index; a parameter is a matrix, row vectors being biases.
enum ParameterId {
  kInputWeights,
  kInputBias,
  kLayerWeights0,
  kLayerWeights1,
  kLayerWeights2,
  kGates0,  // rows: forget recurrence, reset recurrence, forget bias, reset bias; both directions
  kGates1,
  kGates2,
  kTagEmbedding,  // of the tag chosen after the second layer, added to the third layer's input
  kEntityWeights,
  kEntityBias,
  // The gold outputs, then the same for silver.
  kTagWeights,
  kTagBias,
  kArcWeights,  // dependents, then heads
  kArcBias,
  kArcRoot,       // the root as a head, after the activation
  kArcPrior,      // added to dependents: a score of heads as heads
  kArcDistances,  // by bucket
  kLabelWeights,  // dependents, then heads
  kLabelBias,
  kLabelRoot,
  kRelationWeights,
  kRelationBias,
  kSilverTagWeights,
  kReadingWeights = kSilverTagWeights + (kSilverTagWeights - kTagWeights),
  kReadingBias,
  kReadingOutputWeights,
  kReadingOutputBias,
  kParameters
};

// From a gold output to the same output for silver.
inline constexpr int kSilverOffset = kSilverTagWeights - kTagWeights;

struct Sizes {
  uint32_t tags = 0;
  uint32_t silver_tags = 0;
  uint32_t relations = 0;
  uint32_t silver_relations = 0;
};

class Network {
 public:
  Network(const Sizes& sizes, uint32_t seed);
  // Moves all parameters by `share` of the way to those of another network of the same lexicon.
  void MoveTo(const Network& other, float share);
  // Replaces the first rows of the word table.
  void SetWords(const Matrix& words) { words_.topRows(words.rows()) = words; }

  const Matrix& operator[](int parameter) const { return dense_[parameter]; }
  const Matrix& words() const { return words_; }
  const Matrix& pieces() const { return pieces_; }

  // A checkpoint: the hashes of the words of rows 1, 2, ... and all parameters. Load finds the rows
  // of `row_hashes` by their hashes; words that the checkpoint does not know keep their vectors.
  void Save(const std::vector<uint32_t>& row_hashes, std::ostream* out) const;
  bool Load(const std::vector<uint32_t>& row_hashes, std::istream* in);

 private:
  friend class Worker;
  friend class Adam;

  std::vector<Matrix> dense_;
  Matrix words_;
  Matrix pieces_;
};

struct Losses {
  double tags = 0, arcs = 0, labels = 0, entities = 0, readings = 0;
  uint32_t words = 0;
};

struct Scores {
  uint32_t words = 0, tags = 0, heads = 0, labelled = 0;
};

// Activations and gradients of one batch.
class Worker {
 public:
  static constexpr int kTagLayer = 2;  // the layer that reads the chosen tags

  explicit Worker(const Network& network);

  // Adds the gradients of the mean loss over `batch_words` words. All samples are gold or all
  // silver.
  Losses Train(const Network& network, std::span<const Sample* const> batch, uint32_t batch_words,
               std::mt19937* random);
  // Counts right answers, heads chosen one by one.
  Scores Evaluate(const Network& network, std::span<const Sample* const> batch);
  // The outputs of every word of the batch, a row each: internal::kHappened, then the marks'
  // log-odds from internal::kFirstMark on.
  Matrix Readings(const Network& network, std::span<const Sample* const> batch);
  void ClearGradients();

 private:
  friend class Adam;

  void Forward(const Network& network, std::span<const Sample* const> batch, std::mt19937* random);
  void ForwardLayer(const Network& network, int layer);
  void ChooseTags(const Network& network);
  const Matrix& LayerInput(int layer) const { return layer == kTagLayer ? tagged_ : x_[layer]; }
  void BackwardLayer(const Network& network, int layer, Matrix* gradient);
  void BackwardEmbeddings(const Network& network, std::span<const Sample* const> batch,
                          Matrix* gradient);
  // The outputs over the third layer `top`: each adds to the losses, to its own gradients and to
  // `dtop`, which the first of them sets.
  void TrainEntities(const Network& network, std::span<const Sample* const> batch, float scale,
                     const Matrix& top, Matrix* dtop, Losses* losses);
  void TrainArcs(const Network& network, std::span<const Sample* const> batch, int offset,
                 float scale, const Matrix& top, Matrix* dtop, Losses* losses);
  void TrainLabels(const Network& network, std::span<const Sample* const> batch, int offset,
                   float scale, const Matrix& top, Matrix* dtop, Losses* losses);
  void TrainReadings(const Network& network, std::span<const Sample* const> batch, float scale,
                     const Matrix& top, Matrix* dtop, Losses* losses);
  // The output over the second layer, whose gradient is added to `dtop`.
  void TrainTags(const Network& network, std::span<const Sample* const> batch, int offset,
                 float scale, std::mt19937* random, Matrix* dtop, Losses* losses);
  void Mask(float rate, Eigen::Index columns, std::mt19937* random, Matrix* mask) const;

  std::vector<uint32_t> begins_;  // of sentences in the batch
  uint32_t rows_ = 0;
  std::vector<uint32_t> kept_words_;
  Matrix embedded_, embedded_mask_, input_gate_, tagged_;
  std::vector<Eigen::Index> chosen_tags_;
  Matrix x_[internal::kEncoderLayers + 1];
  Matrix masked_[internal::kEncoderLayers], mask_[internal::kEncoderLayers];
  Matrix u_[internal::kEncoderLayers], f_[internal::kEncoderLayers], r_[internal::kEncoderLayers],
      c_[internal::kEncoderLayers];

  std::vector<Matrix> dense_;
  Matrix words_, pieces_;
  std::vector<uint8_t> word_touched_, piece_touched_;
  std::vector<uint32_t> touched_words_, touched_pieces_;
};

class Adam {
 public:
  explicit Adam(const Network& network);
  // Takes one step along the sum of the workers' gradients, which it clears.
  void Step(float rate, std::span<Worker> workers, Network* network);

 private:
  uint64_t step_ = 0;
  std::vector<Matrix> first_, second_;
  Matrix word_first_, word_second_, piece_first_, piece_second_;
};

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_NETWORK_H_
