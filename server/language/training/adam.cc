// Follows: Kingma & Ba 2015; embeddings move only where a batch touched them.
#include <cmath>

#include "server/language/training/network.h"

namespace parallax::language::training {
namespace {

using internal::kEmbedding;

constexpr float kClip = 5.0f;  // largest norm of the dense gradients

}  // namespace

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
