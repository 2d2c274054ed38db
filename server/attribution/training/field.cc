#include <algorithm>
#include <cmath>
#include <random>

#include "server/attribution/internal/sequence_model.h"
#include "server/attribution/training/learners.h"

namespace parallax::attribution::internal {
namespace {

class Field {
 public:
  explicit Field(const Size& size)
      : size_(size),
        weights_{std::vector<float>(size_t{size.node_rows} * size.labels),
                 std::vector<float>(size_t{size.edge_rows} * size.labels * size.labels)},
        node_trace_(weights_.node.size()),
        edge_trace_(weights_.edge.size()) {}

  void set_averaging(bool averaging) { averaging_ = averaging; }

  void Learn(const Example& example, const FieldOptions& options, std::mt19937* random) {
    if (averaging_) ++steps_;
    const size_t size = example.positions.size();
    const int labels = size_.labels;
    const auto keep = static_cast<uint32_t>((1 - options.dropout) * 4294967295.0);
    kept_.Clear();
    for (size_t i = 0; i < size; ++i) {
      const auto thin = [&](std::span<const uint32_t> from, FeatureLists* to) {
        for (uint32_t feature : from) {
          if ((*random)() <= keep) to->Append({&feature, 1});
        }
        to->Close();
      };
      thin(example.positions.node[i], &kept_.node);
      thin(example.positions.edge[i], &kept_.edge);
    }
    const Scores scores = ScoresOf(kept_, weights_, size_, 1 / (1 - options.dropout));
    // Forward and backward sums, in logarithms.
    constexpr float kNever = -1e30f;
    std::vector<float> forward(size * labels, kNever), backward(size * labels, kNever);
    const auto allowed = [&](size_t i, int label) { return example.allowed[i] >> label & 1; };
    const auto sum = [](const float* terms, int count) {
      const float most = *std::max_element(terms, terms + count);
      if (most <= kNever) return kNever;
      float total = 0;
      for (int t = 0; t < count; ++t) total += std::exp(terms[t] - most);
      return most + std::log(total);
    };
    float terms[8];
    for (size_t i = 0; i < size; ++i) {
      for (int label = 0; label < labels; ++label) {
        if (!allowed(i, label)) continue;
        const float node = scores.node[i * labels + label];
        if (i == 0) {
          if (MayFollow(kOutside, label)) forward[label] = node;
          continue;
        }
        for (int before = 0; before < labels; ++before) {
          const float so_far = forward[(i - 1) * labels + before];
          terms[before] = so_far <= kNever || !MayFollow(before, label)
                              ? kNever
                              : so_far + scores.edge[(i * labels + before) * labels + label];
        }
        const float reached = sum(terms, labels);
        if (reached > kNever) forward[i * labels + label] = reached + node;
      }
    }
    for (size_t i = size; i-- > 0;) {
      for (int label = 0; label < labels; ++label) {
        if (i + 1 == size) {
          backward[i * labels + label] = 0;
          continue;
        }
        for (int after = 0; after < labels; ++after) {
          const float rest = backward[(i + 1) * labels + after];
          terms[after] = rest <= kNever || !MayFollow(label, after) || !allowed(i + 1, after)
                             ? kNever
                             : rest + scores.edge[((i + 1) * labels + label) * labels + after] +
                                   scores.node[(i + 1) * labels + after];
        }
        backward[i * labels + label] = sum(terms, labels);
      }
    }
    const float all = sum(&forward[(size - 1) * labels], labels);
    const double time = averaging_ ? static_cast<double>(steps_ - 1) : 0;
    std::vector<float> slopes(labels * labels);
    for (size_t i = 0; i < size; ++i) {
      bool any = false;
      for (int label = 0; label < labels; ++label) {
        const float at = forward[i * labels + label] + backward[i * labels + label] - all;
        const float p = at < -30 ? 0 : std::exp(at);
        slopes[label] = p - (label == example.labels[i] ? 1 : 0);
        any = any || std::abs(slopes[label]) > 1e-3f;
      }
      if (any) {
        for (uint32_t feature : kept_.node[i]) {
          const size_t row = size_t{feature & (size_.node_rows - 1)} * labels;
          for (int label = 0; label < labels; ++label) {
            if (std::abs(slopes[label]) > 1e-4f) {
              Step(&weights_.node, &node_trace_, row + label, slopes[label], options.rate, time);
            }
          }
        }
      }
      if (i == 0) continue;
      any = false;
      for (int before = 0; before < labels; ++before) {
        for (int label = 0; label < labels; ++label) {
          const int pair = before * labels + label;
          float at = forward[(i - 1) * labels + before] + backward[i * labels + label] - all +
                     scores.node[i * labels + label] + scores.edge[i * labels * labels + pair];
          if (!MayFollow(before, label) || !allowed(i, label)) at = kNever;
          const float p = at < -30 ? 0 : std::exp(std::min(at, 0.0f));
          const bool right = before == example.labels[i - 1] && label == example.labels[i];
          slopes[pair] = p - (right ? 1 : 0);
          any = any || std::abs(slopes[pair]) > 1e-3f;
        }
      }
      if (!any) continue;
      for (uint32_t feature : kept_.edge[i]) {
        const size_t row = size_t{feature & (size_.edge_rows - 1)} * labels * labels;
        for (int pair = 0; pair < labels * labels; ++pair) {
          if (std::abs(slopes[pair]) > 1e-4f) {
            Step(&weights_.edge, &edge_trace_, row + pair, slopes[pair], options.rate, time);
          }
        }
      }
    }
  }

  Weights Averaged() const {
    return {Average(weights_.node, node_trace_), Average(weights_.edge, edge_trace_)};
  }

 private:
  // Of each weight the sum of squared slopes and, for the average, of its steps times time.
  struct Trace {
    explicit Trace(size_t size) : squares(size, 1e-4f), late(size, 0) {}
    std::vector<float> squares;
    std::vector<double> late;
  };
  static void Step(std::vector<float>* weights, Trace* trace, size_t i, float slope, float rate,
                   double time) {
    trace->squares[i] += slope * slope;
    const float by = rate * slope / std::sqrt(trace->squares[i]);
    (*weights)[i] -= by;
    trace->late[i] -= by * time;
  }
  std::vector<float> Average(const std::vector<float>& weights, const Trace& trace) const {
    std::vector<float> average = weights;
    for (size_t i = 0; i < weights.size() && steps_ > 0; ++i) {
      average[i] -= static_cast<float>(trace.late[i] / static_cast<double>(steps_));
    }
    return average;
  }

  const Size size_;
  Weights weights_;
  Trace node_trace_, edge_trace_;
  Positions kept_;  // the features of an example that were not dropped
  bool averaging_ = false;
  uint64_t steps_ = 0;  // that enter the average
};

}  // namespace

Weights TrainField(const std::vector<Example>& examples, const Size& size,
                   const FieldOptions& options) {
  Field field(size);
  std::mt19937 random(1);
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].held_out) order.push_back(i);
  }
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    for (size_t i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
    field.set_averaging(epoch >= options.averaged_from);
    for (uint32_t index : order) field.Learn(examples[index], options, &random);
  }
  Weights weights = field.Averaged();
  Report(examples, weights, size);
  return weights;
}

}  // namespace parallax::attribution::internal
