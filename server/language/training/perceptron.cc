#include "server/language/training/perceptron.h"

#include <algorithm>
#include <cmath>

#include "server/language/internal/model_file.h"

namespace parallax::language::training {
namespace {

// The code of the nearest weight.
uint32_t CodeOf(float value) {
  const auto begin = internal::kWeightOfCode.begin();
  const float magnitude = std::fabs(value);
  uint32_t code = static_cast<uint32_t>(
      std::lower_bound(begin, begin + 127, static_cast<int32_t>(magnitude)) - begin);
  while (code > 0 && magnitude - static_cast<float>(begin[code - 1]) <
                         static_cast<float>(begin[code]) - magnitude) {
    --code;
  }
  return code == 0 || value > 0 ? code : code + 128;
}

}  // namespace

Perceptron::Perceptron(uint32_t classes) : classes_(classes), slots_(1 << 16) {}

const std::vector<Perceptron::Weight>* Perceptron::Find(uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    if (slots_[i].row == 0) return nullptr;
    if (slots_[i].hash == hash) return &rows_[slots_[i].row - 1];
  }
}

std::vector<Perceptron::Weight>& Perceptron::FindOrAdd(uint64_t hash) {
  if (rows_.size() * 2 > slots_.size()) {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.row == 0) continue;
      size_t i = slot.hash & (slots_.size() - 1);
      while (slots_[i].row != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = slot;
    }
  }
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    if (slots_[i].row == 0) {
      rows_.emplace_back();
      slots_[i] = {hash, static_cast<uint32_t>(rows_.size())};
    }
    if (slots_[i].hash == hash) return rows_[slots_[i].row - 1];
  }
}

void Perceptron::Score(const internal::FeatureList& features, std::span<float> scores) const {
  std::fill_n(scores.begin(), classes_, 0.0f);
  for (uint64_t hash : features.hashes()) {
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  for (uint64_t hash : features.hashes()) {
    const std::vector<Weight>* row = Find(hash);
    if (row == nullptr) continue;
    for (const Weight& weight : *row) scores[weight.label] += weight.value;
  }
}

void Perceptron::Add(std::vector<Weight>* row, uint32_t label, float delta) {
  for (Weight& weight : *row) {
    if (weight.label != label) continue;
    weight.total += static_cast<double>(weight.value) * static_cast<double>(time_ - weight.since);
    weight.since = time_;
    weight.value += delta;
    return;
  }
  row->push_back({label, delta, 0.0, time_});
}

void Perceptron::Update(const internal::FeatureList& features, uint32_t good, uint32_t bad) {
  for (uint64_t hash : features.hashes()) {
    std::vector<Weight>& row = FindOrAdd(hash);
    Add(&row, good, 1.0f);
    Add(&row, bad, -1.0f);
  }
}

void Perceptron::Average() {
  for (std::vector<Weight>& row : rows_) {
    for (Weight& weight : row) {
      weight.total += static_cast<double>(weight.value) * static_cast<double>(time_ - weight.since);
      weight.since = time_;
      weight.value = static_cast<float>(weight.total / static_cast<double>(time_));
    }
  }
}

std::string Perceptron::Export(size_t max_entries) const {
  struct Entry {
    uint64_t hash;
    uint32_t label;
    float value;
  };
  std::vector<Entry> entries;
  for (const Slot& slot : slots_) {
    if (slot.row == 0) continue;
    for (const Weight& weight : rows_[slot.row - 1]) {
      if (weight.value != 0.0f) entries.push_back({slot.hash, weight.label, weight.value});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const float x = std::fabs(a.value);
    const float y = std::fabs(b.value);
    return x != y ? x > y : a.hash != b.hash ? a.hash < b.hash : a.label < b.label;
  });
  if (entries.size() > max_entries) entries.resize(max_entries);
  const float scale = entries.empty() ? 1.0f
                                      : static_cast<float>(internal::kWeightOfCode[127]) /
                                            std::fabs(entries[0].value);
  uint32_t bits = 1;
  while ((size_t{1} << bits) < entries.size() / 4) ++bits;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.label < b.label;
  });
  std::vector<uint32_t> begins((size_t{1} << bits) + 1, 0);
  std::vector<uint32_t> packed;
  for (const Entry& entry : entries) {
    const uint32_t code = CodeOf(entry.value * scale);
    if (code == 0) continue;
    ++begins[(entry.hash >> (64 - bits)) + 1];
    packed.push_back(static_cast<uint32_t>((entry.hash & 0xffff) << 16) | entry.label << 8 | code);
  }
  for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  internal::SectionWriter writer;
  writer.WriteU32(bits);
  writer.WriteU32(classes_);
  writer.WriteU32(static_cast<uint32_t>(packed.size()));
  writer.WriteArray(begins);
  writer.WriteArray(packed);
  return writer.Release();
}

}  // namespace parallax::language::training
