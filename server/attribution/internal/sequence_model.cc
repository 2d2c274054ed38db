#include "server/attribution/internal/sequence_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"

extern "C" {
extern const char parallax_attribution_model[], parallax_attribution_model_end[];
}

namespace parallax::attribution::internal {

namespace {

template <int labels>
std::vector<uint8_t> ViterbiOf(const Scores& scores, const std::vector<uint8_t>& allowed) {
  const float* const node = scores.node.data();
  const float* const edge = scores.edge.data();
  const size_t size = allowed.size();
  constexpr float kNever = -1e30f;
  std::vector<uint8_t> back(size * labels, 0);
  std::array<float, labels> best, last;
  for (size_t i = 0; i < size; ++i) {
    best.fill(kNever);
    for (int label = 0; label < labels; ++label) {
      if (!(allowed[i] >> label & 1)) continue;
      const float here = node[i * labels + label];
      if (i == 0) {
        if (MayFollow(kOutside, label)) best[label] = here;
        continue;
      }
      for (int previous = 0; previous < labels; ++previous) {
        if (last[previous] <= kNever || !MayFollow(previous, label)) continue;
        const float score = last[previous] + edge[(i * labels + previous) * labels + label] + here;
        if (score > best[label]) {
          best[label] = score;
          back[i * labels + label] = previous;
        }
      }
    }
    last = best;
  }
  std::vector<uint8_t> result(size, kOutside);
  if (size == 0) return result;
  size_t label = std::max_element(last.begin(), last.end()) - last.begin();
  for (size_t i = size; i-- > 0;) {
    result[i] = static_cast<uint8_t>(label);
    label = back[i * labels + label];
  }
  return result;
}

}  // namespace

std::vector<uint8_t> Viterbi(const Scores& scores, const std::vector<uint8_t>& allowed) {
  return scores.labels == kCueLabels ? ViterbiOf<kCueLabels>(scores, allowed)
                                     : ViterbiOf<kArgumentLabels>(scores, allowed);
}

float MarginOver(const Scores& scores, const std::vector<uint8_t>& best,
                 const std::vector<uint8_t>& allowed, Label begin) {
  if (std::find(best.begin(), best.end(), begin) == best.end()) return 0;
  std::vector<uint8_t> without = allowed;
  for (uint8_t& set : without) set &= static_cast<uint8_t>(~(3 << begin));
  const std::vector<uint8_t> second = Viterbi(scores, without);
  const auto score = [&](const std::vector<uint8_t>& path) {
    const size_t labels = scores.labels;
    float sum = 0;
    for (size_t i = 0; i < path.size(); ++i) {
      sum += scores.node[i * labels + path[i]];
      if (i > 0) sum += scores.edge[(i * labels + path[i - 1]) * labels + path[i]];
    }
    return sum;
  };
  return score(best) - score(second);
}

namespace {

template <int labels>
std::vector<float> BeginMarginsOf(const Scores& scores, const std::vector<uint8_t>& allowed) {
  const float* const node = scores.node.data();
  const float* const edge = scores.edge.data();
  constexpr float kNever = -1e30f;
  const size_t size = allowed.size();
  std::vector<float> forward(size * labels, kNever), backward(size * labels, kNever);
  for (size_t i = 0; i < size; ++i) {
    for (int label = 0; label < labels; ++label) {
      if (!(allowed[i] >> label & 1)) continue;
      float best = i == 0 && MayFollow(kOutside, label) ? 0 : kNever;
      for (int before = 0; i > 0 && before < labels; ++before) {
        if (!MayFollow(before, label)) continue;
        best = std::max(best, forward[(i - 1) * labels + before] +
                                  edge[(i * labels + before) * labels + label]);
      }
      forward[i * labels + label] = best + node[i * labels + label];
    }
  }
  for (size_t i = size; i-- > 0;) {
    for (int label = 0; label < labels; ++label) {
      float best = i + 1 == size ? 0 : kNever;
      for (int after = 0; i + 1 < size && after < labels; ++after) {
        if (!MayFollow(label, after) || !(allowed[i + 1] >> after & 1)) continue;
        best = std::max(best, backward[(i + 1) * labels + after] + node[(i + 1) * labels + after] +
                                  edge[((i + 1) * labels + label) * labels + after]);
      }
      backward[i * labels + label] = best;
    }
  }
  std::vector<float> margins(size);
  for (size_t i = 0; i < size; ++i) {
    const size_t at = i * labels;
    margins[i] = forward[at + kBegin] + backward[at + kBegin] -
                 (forward[at + kOutside] + backward[at + kOutside]);
  }
  return margins;
}

}  // namespace

std::vector<float> BeginMargins(const Scores& scores, const std::vector<uint8_t>& allowed) {
  return scores.labels == kCueLabels ? BeginMarginsOf<kCueLabels>(scores, allowed)
                                     : BeginMarginsOf<kArgumentLabels>(scores, allowed);
}

int8_t Pack(float weight, float limit) {
  return static_cast<int8_t>(std::lround(std::clamp(weight / limit, -1.0f, 1.0f) * 127));
}

SequenceModel::SequenceModel(Shape shape, std::span<const int8_t> node,
                             std::span<const int8_t> edge)
    : shape_(shape), node_(node), edge_(edge) {}

namespace {

using Bytes [[gnu::vector_size(16)]] = int8_t;
using Shorts [[gnu::vector_size(16)]] = int16_t;
using Longs [[gnu::vector_size(16)]] = int64_t;

// Eight bytes widened with their signs: each in the upper half of a short, shifted down.
Shorts Widened(const int8_t* bytes) {
  int64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof(eight));
  const Bytes none = {}, packed = reinterpret_cast<Bytes>(Longs{eight, 0});
  return reinterpret_cast<Shorts>(__builtin_shufflevector(none, packed, 0, 16, 1, 17, 2, 18, 3, 19,
                                                          4, 20, 5, 21, 6, 22, 7, 23)) >>
         8;
}

// Sums of the rows of features. Rows are read in pieces of eight; what is read beyond a row is
// thrown away.
template <int width>
void SumRows(const FeatureLists& lists, std::span<const int8_t> rows, uint32_t row_count,
             const std::vector<uint8_t>& wanted, std::vector<int32_t>* sums) {
  constexpr int kPieces = (width + 7) / 8;
  // The rows lie anywhere in a table larger than the nearest caches.
  constexpr size_t kAhead = 24;
  // So many bytes add up in a short.
  constexpr size_t kBlock = 256;
  const uint32_t mask = row_count - 1;
  const int8_t* const table = rows.data();
  const auto row = [&](uint32_t feature) { return &table[size_t{feature & mask} * width]; };
  sums->assign(lists.size() * width, 0);
  const std::span<const uint32_t> features = lists.all();
  size_t f = 0;
  for (size_t position = 0; position < lists.size(); ++position) {
    const size_t end = f + lists[position].size();
    if (!wanted.empty() && !wanted[position]) f = end;
    while (f < end) {
      const size_t block = std::min(end, f + kBlock);
      std::array<Shorts, kPieces> totals = {};
      for (; f < block; ++f) {
        if (f + kAhead < features.size()) __builtin_prefetch(row(features[f + kAhead]));
        const int8_t* const at = row(features[f]);
        for (int piece = 0; piece < kPieces; ++piece) totals[piece] += Widened(at + piece * 8);
      }
      for (int i = 0; i < width; ++i) (*sums)[position * width + i] += totals[i / 8][i % 8];
    }
  }
}

}  // namespace

