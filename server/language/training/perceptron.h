// An averaged multiclass perceptron over hashed features that come without limit.
//
// Follows: Collins 2002. Thread safety: none; one thread trains one perceptron.
#ifndef PARALLAX_SERVER_LANGUAGE_TRAINING_PERCEPTRON_H_
#define PARALLAX_SERVER_LANGUAGE_TRAINING_PERCEPTRON_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/language/internal/linear_scorer.h"

namespace parallax::language::training {

class Perceptron {
 public:
  explicit Perceptron(uint32_t classes);

  // Replaces the first `classes` of `scores`.
  void Score(const internal::FeatureList& features, std::span<float> scores) const;
  void Update(const internal::FeatureList& features, uint32_t good, uint32_t bad);
  // Counts one decision for the average.
  void Tick() { ++time_; }
  // Scores with averaged weights from here on; no updates after it.
  void Average();
  // The section that internal::LinearScorer reads: at most `max_entries` weights, the largest.
  // REQUIRES: Average() was called.
  std::string Export(size_t max_entries) const;

 private:
  struct Weight {
    uint32_t label;
    float value;
    double total;  // of value over time, up to `since`
    uint64_t since;
  };
  struct Slot {
    uint64_t hash = 0;
    uint32_t row = 0;  // index + 1 into rows_, 0 for an empty slot
  };
  const std::vector<Weight>* Find(uint64_t hash) const;
  std::vector<Weight>& FindOrAdd(uint64_t hash);
  void Add(std::vector<Weight>* row, uint32_t label, float delta);

  uint32_t classes_;
  uint64_t time_ = 1;
  std::vector<Slot> slots_;
  std::vector<std::vector<Weight>> rows_;
};

}  // namespace parallax::language::training

#endif  // PARALLAX_SERVER_LANGUAGE_TRAINING_PERCEPTRON_H_
