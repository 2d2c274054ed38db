// The encoder in training, forward and backward.
#include <cmath>

#include "server/language/internal/sigmoid.h"
#include "server/language/training/activations.h"
#include "server/language/training/network.h"

namespace parallax::language::training {
namespace {

using internal::kEmbedding;
using internal::kEncoderLayers;
using internal::kGateColumns;
using internal::kHidden;
using internal::kWidth;
using internal::Sigmoid;

constexpr float kEmbeddingDropout = 0.3f;
constexpr float kLayerDropout = 0.33f;

}  // namespace

Worker::Worker(const Network& network) {
  for (int i = 0; i < kParameters; ++i) {
    dense_.push_back(Matrix::Zero(network[i].rows(), network[i].cols()));
  }
  words_ = Matrix::Zero(network.words().rows(), network.words().cols());
  pieces_ = Matrix::Zero(network.pieces().rows(), network.pieces().cols());
  word_touched_.assign(words_.rows(), 0);
  piece_touched_.assign(pieces_.rows(), 0);
}

void Worker::ClearGradients() {
  for (Matrix& m : dense_) m.setZero();
  for (uint32_t row : touched_words_) {
    words_.row(row).setZero();
    word_touched_[row] = 0;
  }
  for (uint32_t row : touched_pieces_) {
    pieces_.row(row).setZero();
    piece_touched_[row] = 0;
  }
  touched_words_.clear();
  touched_pieces_.clear();
}

// One random row a sentence: the same units are dropped at all its words.
void Worker::Mask(float rate, Eigen::Index columns, std::mt19937* random, Matrix* mask) const {
  mask->resize(rows_, columns);
  for (size_t s = 0; s + 1 < begins_.size(); ++s) {
    auto first = mask->row(begins_[s]);
    for (Eigen::Index i = 0; i < columns; ++i) {
      first(i) = Unit(random) < rate ? 0.0f : 1.0f / (1.0f - rate);
    }
    for (uint32_t t = begins_[s] + 1; t < begins_[s + 1]; ++t) mask->row(t) = first;
  }
}

void Worker::ForwardLayer(const Network& network, int layer) {
  u_[layer].noalias() = masked_[layer] * network[kLayerWeights0 + layer];
  const Matrix& x = LayerInput(layer);
  const Matrix& gates = network[kGates0 + layer];
  Matrix& h = x_[layer + 1];
  for (Matrix* m : {&h, &f_[layer], &r_[layer], &c_[layer]}) m->resize(rows_, kWidth);
  for (size_t s = 0; s + 1 < begins_.size(); ++s) {
    for (uint32_t direction = 0; direction < 2; ++direction) {
      const uint32_t column = direction * kHidden;
      const float* vf = gates.data() + column;
      const float* vr = vf + kWidth;
      const float* bf = vr + kWidth;
      const float* br = bf + kWidth;
      float state[kHidden] = {};
      const uint32_t size = begins_[s + 1] - begins_[s];
      for (uint32_t step = 0; step < size; ++step) {
        const uint32_t t = direction == 0 ? begins_[s] + step : begins_[s + 1] - 1 - step;
        const float* u = u_[layer].data() + size_t{t} * 2 * kGateColumns + direction * kGateColumns;
        const size_t at = size_t{t} * kWidth + column;
        const float* in = x.data() + at;
        float* fs = f_[layer].data() + at;
        float* rs = r_[layer].data() + at;
        float* cs = c_[layer].data() + at;
        float* out = h.data() + at;
        for (uint32_t i = 0; i < kHidden; ++i) {
          const float f = Sigmoid(u[kHidden + i] + vf[i] * state[i] + bf[i]);
          const float r = Sigmoid(u[2 * kHidden + i] + vr[i] * state[i] + br[i]);
          const float c = u[i] + f * (state[i] - u[i]);
          fs[i] = f;
          rs[i] = r;
          cs[i] = c;
          state[i] = c;
          out[i] = in[i] + r * (c - in[i]);
        }
      }
    }
  }
}

// `gradient` of the layer's output becomes that of its input.
void Worker::BackwardLayer(const Network& network, int layer, Matrix* gradient) {
  const Matrix& x = LayerInput(layer);
  const Matrix& gates = network[kGates0 + layer];
  Matrix du(rows_, 2 * kGateColumns);
  Matrix dx(rows_, kWidth);
  Matrix& dgates = dense_[kGates0 + layer];
  for (size_t s = 0; s + 1 < begins_.size(); ++s) {
    for (uint32_t direction = 0; direction < 2; ++direction) {
      const uint32_t column = direction * kHidden;
      const float* vf = gates.data() + column;
      const float* vr = vf + kWidth;
      float* dvf = dgates.data() + column;
      float* dvr = dvf + kWidth;
      float* dbf = dvr + kWidth;
      float* dbr = dbf + kWidth;
      float carried[kHidden] = {};
      static constexpr float kZero[kHidden] = {};
      const uint32_t size = begins_[s + 1] - begins_[s];
      for (uint32_t step = size; step-- > 0;) {
        const uint32_t t = direction == 0 ? begins_[s] + step : begins_[s + 1] - 1 - step;
        const uint32_t before = direction == 0 ? t - 1 : t + 1;
        const size_t at = size_t{t} * kWidth + column;
        const float* u = u_[layer].data() + size_t{t} * 2 * kGateColumns + direction * kGateColumns;
        float* d = du.data() + size_t{t} * 2 * kGateColumns + direction * kGateColumns;
        const float* in = x.data() + at;
        const float* f = f_[layer].data() + at;
        const float* r = r_[layer].data() + at;
        const float* c = c_[layer].data() + at;
        const float* last = step == 0 ? kZero : c_[layer].data() + size_t{before} * kWidth + column;
        const float* dh = gradient->data() + at;
        float* din = dx.data() + at;
        for (uint32_t i = 0; i < kHidden; ++i) {
          const float dr = dh[i] * (c[i] - in[i]) * r[i] * (1.0f - r[i]);
          const float dc = dh[i] * r[i] + carried[i];
          const float df = dc * (last[i] - u[i]) * f[i] * (1.0f - f[i]);
          din[i] = dh[i] * (1.0f - r[i]);
          d[i] = dc * (1.0f - f[i]);
          d[kHidden + i] = df;
          d[2 * kHidden + i] = dr;
          carried[i] = dc * f[i] + df * vf[i] + dr * vr[i];
          dvf[i] += df * last[i];
          dvr[i] += dr * last[i];
          dbf[i] += df;
          dbr[i] += dr;
        }
      }
    }
  }
  dense_[kLayerWeights0 + layer].noalias() += masked_[layer].transpose() * du;
  gradient->noalias() = du * network[kLayerWeights0 + layer].transpose();
  if (mask_[layer].size() > 0) gradient->array() *= mask_[layer].array();
  *gradient += dx;
}

// The tags are always those of the treebanks, for silver text too.
void Worker::ChooseTags(const Network& network) {
  Matrix logits = x_[kTagLayer] * network[kTagWeights];
  logits.rowwise() += network[kTagBias].row(0);
  chosen_tags_.resize(rows_);
  tagged_ = x_[kTagLayer];
  for (uint32_t t = 0; t < rows_; ++t) {
    logits.row(t).maxCoeff(&chosen_tags_[t]);
    tagged_.row(t) += network[kTagEmbedding].row(chosen_tags_[t]);
  }
}

void Worker::Forward(const Network& network, std::span<const Sample* const> batch,
                     std::mt19937* random) {
  begins_.assign(1, 0);
  for (const Sample* sample : batch) begins_.push_back(begins_.back() + sample->size());
  rows_ = begins_.back();
  embedded_.setZero(rows_, 2 * kEmbedding);
  kept_words_.resize(rows_);
  uint32_t t = 0;
  for (const Sample* sample : batch) {
    for (uint32_t i = 0; i < sample->size(); ++i, ++t) {
      const bool keep = random == nullptr || Unit(random) < sample->keep[i];
      kept_words_[t] = keep ? sample->words[i] : 0;
      embedded_.row(t).head(kEmbedding) = network.words().row(kept_words_[t]);
      auto sum = embedded_.row(t).tail(kEmbedding);
      for (uint32_t piece : sample->pieces[i]) sum += network.pieces().row(piece);
      sum *= 1.0f / std::sqrt(static_cast<float>(sample->pieces[i].size()));
    }
  }
  if (random != nullptr) {
    Mask(kEmbeddingDropout, 2 * kEmbedding, random, &embedded_mask_);
    embedded_.array() *= embedded_mask_.array();
  }
  Matrix projected = embedded_ * network[kInputWeights];
  projected.rowwise() += network[kInputBias].row(0);
  Swish(projected, &x_[0], &input_gate_);
  for (uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
    if (layer == kTagLayer) ChooseTags(network);
    mask_[layer].resize(0, 0);
    masked_[layer] = LayerInput(static_cast<int>(layer));
    if (random != nullptr) {
      Mask(kLayerDropout, kWidth, random, &mask_[layer]);
      masked_[layer].array() *= mask_[layer].array();
    }
    ForwardLayer(network, static_cast<int>(layer));
  }
}

void Worker::BackwardEmbeddings(const Network& network, std::span<const Sample* const> batch,
                                Matrix* gradient) {
  SwishBackward(x_[0], input_gate_, gradient);
  dense_[kInputWeights].noalias() += embedded_.transpose() * *gradient;
  dense_[kInputBias] += gradient->colwise().sum();
  Matrix dembedded = *gradient * network[kInputWeights].transpose();
  dembedded.array() *= embedded_mask_.array();
  uint32_t t = 0;
  for (const Sample* sample : batch) {
    for (uint32_t i = 0; i < sample->size(); ++i, ++t) {
      const uint32_t word = kept_words_[t];
      if (!word_touched_[word]) {
        word_touched_[word] = 1;
        touched_words_.push_back(word);
      }
      words_.row(word) += dembedded.row(t).head(kEmbedding);
      const float norm = 1.0f / std::sqrt(static_cast<float>(sample->pieces[i].size()));
      for (uint32_t piece : sample->pieces[i]) {
        if (!piece_touched_[piece]) {
          piece_touched_[piece] = 1;
          touched_pieces_.push_back(piece);
        }
        pieces_.row(piece) += dembedded.row(t).tail(kEmbedding) * norm;
      }
    }
  }
}

}  // namespace parallax::language::training
