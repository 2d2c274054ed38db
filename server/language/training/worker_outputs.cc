// What the network says of the encoded words, in training: losses and their gradients.
#include <algorithm>
#include <cmath>

#include "server/language/internal/sigmoid.h"
#include "server/language/training/activations.h"
#include "server/language/training/network.h"

namespace parallax::language::training {
namespace {

using internal::kArcSize;
using internal::kFirstMark;
using internal::kHappened;
using internal::kLabelSize;
using internal::kReadingOutputs;
using internal::kWidth;

constexpr float kOutputDropout = 0.35f;
constexpr float kGoldNameShare = 2.5f;
constexpr float kSurest = 2.99f;
// Errors of judgements below this count by their square.
constexpr float kSmooth = 0.5f;
// Of an output of attribution beside a tag.
constexpr float kAttributionShare = 0.5f;

// One column of the samples of a batch, in a row.
std::vector<uint8_t> Gather(std::span<const Sample* const> batch,
                            std::vector<uint8_t> Sample::*column) {
  std::vector<uint8_t> all;
  for (const Sample* sample : batch) {
    all.insert(all.end(), (sample->*column).begin(), (sample->*column).end());
  }
  return all;
}

}  // namespace

void Worker::TrainEntities(const Network& network, std::span<const Sample* const> batch,
                           float scale, const Matrix& top, Matrix* dtop, Losses* losses) {
  Matrix logits = top * network[kEntityWeights];
  logits.rowwise() += network[kEntityBias].row(0);
  // Names by hand are few beside those by machine.
  const float share = batch[0]->silver ? 1.0f : kGoldNameShare;
  losses->entities = Softmax(Gather(batch, &Sample::entities), scale * share, &logits);
  dense_[kEntityWeights].noalias() += top.transpose() * logits;
  dense_[kEntityBias] += logits.colwise().sum();
  *dtop = logits * network[kEntityWeights].transpose();
}

void Worker::TrainArcs(const Network& network, std::span<const Sample* const> batch, int offset,
                       float scale, const Matrix& top, Matrix* dtop, Losses* losses) {
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
      losses->arcs -= std::log(std::max(row(gold) / sum, 1e-20f));
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
  dtop->noalias() += dsides * network[kArcWeights + offset].transpose();
}

void Worker::TrainLabels(const Network& network, std::span<const Sample* const> batch, int offset,
                         float scale, const Matrix& top, Matrix* dtop, Losses* losses) {
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
  losses->labels = Softmax(Gather(batch, &Sample::relations), scale, &logits);
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
  dtop->noalias() += dsides * network[kLabelWeights + offset].transpose();
}

void Worker::TrainReadings(const Network& network, std::span<const Sample* const> batch,
                           float scale, const Matrix& top, Matrix* dtop, Losses* losses) {
  Matrix pre = top * network[kReadingWeights];
  pre.rowwise() += network[kReadingBias].row(0);
  Matrix hidden;
  Matrix gate;
  Swish(pre, &hidden, &gate);
  Matrix outputs = hidden * network[kReadingOutputWeights];
  outputs.rowwise() += network[kReadingOutputBias].row(0);
  for (size_t s = 0; s < batch.size(); ++s) {
    const Sample& sample = *batch[s];
    for (uint32_t i = 0; i < sample.size(); ++i) {
      auto row = outputs.row(begins_[s] + i);
      const float weight = sample.happened.empty() ? 0.0f : sample.happened_weight[i];
      if (weight == 0.0f) {
        row(kHappened) = 0;
      } else {
        const float value = row(kHappened);
        const float gold = sample.happened[i];
        float error = value - gold;
        // The ends of the scale are ends: nothing is surer.
        if ((gold >= kSurest && value > kSurest) || (gold <= -kSurest && value < -kSurest))
          error = 0;
        losses->readings += weight * std::abs(error);
        row(kHappened) = weight * scale * std::clamp(error / kSmooth, -1.0f, 1.0f);
      }
      for (uint32_t mark = 0; mark < kMarkCount; ++mark) {
        const uint32_t k = kFirstMark + mark;
        if (sample.attribution.empty()) {
          row(k) = 0;
          continue;
        }
        const bool gold = (sample.attribution[i] >> mark & 1) != 0;
        const float p = internal::Sigmoid(row(k));
        losses->readings -= kAttributionShare * std::log(std::max(gold ? p : 1 - p, 1e-20f));
        row(k) = kAttributionShare * scale * (p - (gold ? 1.0f : 0.0f));
      }
    }
  }
  dense_[kReadingOutputWeights].noalias() += hidden.transpose() * outputs;
  dense_[kReadingOutputBias] += outputs.colwise().sum();
  Matrix dpre = outputs * network[kReadingOutputWeights].transpose();
  SwishBackward(hidden, gate, &dpre);
  dense_[kReadingWeights].noalias() += top.transpose() * dpre;
  dense_[kReadingBias] += dpre.colwise().sum();
  dtop->noalias() += dpre * network[kReadingWeights].transpose();
}

Matrix Worker::Readings(const Network& network, std::span<const Sample* const> batch) {
  Forward(network, batch, nullptr);
  Matrix pre = x_[3] * network[kReadingWeights];
  pre.rowwise() += network[kReadingBias].row(0);
  Matrix hidden;
  Matrix gate;
  Swish(pre, &hidden, &gate);
  Matrix outputs = hidden * network[kReadingOutputWeights];
  outputs.rowwise() += network[kReadingOutputBias].row(0);
  return outputs;
}

void Worker::TrainTags(const Network& network, std::span<const Sample* const> batch, int offset,
                       float scale, std::mt19937* random, Matrix* dtop, Losses* losses) {
  Matrix mask;
  Mask(kOutputDropout, kWidth, random, &mask);
  const Matrix middle = x_[2].cwiseProduct(mask);
  Matrix logits = middle * network[kTagWeights + offset];
  logits.rowwise() += network[kTagBias + offset].row(0);
  losses->tags = Softmax(Gather(batch, &Sample::tags), scale, &logits);
  dense_[kTagWeights + offset].noalias() += middle.transpose() * logits;
  dense_[kTagBias + offset] += logits.colwise().sum();
  const Matrix dmiddle = logits * network[kTagWeights + offset].transpose();
  dtop->array() += dmiddle.array() * mask.array();
}

Losses Worker::Train(const Network& network, std::span<const Sample* const> batch,
                     uint32_t batch_words, std::mt19937* random) {
  Forward(network, batch, random);
  const int offset = batch[0]->silver ? kSilverOffset : 0;
  const float scale = 1.0f / static_cast<float>(batch_words);
  Losses losses;
  losses.words = rows_;
  Matrix mask;
  Mask(kOutputDropout, kWidth, random, &mask);
  const Matrix top = x_[3].cwiseProduct(mask);
  Matrix gradient;
  TrainEntities(network, batch, scale, top, &gradient, &losses);
  TrainArcs(network, batch, offset, scale, top, &gradient, &losses);
  TrainLabels(network, batch, offset, scale, top, &gradient, &losses);
  TrainReadings(network, batch, scale, top, &gradient, &losses);
  gradient.array() *= mask.array();
  BackwardLayer(network, kTagLayer, &gradient);
  for (uint32_t t = 0; t < rows_; ++t) {
    dense_[kTagEmbedding].row(chosen_tags_[t]) += gradient.row(t);
  }
  TrainTags(network, batch, offset, scale, random, &gradient, &losses);
  BackwardLayer(network, 1, &gradient);
  BackwardLayer(network, 0, &gradient);
  BackwardEmbeddings(network, batch, &gradient);
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

}  // namespace parallax::language::training
