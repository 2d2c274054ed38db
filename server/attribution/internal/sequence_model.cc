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
std::vector<uint8_t> ViterbiOf(const std::vector<float>& node, const std::vector<float>& edge,
                               const std::vector<uint8_t>& allowed) {
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

std::vector<uint8_t> Viterbi(int labels, const std::vector<float>& node,
                             const std::vector<float>& edge, const std::vector<uint8_t>& allowed) {
  return labels == kCueLabels ? ViterbiOf<kCueLabels>(node, edge, allowed)
                              : ViterbiOf<kArgumentLabels>(node, edge, allowed);
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
             std::vector<int32_t>* sums) {
  constexpr int kPieces = (width + 7) / 8;
  // The rows lie anywhere in a table larger than the nearest caches.
  constexpr size_t kAhead = 8;
  // So many bytes add up in a short.
  constexpr size_t kBlock = 256;
  const uint32_t mask = row_count - 1;
  const int8_t* const table = rows.data();
  const auto row = [&](uint32_t feature) { return &table[size_t{feature & mask} * width]; };
  sums->assign(lists.size() * width, 0);
  for (size_t position = 0; position < lists.size(); ++position) {
    std::span<const uint32_t> features = lists[position];
    while (!features.empty()) {
      const size_t count = std::min(features.size(), kBlock);
      std::array<Shorts, kPieces> totals = {};
      for (size_t f = 0; f < count; ++f) {
        if (f + kAhead < count) __builtin_prefetch(row(features[f + kAhead]));
        const int8_t* const at = row(features[f]);
        for (int piece = 0; piece < kPieces; ++piece) totals[piece] += Widened(at + piece * 8);
      }
      for (int i = 0; i < width; ++i) (*sums)[position * width + i] += totals[i / 8][i % 8];
      features = features.subspan(count);
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

void SequenceModel::SumUp(const Positions& positions, Sums* sums) const {
  if (shape_.labels == kCueLabels) {
    SumRows<kCueLabels>(positions.node, node_, shape_.node_rows, &sums->node);
    SumRows<kCueLabels * kCueLabels>(positions.edge, edge_, shape_.edge_rows, &sums->edge);
  } else {
    SumRows<kArgumentLabels>(positions.node, node_, shape_.node_rows, &sums->node);
    SumRows<kArgumentLabels * kArgumentLabels>(positions.edge, edge_, shape_.edge_rows,
                                               &sums->edge);
  }
}

std::vector<uint8_t> SequenceModel::Decode(const Sums& sums,
                                           const std::vector<uint8_t>& allowed) const {
  const auto scaled = [](const std::vector<int32_t>& totals, float limit) {
    const float scale = limit / 127;
    std::vector<float> scores(totals.size());
    for (size_t i = 0; i < totals.size(); ++i) scores[i] = static_cast<float>(totals[i]) * scale;
    return scores;
  };
  std::vector<float> node = scaled(sums.node, shape_.node_limit);
  for (size_t i = 0; i < allowed.size(); ++i) {
    node[i * shape_.labels + kBegin] += shape_.begin_bias;
    if (shape_.labels > kContentBegin) node[i * shape_.labels + kContentBegin] += shape_.begin_bias;
  }
  return Viterbi(static_cast<int>(shape_.labels), node, scaled(sums.edge, shape_.edge_limit),
                 allowed);
}

std::vector<uint8_t> CueFilter::Likely(const FeatureLists& features) const {
  const float threshold = shape_.threshold * 127 / shape_.limit;
  std::vector<uint8_t> likely(features.size());
  for (size_t i = 0; i < features.size(); ++i) {
    int32_t sum = 0;
    for (uint32_t feature : features[i]) sum += weights_[feature & (shape_.rows - 1)];
    likely[i] = static_cast<float>(sum) > threshold;
  }
  return likely;
}

uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3ull;
  return hash;
}

namespace {

constexpr absl::string_view kMagic = "PLXATTR2";

bool IsPowerOfTwo(uint32_t value) { return value != 0 && (value & (value - 1)) == 0; }

bool TakeFilter(absl::string_view* bytes, CueFilter* filter) {
  CueFilter::Shape shape;
  static_assert(sizeof(shape) == 12);
  if (bytes->size() < sizeof(shape)) return false;
  std::memcpy(&shape, bytes->data(), sizeof(shape));
  bytes->remove_prefix(sizeof(shape));
  if (!IsPowerOfTwo(shape.rows) || bytes->size() < shape.rows) return false;
  *filter = CueFilter(shape, {reinterpret_cast<const int8_t*>(bytes->data()), shape.rows});
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
  if (!TakeFilter(&bytes, &models.filter) || !TakeModel(kCueLabels, &bytes, &models.cues) ||
      !TakeModel(kArgumentLabels, &bytes, &models.arguments) || !bytes.empty()) {
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
