#include "server/commitment/internal/factuality.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <string>

#include "absl/status/status.h"

extern "C" {
extern const char parallax_factuality_model[], parallax_factuality_model_end[];
}

namespace parallax::commitment::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Universal;

uint64_t Mix(uint64_t a, uint64_t b) {
  uint64_t x = (a ^ (b + 0x9e3779b97f4a7c15ull + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdull;
  return x ^ (x >> 32);
}

uint64_t HashText(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3ull;
  return hash ^ (hash >> 29);
}

class Collector {
 public:
  [[gnu::always_inline]] void Add(uint64_t kind, std::initializer_list<uint64_t> values) {
    uint64_t hash = kind * 7919 + 1;
    for (uint64_t value : values) hash = Mix(hash, value + 1);
    features_.push_back(static_cast<uint32_t>(hash ^ (hash >> 32)));
  }
  std::vector<uint32_t> Take() { return std::move(features_); }

 private:
  std::vector<uint32_t> features_;
};

constexpr absl::string_view kMagic = "PLXFACT1";

}  // namespace

float LayeredFactuality(const std::vector<Layer>& layers) {
  float value = 3;
  for (size_t i = layers.size(); i-- > 0;) {
    switch (layers[i].value) {
      case Class::kAttributed:
        value *= 0.8f;
        break;
      case Class::kHedged:
        value *= 0.3f;
        break;
      case Class::kAlleged:
        value *= 0.5f;
        break;
      case Class::kDenied:
        value *= -0.6f;
        break;
      case Class::kNegated:
        value = -value;
        break;
      case Class::kProspective:
        value *= 0.2f;
        break;
      case Class::kUnspecified:
      case Class::kAsserted:
      case Class::kEndorsed:
        break;
    }
  }
  return std::clamp(value, -3.0f, 3.0f);
}

std::vector<uint32_t> FactualityFeatures(const TreeReader& tree, const claims::Claim& claim,
                                         const std::vector<Layer>& layers) {
  const language::Annotation& annotation = tree.annotation();
  const TokenRange sentence = tree.document().sentences()[claim.sentence].tokens;
  const auto word = [&](uint32_t token) { return HashText(tree.lemma(token)); };
  const auto tag = [&](uint32_t token) { return static_cast<uint64_t>(tree.word(token).xpos); };
  const auto relation = [&](uint32_t token) {
    return static_cast<uint64_t>(tree.word(token).relation);
  };
  Collector f;
  const uint32_t me = claim.head;
  const uint64_t w = word(me), p = tag(me), r = relation(me);
  const uint64_t kind = static_cast<uint64_t>(claim.kind) * 4 + static_cast<uint64_t>(claim.voice);
  f.Add(0, {0});
  f.Add(1, {w});
  f.Add(2, {p});
  f.Add(3, {w, p});
  f.Add(4, {r, p});
  f.Add(5, {kind, p});
  f.Add(6, {tree.word(me).features & 0x1ff, p});
  f.Add(7, {w, r});

  uint64_t modal = 0, negated = 0, mark = 0, subject = 0;
  for (uint32_t c : annotation.children(me)) {
    const Relation cr = Universal(tree.word(c).relation);
    const uint64_t cw = word(c);
    f.Add(8, {static_cast<uint64_t>(cr), cw});
    f.Add(9, {static_cast<uint64_t>(cr), p});
    if (cr == Relation::kAux || cr == Relation::kCop) {
      f.Add(10, {HashText(tree.text(c)), p});
      f.Add(11, {cw, w});
      if (tree.word(c).xpos == language::Xpos::kMd || modal == 0) modal = cw;
    }
    if (cr == Relation::kMark || cr == Relation::kCase) mark = Mix(mark, cw);
    if (cr == Relation::kNsubj) subject = cw;
  }
  const uint32_t negator = tree.Negator(me);
  if (negator != kNoToken) negated = word(negator);
  f.Add(12, {modal, negated, p});
  f.Add(13, {modal, negated, r, mark});
  f.Add(14, {mark, r, p});
  f.Add(15, {subject, modal, p});
  f.Add(16, {subject, p, negated != 0});
  f.Add(17, {w, negated != 0});

  // What governs: lemma, tag, modal and negation of the heads above, by the relations between.
  uint32_t at = me;
  uint64_t path = 0;
  for (int step = 0; step < 3; ++step) {
    path = Mix(path, relation(at));
    at = tree.word(at).head;
    if (at == kNoToken) break;
    uint64_t above_modal = 0;
    for (uint32_t c : annotation.children(at)) {
      if (Universal(tree.word(c).relation) == Relation::kAux) above_modal = word(c);
    }
    const uint64_t above_negated = tree.Negator(at) != kNoToken;
    const uint64_t level = 20 + step * 10;
    f.Add(level, {path});
    f.Add(level + 1, {path, word(at)});
    f.Add(level + 2, {path, tag(at), p});
    f.Add(level + 3, {path, above_modal, above_negated});
    f.Add(level + 4, {path, word(at), above_negated, mark});
    f.Add(level + 5, {path, tag(at), mark, above_modal});
    if (step == 0) f.Add(level + 6, {path, word(at), w});
  }
  f.Add(50, {path, at == kNoToken});

  for (int offset = -2; offset <= 2; ++offset) {
    const int64_t place = static_cast<int64_t>(me) + offset;
    if (offset == 0 || place < sentence.begin || place >= sentence.end) continue;
    f.Add(55 + offset, {word(static_cast<uint32_t>(place))});
    f.Add(60 + offset, {tag(static_cast<uint32_t>(place)), p});
  }
  uint64_t question = 0, condition = 0, second = 0, first_person = 0;
  for (uint32_t i = sentence.begin; i < sentence.end; ++i) {
    question |= tree.text(i) == "?";
    condition |= tree.lemma(i) == "if" || tree.lemma(i) == "would" || tree.lemma(i) == "unless";
    second |= tree.lemma(i) == "you";
    first_person |= tree.lemma(i) == "i" || tree.lemma(i) == "we";
  }
  f.Add(70, {question, p, r});
  f.Add(71, {condition, p});
  f.Add(72, {second, first_person, p});
  f.Add(73, {question, condition, modal, negated != 0});
  f.Add(74, {word(sentence.begin)});

  uint64_t chain = 0;
  for (const Layer& layer : layers) {
    chain = Mix(chain, HashText(layer.rule));
    f.Add(80, {HashText(layer.rule)});
    f.Add(81, {HashText(layer.rule), p});
    f.Add(82, {HashText(layer.rule), word(layer.tokens.begin)});
    f.Add(83, {HashText(layer.rule), w});
  }
  f.Add(84, {chain});
  f.Add(85, {chain, p});
  f.Add(86, {static_cast<uint64_t>(Decide(layers).value), layers.size()});
  f.Add(87, {static_cast<uint64_t>(LayeredFactuality(layers) * 4 + 20), p});
  return f.Take();
}

absl::StatusOr<FactualityModel> FactualityModel::Read(absl::string_view bytes) {
  constexpr size_t kHead = 8 + 4 + 4 + (2 * kUnits + 1) * 4;
  if (bytes.size() < kHead + 8 || bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("factuality model: not a model file");
  }
  uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + bytes.size() - 8, 8);
  bytes.remove_suffix(8);
  if (Checksum(bytes) != checksum) {
    return absl::DataLossError("factuality model: checksum does not match");
  }
  FactualityModel model;
  const char* at = bytes.data() + kMagic.size();
  const auto take = [&at](void* to, size_t size) {
    std::memcpy(to, at, size);
    at += size;
  };
  take(&model.row_count_, 4);
  take(&model.scale_, 4);
  take(model.bias_, sizeof(model.bias_));
  take(model.output_, sizeof(model.output_));
  take(&model.output_bias_, 4);
  const size_t values = size_t{model.row_count_} * (1 + kUnits);
  if (model.row_count_ == 0 || (model.row_count_ & (model.row_count_ - 1)) != 0 ||
      bytes.size() != kHead + values * 2) {
    return absl::DataLossError("factuality model: lengths do not match");
  }
  static_assert(kHead % 2 == 0);
  model.rows_ = {reinterpret_cast<const int16_t*>(at), values};
  return model;
}

float FactualityModel::Predict(const std::vector<uint32_t>& features) const {
  int32_t sums[1 + kUnits] = {};  // whole numbers: fast, and the same in any order
  for (uint32_t feature : features) {
    const int16_t* const row = &rows_[size_t{feature & (row_count_ - 1)} * (1 + kUnits)];
    for (uint32_t i = 0; i <= kUnits; ++i) sums[i] += row[i];
  }
  float value = static_cast<float>(sums[0]) * scale_ + output_bias_;
  for (uint32_t i = 0; i < kUnits; ++i) {
    value += output_[i] * std::max(0.0f, static_cast<float>(sums[i + 1]) * scale_ + bias_[i]);
  }
  return std::clamp(value, -3.0f, 3.0f);
}

uint64_t Checksum(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001b3ull;
  return hash;
}

const FactualityModel& DefaultFactualityModel() {
  static const FactualityModel* const model = [] {
    auto read = FactualityModel::Read(
        {parallax_factuality_model,
         static_cast<size_t>(parallax_factuality_model_end - parallax_factuality_model)});
    return new FactualityModel(read.ok() ? *read : FactualityModel());
  }();
  return *model;
}

}  // namespace parallax::commitment::internal
