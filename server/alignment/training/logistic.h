// Logistic regression by Newton's method.
#ifndef PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_
#define PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_

#include "Eigen/Dense"

namespace parallax::alignment {

// Weights, of the features as they are, that maximise the likelihood less `ridge` / 2 times their
// squares (counted on features of unit variance; the first feature, the bias, goes free).
// REQUIRES: a row of `features` for each label (0 or 1).
inline Eigen::VectorXd FitLogistic(const Eigen::MatrixXd& features, const Eigen::VectorXd& labels,
                                   double ridge) {
  const Eigen::Index count = features.cols();
  Eigen::VectorXd scale =
      (features.rowwise() - features.colwise().mean()).colwise().squaredNorm() / features.rows();
  scale = scale.array().sqrt().max(1e-6);
  scale[0] = 1;
  const Eigen::MatrixXd x = features * scale.cwiseInverse().asDiagonal();
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(count, ridge);
  penalty[0] = 1e-9;
  Eigen::VectorXd weights = Eigen::VectorXd::Zero(count);
  for (int step = 0; step < 30; ++step) {
    const Eigen::VectorXd p = (1 + (-(x * weights).array()).exp()).inverse();
    const Eigen::VectorXd gradient = x.transpose() * (labels - p) - penalty.cwiseProduct(weights);
    const Eigen::VectorXd curvature = p.array() * (1 - p.array());
    Eigen::MatrixXd hessian = x.transpose() * curvature.asDiagonal() * x;
    hessian.diagonal() += penalty;
    const Eigen::VectorXd change = hessian.ldlt().solve(gradient);
    weights += change;
    if (change.norm() < 1e-8) break;
  }
  return weights.cwiseQuotient(scale);
}

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_
