// Logistic regression by Newton's method.
#ifndef PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_
#define PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_

#include "Eigen/Dense"

namespace parallax::alignment {

// Weights that maximise the likelihood less `penalty` / 2 times their squares, weight by weight.
// REQUIRES: a row of `features` for each label (0 or 1), a column for each penalty.
inline Eigen::VectorXd FitPenalised(const Eigen::MatrixXd& features, const Eigen::VectorXd& labels,
                                    const Eigen::VectorXd& penalty) {
  Eigen::VectorXd weights = Eigen::VectorXd::Zero(features.cols());
  for (int step = 0; step < 30; ++step) {
    const Eigen::VectorXd p = (1 + (-(features * weights).array()).exp()).inverse();
    const Eigen::VectorXd gradient =
        features.transpose() * (labels - p) - penalty.cwiseProduct(weights);
    const Eigen::VectorXd curvature = p.array() * (1 - p.array());
    Eigen::MatrixXd hessian = features.transpose() * curvature.asDiagonal() * features;
    hessian.diagonal() += penalty;
    const Eigen::VectorXd change = hessian.ldlt().solve(gradient);
    weights += change;
    if (change.norm() < 1e-8) break;
  }
  return weights;
}

// The same with one `ridge` for all, counted on features of unit variance; the first feature, the
// bias, goes free. The weights are of the features as they are.
inline Eigen::VectorXd FitLogistic(const Eigen::MatrixXd& features, const Eigen::VectorXd& labels,
                                   double ridge) {
  Eigen::VectorXd scale =
      (features.rowwise() - features.colwise().mean()).colwise().squaredNorm() / features.rows();
  scale = scale.array().sqrt().max(1e-6);
  scale[0] = 1;
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(features.cols(), ridge);
  penalty[0] = 1e-9;
  const Eigen::MatrixXd x = features * scale.cwiseInverse().asDiagonal();
  return FitPenalised(x, labels, penalty).cwiseQuotient(scale);
}

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_TRAINING_LOGISTIC_H_
