#include "server/language/training/network.h"

#include <algorithm>
#include <cmath>
#include <istream>
#include <ostream>
#include <unordered_map>

#include "server/language/internal/neural_model.h"
#include "server/language/internal/sigmoid.h"

namespace parallax::language::training {
namespace {

using internal::kArcSize;
using internal::kEmbedding;
using internal::kEncoderLayers;
using internal::kGateColumns;
using internal::kHidden;
using internal::kLabelSize;
using internal::kWidth;
using internal::Sigmoid;

constexpr float kEmbeddingDropout = 0.3f;
constexpr float kLayerDropout = 0.33f;
constexpr float kOutputDropout = 0.35f;
constexpr int kSilverOffset = kSilverTagWeights - kTagWeights;
constexpr float kClip = 5.0f;

void Uniform(Matrix* matrix, Eigen::Index rows, Eigen::Index columns, float bound,
             std::mt19937* random) {
  matrix->resize(rows, columns);
  for (Eigen::Index i = 0; i < matrix->size(); ++i) {
    matrix->data()[i] = bound * (static_cast<float>((*random)()) * (2.0f / 4294967296.0f) - 1.0f);
  }
}

float Unit(std::mt19937* random) {
  return static_cast<float>((*random)()) * (1.0f / 4294967296.0f);
}

// y = x * sigmoid(x), keeping the sigmoid for the way back.
void Swish(const Matrix& x, Matrix* y, Matrix* gate) {
  y->resize(x.rows(), x.cols());
  gate->resize(x.rows(), x.cols());
  const float* in = x.data();
  float* out = y->data();
  float* g = gate->data();
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    g[i] = Sigmoid(in[i]);
    out[i] = in[i] * g[i];
  }
}

// gradient *= d swish / dx, which is g + y (1 - g).
void SwishBackward(const Matrix& y, const Matrix& gate, Matrix* gradient) {
  const float* a = y.data();
  const float* g = gate.data();
  float* d = gradient->data();
  for (Eigen::Index i = 0; i < y.size(); ++i) d[i] *= g[i] + a[i] * (1.0f - g[i]);
}

// Replaces logits by the gradient of the summed cross-entropy times `scale`; returns the loss.
double Softmax(std::span<const uint8_t> gold, float scale, Matrix* logits, uint32_t* right) {
  double loss = 0;
  for (Eigen::Index i = 0; i < logits->rows(); ++i) {
    auto row = logits->row(i);
    const uint8_t label = gold[i];
    if (label == kNoLabel) {
      row.setZero();
      continue;
    }
    Eigen::Index best = 0;
    const float most = row.maxCoeff(&best);
    *right += best == label;
    row = (row.array() - most).exp();
    const float sum = row.sum();
    loss -= std::log(std::max(row(label) / sum, 1e-20f));
    row *= scale / sum;
    row(label) -= scale;
  }
  return loss;
}

}  // namespace

Network::Network(const Sizes& sizes, uint32_t seed) : dense_(kParameters) {
  std::mt19937 random(seed);
  const auto glorot = [&](int id, uint32_t rows, uint32_t columns) {
    Uniform(&dense_[id], rows, columns, std::sqrt(6.0f / static_cast<float>(rows + columns)),
            &random);
  };
  const auto zero = [&](int id, uint32_t columns) { dense_[id] = Matrix::Zero(1, columns); };
  glorot(kInputWeights, 2 * kEmbedding, kWidth);
  zero(kInputBias, kWidth);
  for (uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
    Uniform(&dense_[kLayerWeights0 + layer], kWidth, 2 * kGateColumns,
            std::sqrt(3.0f / static_cast<float>(kWidth)), &random);
    Uniform(&dense_[kGates0 + layer], 4, kWidth, 0.1f, &random);
    dense_[kGates0 + layer].bottomRows(2).setZero();
  }
  Uniform(&dense_[kTagEmbedding], sizes.tags, kWidth, 0.1f, &random);
  glorot(kEntityWeights, kWidth, internal::kEntityLabels);
  zero(kEntityBias, internal::kEntityLabels);
  for (int offset : {0, kSilverOffset}) {
    const uint32_t tags = offset == 0 ? sizes.tags : sizes.silver_tags;
    const uint32_t relations = offset == 0 ? sizes.relations : sizes.silver_relations;
    glorot(kTagWeights + offset, kWidth, tags);
    zero(kTagBias + offset, tags);
    glorot(kArcWeights + offset, kWidth, 2 * kArcSize);
    zero(kArcBias + offset, 2 * kArcSize);
    Uniform(&dense_[kArcRoot + offset], 1, kArcSize, 0.1f, &random);
    zero(kArcPrior + offset, kArcSize);
    zero(kArcDistances + offset, internal::kDistanceBuckets);
    glorot(kLabelWeights + offset, kWidth, 2 * kLabelSize);
    zero(kLabelBias + offset, kLabelSize);
    Uniform(&dense_[kLabelRoot + offset], 1, kLabelSize, 0.1f, &random);
    glorot(kRelationWeights + offset, kLabelSize, relations);
    zero(kRelationBias + offset, relations);
  }
  Uniform(&words_, internal::kWordRows, kEmbedding, 0.15f, &random);
  Uniform(&pieces_, internal::kPieceRows, kEmbedding, 0.15f, &random);
}

