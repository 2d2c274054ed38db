#include "server/language/training/vectors.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "server/language/internal/sigmoid.h"

namespace parallax::language::training {
namespace {

using internal::kEmbedding;

constexpr int kEpochs = 5;
constexpr uint32_t kWindow = 4;
constexpr int kNegatives = 5;
constexpr float kRate = 0.04f;
constexpr double kSample = 1e-3;  // words more frequent than this share are thinned out

}  // namespace

Matrix LearnVectors(const std::vector<std::vector<uint32_t>>& sentences, uint32_t rows, float size,
                    uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<double> counts(rows, 0);
  double total = 0;
  for (const std::vector<uint32_t>& sentence : sentences) {
    for (uint32_t row : sentence) {
      counts[row] += 1;
      total += 1;
    }
  }
  // Negatives are drawn from a table in which each row stands in proportion to count^0.75.
  std::vector<uint32_t> negatives;
  double power = 0;
  for (double count : counts) power += std::pow(count, 0.75);
  for (uint32_t row = 0; row < rows; ++row) {
    const double share = std::pow(counts[row], 0.75) / power * (1 << 21);
    negatives.insert(negatives.end(), static_cast<size_t>(share + 0.5), row);
  }
  const auto unit = [&] { return static_cast<double>(random()) / 4294967296.0; };
  Matrix vectors(rows, kEmbedding);
  Matrix contexts = Matrix::Zero(rows, kEmbedding);
  for (Eigen::Index i = 0; i < vectors.size(); ++i) {
    vectors.data()[i] = static_cast<float>((unit() - 0.5) / kEmbedding);
  }
  Eigen::Matrix<float, 1, Eigen::Dynamic> change(kEmbedding);
  std::vector<uint32_t> kept;
  double seen = 0;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    for (const std::vector<uint32_t>& sentence : sentences) {
      kept.clear();
      for (uint32_t row : sentence) {
        const double share = counts[row] / total;
        if (share <= kSample || unit() < std::sqrt(kSample / share)) kept.push_back(row);
      }
      seen += static_cast<double>(sentence.size());
      const float rate = kRate * static_cast<float>(std::max(0.02, 1.0 - seen / (total * kEpochs)));
      for (size_t i = 0; i < kept.size(); ++i) {
        const size_t window = 1 + random() % kWindow;
        const size_t end = std::min(kept.size(), i + window + 1);
        for (size_t j = i > window ? i - window : 0; j < end; ++j) {
          if (j == i) continue;
          auto vector = vectors.row(kept[i]);
          change.setZero();
          for (int n = 0; n <= kNegatives; ++n) {
            const uint32_t target = n == 0 ? kept[j] : negatives[random() % negatives.size()];
            if (n > 0 && target == kept[j]) continue;
            auto context = contexts.row(target);
            const float step =
                rate * ((n == 0 ? 1.0f : 0.0f) - internal::Sigmoid(vector.dot(context)));
            change += step * context;
            context += step * vector;
          }
          vector += change;
        }
      }
    }
  }
  const float scale = size / std::sqrt(vectors.squaredNorm() / static_cast<float>(vectors.size()));
  return vectors * scale;
}

}  // namespace parallax::language::training