void SequenceModel::Add(const Sums& other, size_t from, size_t to, size_t count, Sums* sums) const {
  const auto add = [&](const std::vector<int32_t>& theirs, size_t width,
                       std::vector<int32_t>* ours) {
    for (size_t i = 0; i < count * width; ++i) (*ours)[to * width + i] += theirs[from * width + i];
  };
  add(other.node, shape_.labels, &sums->node);
  add(other.edge, size_t{shape_.labels} * shape_.labels, &sums->edge);
}

void SequenceModel::SumUp(const Positions& positions, const std::vector<uint8_t>& wanted,
                          Sums* sums) const {
  // Between two positions that are not wanted there is one way alone.
  std::vector<uint8_t> edges = wanted;
  for (size_t i = edges.size(); i-- > 1;) edges[i] |= edges[i - 1];
  if (shape_.labels == kCueLabels) {
    SumRows<kCueLabels>(positions.node, node_, shape_.node_rows, wanted, &sums->node);
    SumRows<kCueLabels * kCueLabels>(positions.edge, edge_, shape_.edge_rows, edges, &sums->edge);
  } else {
    SumRows<kArgumentLabels>(positions.node, node_, shape_.node_rows, wanted, &sums->node);
    SumRows<kArgumentLabels * kArgumentLabels>(positions.edge, edge_, shape_.edge_rows, edges,
                                               &sums->edge);
  }
}