void Network::Save(const std::vector<uint32_t>& row_hashes, std::ostream* out) const {
  const auto save = [&](const void* bytes, size_t size) {
    out->write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  };
  const uint32_t rows = static_cast<uint32_t>(row_hashes.size());
  save(&rows, sizeof(rows));
  save(row_hashes.data(), row_hashes.size() * sizeof(uint32_t));
  for (const Matrix& m : dense_) save(m.data(), m.size() * sizeof(float));
  save(words_.data(), words_.size() * sizeof(float));
  save(pieces_.data(), pieces_.size() * sizeof(float));
}

bool Network::Load(const std::vector<uint32_t>& row_hashes, std::istream* in) {
  const auto load = [&](void* bytes, size_t size) {
    in->read(static_cast<char*>(bytes), static_cast<std::streamsize>(size));
  };
  uint32_t rows = 0;
  load(&rows, sizeof(rows));
  if (!in->good() || rows >= internal::kWordRows) return false;
  std::vector<uint32_t> saved(rows);
  load(saved.data(), saved.size() * sizeof(uint32_t));
  for (Matrix& m : dense_) load(m.data(), m.size() * sizeof(float));
  Matrix words = words_;
  load(words.data(), words.size() * sizeof(float));
  load(pieces_.data(), pieces_.size() * sizeof(float));
  if (!in->good()) return false;
  std::unordered_map<uint32_t, uint32_t> places;
  for (uint32_t i = 0; i < rows; ++i) places.emplace(saved[i], i + 1);
  words_.row(0) = words.row(0);
  for (uint32_t i = 0; i < row_hashes.size(); ++i) {
    const auto place = places.find(row_hashes[i]);
    if (place != places.end()) words_.row(i + 1) = words.row(place->second);
  }
  return true;
}

void Network::Average(const Network& other) {
  for (size_t i = 0; i < dense_.size(); ++i) dense_[i] = 0.5f * (dense_[i] + other.dense_[i]);
  words_ = 0.5f * (words_ + other.words_);
  pieces_ = 0.5f * (pieces_ + other.pieces_);
}

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

