#include "server/language/training/activations.h"

#include <algorithm>
#include <cmath>

#include "server/language/internal/neural_model.h"
#include "server/language/internal/sigmoid.h"

namespace parallax::language::training {

using internal::Sigmoid;

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

void SwishBackward(const Matrix& y, const Matrix& gate, Matrix* gradient) {
  const float* a = y.data();
  const float* g = gate.data();
  float* d = gradient->data();
  for (Eigen::Index i = 0; i < y.size(); ++i)
    d[i] *= g[i] + a[i] * (1.0f - g[i]);  // (x g)' = g + x g (1 - g)
}

double Softmax(std::span<const uint8_t> gold, float scale, Matrix* logits) {
  double loss = 0;
  for (Eigen::Index i = 0; i < logits->rows(); ++i) {
    auto row = logits->row(i);
    const uint8_t label = gold[i];
    if (label == kNoLabel) {
      row.setZero();
      continue;
    }
    row = (row.array() - row.maxCoeff()).exp();
    row /= row.sum();
    if (label == kAnyButName) {
      float any = 0.0f;
      for (Eigen::Index j = 0; j < row.size(); ++j) {
        if (!internal::IsNameLabel(static_cast<uint32_t>(j))) any += row(j);
      }
      any = std::max(any, 1e-20f);
      loss -= std::log(any);
      for (Eigen::Index j = 0; j < row.size(); ++j) {
        if (!internal::IsNameLabel(static_cast<uint32_t>(j))) row(j) -= row(j) / any;
      }
    } else {
      loss -= std::log(std::max(row(label), 1e-20f));
      row(label) -= 1.0f;
    }
    row *= scale;
  }
  return loss;
}

}  // namespace parallax::language::training