Scores SequenceModel::ScoresOf(const Sums& sums) const {
  const auto scaled = [](const std::vector<int32_t>& totals, float limit) {
    const float scale = limit / 127;
    std::vector<float> scores(totals.size());
    for (size_t i = 0; i < totals.size(); ++i) scores[i] = static_cast<float>(totals[i]) * scale;
    return scores;
  };
  Scores scores = {static_cast<int>(shape_.labels), scaled(sums.node, shape_.node_limit),
                   scaled(sums.edge, shape_.edge_limit)};
  for (size_t i = 0; i < scores.node.size(); i += shape_.labels) {
    scores.node[i + kBegin] += shape_.begin_bias;
    if (shape_.labels > kContentBegin) scores.node[i + kContentBegin] += shape_.begin_bias;
  }
  return scores;
}

std::vector<uint8_t> LogisticModel::Over(const FeatureLists& features) const {
  const float threshold = shape_.threshold * 127 / shape_.limit;
  std::vector<uint8_t> yes(features.size());
  for (size_t i = 0; i < features.size(); ++i) {
    int32_t sum = 0;
    for (uint32_t feature : features[i]) sum += weights_[feature & (shape_.rows - 1)];
    yes[i] = static_cast<float>(sum) > threshold;
  }
  return yes;
}

uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3ull;
  return hash;
}

namespace {

constexpr absl::string_view kMagic = "PLXATTR3";

bool IsPowerOfTwo(uint32_t value) { return value != 0 && (value & (value - 1)) == 0; }

bool TakeLogistic(absl::string_view* bytes, LogisticModel* model) {
  LogisticModel::Shape shape;
  static_assert(sizeof(shape) == 12);
  if (bytes->size() < sizeof(shape)) return false;
  std::memcpy(&shape, bytes->data(), sizeof(shape));
  bytes->remove_prefix(sizeof(shape));
  if (!IsPowerOfTwo(shape.rows) || bytes->size() < shape.rows) return false;
  *model = LogisticModel(shape, {reinterpret_cast<const int8_t*>(bytes->data()), shape.rows});
  bytes->remove_prefix(shape.rows);
  return true;
}

// Takes one model off the front of `bytes`.
bool TakeModel(uint32_t labels, absl::string_view* bytes, SequenceModel* model) {
  SequenceModel::Shape shape;
  static_assert(sizeof(shape) == 24);
  if (bytes->size() < sizeof(shape)) return false;
  std::memcpy(&shape, bytes->data(), sizeof(shape));
  bytes->remove_prefix(sizeof(shape));
  if (shape.labels != labels || !IsPowerOfTwo(shape.node_rows) || !IsPowerOfTwo(shape.edge_rows)) {
    return false;
  }
  const size_t node = size_t{shape.node_rows} * labels;
  const size_t edge = size_t{shape.edge_rows} * labels * labels;
  if (bytes->size() < node + edge) return false;
  const auto* data = reinterpret_cast<const int8_t*>(bytes->data());
  *model = SequenceModel(shape, {data, node}, {data + node, edge});
  bytes->remove_prefix(node + edge);
  return true;
}

}  // namespace

absl::StatusOr<AttributionModels> ReadModels(absl::string_view bytes) {
  if (bytes.size() < kMagic.size() + 8 || bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("attribution model: not a model file");
  }
  uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + bytes.size() - 8, 8);
  bytes.remove_suffix(8);
  if (Checksum(bytes) != checksum) {
    return absl::DataLossError("attribution model: checksum does not match");
  }
  bytes.remove_prefix(kMagic.size());
  AttributionModels models;
  if (!TakeLogistic(&bytes, &models.filter) || !TakeModel(kCueLabels, &bytes, &models.cues) ||
      !TakeModel(kArgumentLabels, &bytes, &models.arguments) ||
      !TakeLogistic(&bytes, &models.ranker) || !bytes.empty()) {
    return absl::DataLossError("attribution model: lengths do not match");
  }
  return models;
}

const AttributionModels& DefaultModels() {
  static const AttributionModels* const models = [] {
    auto read =
        ReadModels({parallax_attribution_model, static_cast<size_t>(parallax_attribution_model_end -
                                                                    parallax_attribution_model)});
    return new AttributionModels(read.ok() ? *read : AttributionModels());
  }();
  return *models;
}

}  // namespace parallax::attribution::internal