Losses Worker::Train(const Network& network, std::span<const Sample* const> batch,
                     uint32_t batch_words, std::mt19937* random) {
  Forward(network, batch, random);
  const int offset = batch[0]->silver ? kSilverOffset : 0;
  const float scale = 1.0f / static_cast<float>(batch_words);
  Losses losses;
  losses.words = rows_;
  std::vector<uint8_t> tags;
  std::vector<uint8_t> relations;
  std::vector<uint8_t> entities;
  for (const Sample* sample : batch) {
    tags.insert(tags.end(), sample->tags.begin(), sample->tags.end());
    relations.insert(relations.end(), sample->relations.begin(), sample->relations.end());
    entities.insert(entities.end(), sample->entities.begin(), sample->entities.end());
  }
  uint32_t right = 0;
  Matrix mask;

  // Outputs over the third layer.
  Mask(kOutputDropout, kWidth, random, &mask);
  const Matrix top = x_[3].cwiseProduct(mask);
  Matrix dtop;
  {
    Matrix logits = top * network[kEntityWeights];
    logits.rowwise() += network[kEntityBias].row(0);
    losses.entities = Softmax(entities, scale, &logits, &right);
    dense_[kEntityWeights].noalias() += top.transpose() * logits;
    dense_[kEntityBias] += logits.colwise().sum();
    dtop = logits * network[kEntityWeights].transpose();
  }
  {
    Matrix pre = top * network[kArcWeights + offset];
    pre.rowwise() += network[kArcBias + offset].row(0);
    Matrix sides;
    Matrix gate;
    Swish(pre, &sides, &gate);
    Matrix dsides(rows_, 2 * kArcSize);
    const float norm = 1.0f / std::sqrt(static_cast<float>(kArcSize));
    for (size_t s = 0; s < batch.size(); ++s) {
      const uint32_t n = batch[s]->size();
      const uint32_t at = begins_[s];
      Matrix heads(n + 1, kArcSize);
      heads.row(0) = network[kArcRoot + offset].row(0);
      heads.bottomRows(n) = sides.block(at, kArcSize, n, kArcSize);
      Matrix dependents = sides.block(at, 0, n, kArcSize);
      dependents.rowwise() += network[kArcPrior + offset].row(0);
      Matrix score = dependents * heads.transpose() * norm;
      const Matrix& distances = network[kArcDistances + offset];
      for (uint32_t i = 0; i < n; ++i) {
        score(i, 0) += distances(0, 0);
        for (uint32_t j = 0; j < n; ++j) {
          score(i, j + 1) += distances(
              0, internal::DistanceBucket(static_cast<int32_t>(j) - static_cast<int32_t>(i)));
        }
        score(i, i + 1) = -1e9f;
        auto row = score.row(i);
        const uint32_t gold = batch[s]->heads[i];
        row = (row.array() - row.maxCoeff()).exp();
        const float sum = row.sum();
        losses.arcs -= std::log(std::max(row(gold) / sum, 1e-20f));
        row *= scale / sum;
        row(gold) -= scale;
        Matrix& ddistances = dense_[kArcDistances + offset];
        ddistances(0, 0) += row(0);
        for (uint32_t j = 0; j < n; ++j) {
          if (j == i) continue;
          ddistances(0, internal::DistanceBucket(static_cast<int32_t>(j) -
                                                 static_cast<int32_t>(i))) += row(j + 1);
        }
      }
      const Matrix ddependents = score * heads * norm;
      const Matrix dheads = score.transpose() * dependents * norm;
      dense_[kArcPrior + offset] += ddependents.colwise().sum();
      dense_[kArcRoot + offset] += dheads.row(0);
      dsides.block(at, 0, n, kArcSize) = ddependents;
      dsides.block(at, kArcSize, n, kArcSize) = dheads.bottomRows(n);
    }
    SwishBackward(sides, gate, &dsides);
    dense_[kArcWeights + offset].noalias() += top.transpose() * dsides;
    dense_[kArcBias + offset] += dsides.colwise().sum();
    dtop.noalias() += dsides * network[kArcWeights + offset].transpose();
  }
  {
    const Matrix sides = top * network[kLabelWeights + offset];
    Matrix pre(rows_, kLabelSize);
    const auto head_row = [&](size_t s, uint32_t i) { return begins_[s] + batch[s]->heads[i] - 1; };
    for (size_t s = 0; s < batch.size(); ++s) {
      for (uint32_t i = 0; i < batch[s]->size(); ++i) {
        auto row = pre.row(begins_[s] + i);
        row = sides.row(begins_[s] + i).head(kLabelSize) + network[kLabelBias + offset].row(0);
        if (batch[s]->heads[i] == 0) {
          row += network[kLabelRoot + offset].row(0);
        } else {
          row += sides.row(head_row(s, i)).tail(kLabelSize);
        }
      }
    }
    Matrix hidden;
    Matrix gate;
    Swish(pre, &hidden, &gate);
    Matrix logits = hidden * network[kRelationWeights + offset];
    logits.rowwise() += network[kRelationBias + offset].row(0);
    losses.labels = Softmax(relations, scale, &logits, &right);
    dense_[kRelationWeights + offset].noalias() += hidden.transpose() * logits;
    dense_[kRelationBias + offset] += logits.colwise().sum();
    Matrix dpre = logits * network[kRelationWeights + offset].transpose();
    SwishBackward(hidden, gate, &dpre);
    dense_[kLabelBias + offset] += dpre.colwise().sum();
    Matrix dsides = Matrix::Zero(rows_, 2 * kLabelSize);
    for (size_t s = 0; s < batch.size(); ++s) {
      for (uint32_t i = 0; i < batch[s]->size(); ++i) {
        const auto row = dpre.row(begins_[s] + i);
        dsides.row(begins_[s] + i).head(kLabelSize) += row;
        if (batch[s]->heads[i] == 0) {
          dense_[kLabelRoot + offset] += row;
        } else {
          dsides.row(head_row(s, i)).tail(kLabelSize) += row;
        }
      }
    }
    dense_[kLabelWeights + offset].noalias() += top.transpose() * dsides;
    dtop.noalias() += dsides * network[kLabelWeights + offset].transpose();
  }
  dtop.array() *= mask.array();
  BackwardLayer(network, kTagLayer, &dtop);
  for (uint32_t t = 0; t < rows_; ++t) {
    dense_[kTagEmbedding].row(chosen_tags_[t]) += dtop.row(t);
  }

  // Tags over the second layer.
  {
    Mask(kOutputDropout, kWidth, random, &mask);
    const Matrix middle = x_[2].cwiseProduct(mask);
    Matrix logits = middle * network[kTagWeights + offset];
    logits.rowwise() += network[kTagBias + offset].row(0);
    losses.tags = Softmax(tags, scale, &logits, &right);
    dense_[kTagWeights + offset].noalias() += middle.transpose() * logits;
    dense_[kTagBias + offset] += logits.colwise().sum();
    const Matrix dmiddle = logits * network[kTagWeights + offset].transpose();
    dtop.array() += dmiddle.array() * mask.array();
  }
  BackwardLayer(network, 1, &dtop);
  BackwardLayer(network, 0, &dtop);

  SwishBackward(x_[0], input_gate_, &dtop);
  dense_[kInputWeights].noalias() += embedded_.transpose() * dtop;
  dense_[kInputBias] += dtop.colwise().sum();
  Matrix dembedded = dtop * network[kInputWeights].transpose();
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
  return losses;
}

