#include "server/attribution/internal/sequence_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"

extern "C" {
extern const char parallax_attribution_model[], parallax_attribution_model_end[];
}

namespace parallax::attribution::internal {

bool MayFollow(uint8_t previous, uint8_t label) {
  if (label == kInside) return previous == kBegin || previous == kInside;
  if (label == kContentInside) return previous == kContentBegin || previous == kContentInside;
  return true;
}

std::vector<uint8_t> Viterbi(int labels, const std::vector<float>& node,
                             const std::vector<float>& edge, const std::vector<uint8_t>& allowed) {
  const size_t size = allowed.size();
  constexpr float kNever = -1e30f;
  std::vector<float> best(size * labels, kNever);
  std::vector<uint8_t> back(size * labels, 0);
  for (size_t i = 0; i < size; ++i) {
    for (int label = 0; label < labels; ++label) {
      if (!(allowed[i] >> label & 1)) continue;
      const size_t cell = i * labels + label;
      if (i == 0) {
        if (MayFollow(kOutside, label)) best[cell] = node[cell];
        continue;
      }
      for (int previous = 0; previous < labels; ++previous) {
        const float before = best[(i - 1) * labels + previous];
        if (before <= kNever || !MayFollow(previous, label)) continue;
        const float score = before + edge[(i * labels + previous) * labels + label] + node[cell];
        if (score > best[cell]) {
          best[cell] = score;
          back[cell] = previous;
        }
      }
    }
  }
  std::vector<uint8_t> result(size, kOutside);
  if (size == 0) return result;
  int label = 0;
  for (int l = 1; l < labels; ++l) {
    if (best[(size - 1) * labels + l] > best[(size - 1) * labels + label]) label = l;
  }
  for (size_t i = size; i-- > 0;) {
    result[i] = label;
    label = back[i * labels + label];
  }
  return result;
}

int8_t Pack(float weight, float limit) {
  const float size = std::sqrt(std::min(std::abs(weight) / limit, 1.0f)) * 127;
  return static_cast<int8_t>(std::lround(weight < 0 ? -size : size));
}

float Unpack(int8_t packed, float limit) {
  const float root = packed / 127.0f;
  return (packed < 0 ? -root : root) * root * limit;
}

SequenceModel::SequenceModel(Shape shape, std::span<const int8_t> node,
                             std::span<const int8_t> edge)
    : shape_(shape), node_(node), edge_(edge) {}

namespace {

// Sums of the rows of features. A stored byte stands for its square with its sign, so that whole
// numbers are added and scaled once; the width is a constant for the compiler to unroll.
template <int width>
void AddRows(const std::vector<uint32_t>& features, std::span<const int8_t> rows,
             uint32_t row_count, float limit, float* sums) {
  std::array<int32_t, width> totals = {};
  // The rows lie anywhere in a table larger than the nearest caches.
  constexpr size_t kAhead = 8;
  for (size_t f = 0; f < features.size(); ++f) {
    if (f + kAhead < features.size()) {
      __builtin_prefetch(&rows[size_t{features[f + kAhead] & (row_count - 1)} * width]);
    }
    const int8_t* const row = &rows[size_t{features[f] & (row_count - 1)} * width];
    for (int i = 0; i < width; ++i) {
      const int32_t value = row[i];
      totals[i] += value * std::abs(value);
    }
  }
  const float scale = limit / (127 * 127);
  for (int i = 0; i < width; ++i) sums[i] = static_cast<float>(totals[i]) * scale;
}

}  // namespace

template <int labels>
std::vector<uint8_t> SequenceModel::DecodeAs(const std::vector<Position>& positions,
                                             const std::vector<uint8_t>& allowed) const {
  std::vector<float> node(positions.size() * labels);
  std::vector<float> edge(positions.size() * labels * labels);
  for (size_t i = 0; i < positions.size(); ++i) {
    float* const sums = &node[i * labels];
    AddRows<labels>(positions[i].node, node_, shape_.node_rows, shape_.node_limit, sums);
    sums[kBegin] += shape_.begin_bias;
    if (labels > kContentBegin) sums[kContentBegin] += shape_.begin_bias;
    AddRows<labels * labels>(positions[i].edge, edge_, shape_.edge_rows, shape_.edge_limit,
                             &edge[i * labels * labels]);
  }
  return Viterbi(labels, node, edge, allowed);
}

std::vector<uint8_t> SequenceModel::Decode(const std::vector<Position>& positions,
                                           const std::vector<uint8_t>& allowed) const {
  return shape_.labels == kCueLabels ? DecodeAs<kCueLabels>(positions, allowed)
                                     : DecodeAs<kArgumentLabels>(positions, allowed);
}

uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3ull;
  return hash;
}

namespace {

constexpr absl::string_view kMagic = "PLXATTR1";

bool IsPowerOfTwo(uint32_t value) { return value != 0 && (value & (value - 1)) == 0; }

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
  if (!TakeModel(kCueLabels, &bytes, &models.cues) ||
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