Scores Worker::Evaluate(const Network& network, std::span<const Sample* const> batch) {
  Forward(network, batch, nullptr);
  Scores scores;
  scores.words = rows_;
  Matrix tags = x_[2] * network[kTagWeights];
  tags.rowwise() += network[kTagBias].row(0);
  Matrix pre = x_[3] * network[kArcWeights];
  pre.rowwise() += network[kArcBias].row(0);
  Matrix sides;
  Matrix gate;
  Swish(pre, &sides, &gate);
  const Matrix label_sides = x_[3] * network[kLabelWeights];
  const float norm = 1.0f / std::sqrt(static_cast<float>(kArcSize));
  for (size_t s = 0; s < batch.size(); ++s) {
    const uint32_t n = batch[s]->size();
    const uint32_t at = begins_[s];
    Matrix heads(n + 1, kArcSize);
    heads.row(0) = network[kArcRoot].row(0);
    heads.bottomRows(n) = sides.block(at, kArcSize, n, kArcSize);
    Matrix dependents = sides.block(at, 0, n, kArcSize);
    dependents.rowwise() += network[kArcPrior].row(0);
    Matrix score = dependents * heads.transpose() * norm;
    Matrix labels(n, kLabelSize);
    std::vector<Eigen::Index> chosen(n);
    for (uint32_t i = 0; i < n; ++i) {
      Eigen::Index best = 0;
      tags.row(at + i).maxCoeff(&best);
      scores.tags += best == batch[s]->tags[i];
      score(i, 0) += network[kArcDistances](0, 0);
      for (uint32_t j = 0; j < n; ++j) {
        score(i, j + 1) += network[kArcDistances](
            0, internal::DistanceBucket(static_cast<int32_t>(j) - static_cast<int32_t>(i)));
      }
      score(i, i + 1) = -1e9f;
      score.row(i).maxCoeff(&chosen[i]);
      labels.row(i) = label_sides.row(at + i).head(kLabelSize) + network[kLabelBias].row(0);
      if (chosen[i] == 0) {
        labels.row(i) += network[kLabelRoot].row(0);
      } else {
        labels.row(i) += label_sides.row(at + chosen[i] - 1).tail(kLabelSize);
      }
    }
    Matrix hidden;
    Swish(labels, &hidden, &gate);
    Matrix logits = hidden * network[kRelationWeights];
    logits.rowwise() += network[kRelationBias].row(0);
    for (uint32_t i = 0; i < n; ++i) {
      if (chosen[i] != static_cast<Eigen::Index>(batch[s]->heads[i])) continue;
      ++scores.heads;
      Eigen::Index best = 0;
      logits.row(i).maxCoeff(&best);
      scores.labelled += best == batch[s]->relations[i];
    }
  }
  return scores;
}

Adam::Adam(const Network& network) {
  for (int i = 0; i < kParameters; ++i) {
    first_.push_back(Matrix::Zero(network[i].rows(), network[i].cols()));
  }
  second_ = first_;
  word_first_ = Matrix::Zero(network.words().rows(), network.words().cols());
  word_second_ = word_first_;
  piece_first_ = Matrix::Zero(network.pieces().rows(), network.pieces().cols());
  piece_second_ = piece_first_;
}

void Adam::Step(float rate, std::span<Worker> workers, Network* network) {
  constexpr float kFirst = 0.9f;
  constexpr float kSecond = 0.98f;
  constexpr float kEpsilon = 1e-8f;
  ++step_;
  Worker& sum = workers[0];
  for (Worker& other : workers.subspan(1)) {
    for (int i = 0; i < kParameters; ++i) sum.dense_[i] += other.dense_[i];
    for (uint32_t row : other.touched_words_) {
      if (!sum.word_touched_[row]) {
        sum.word_touched_[row] = 1;
        sum.touched_words_.push_back(row);
      }
      sum.words_.row(row) += other.words_.row(row);
    }
    for (uint32_t row : other.touched_pieces_) {
      if (!sum.piece_touched_[row]) {
        sum.piece_touched_[row] = 1;
        sum.touched_pieces_.push_back(row);
      }
      sum.pieces_.row(row) += other.pieces_.row(row);
    }
  }
  double squares = 0;
  for (const Matrix& m : sum.dense_) squares += m.squaredNorm();
  const float norm = static_cast<float>(std::sqrt(squares));
  const float clip = norm > kClip ? kClip / norm : 1.0f;
  const double power = static_cast<double>(step_);
  const float corrected = rate * static_cast<float>(std::sqrt(1.0 - std::pow(kSecond, power)) /
                                                    (1.0 - std::pow(kFirst, power)));
  const auto update = [&](float* value, const float* gradient, float* m, float* v,
                          Eigen::Index size) {
    for (Eigen::Index i = 0; i < size; ++i) {
      const float g = gradient[i] * clip;
      m[i] = kFirst * m[i] + (1.0f - kFirst) * g;
      v[i] = kSecond * v[i] + (1.0f - kSecond) * g * g;
      value[i] -= corrected * m[i] / (std::sqrt(v[i]) + kEpsilon);
    }
  };
  for (int i = 0; i < kParameters; ++i) {
    Matrix& value = network->dense_[i];
    // Outputs that this batch did not train keep still.
    if (sum.dense_[i].isZero(0)) continue;
    update(value.data(), sum.dense_[i].data(), first_[i].data(), second_[i].data(), value.size());
  }
  const auto update_row = [&](uint32_t row, const Matrix& gradient, Matrix* value, Matrix* m,
                              Matrix* v) {
    const size_t at = size_t{row} * kEmbedding;
    update(value->data() + at, gradient.data() + at, m->data() + at, v->data() + at, kEmbedding);
  };
  for (uint32_t row : sum.touched_words_) {
    update_row(row, sum.words_, &network->words_, &word_first_, &word_second_);
  }
  for (uint32_t row : sum.touched_pieces_) {
    update_row(row, sum.pieces_, &network->pieces_, &piece_first_, &piece_second_);
  }
  for (Worker& worker : workers) worker.ClearGradients();
}

}  // namespace parallax::language::training
