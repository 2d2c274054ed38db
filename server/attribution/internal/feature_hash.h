// How features are hashed and gathered, for the files that write them.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURE_HASH_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURE_HASH_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "absl/strings/string_view.h"
#include "server/attribution/internal/features.h"

namespace parallax::attribution::internal {

inline uint64_t Mix(uint64_t a, uint64_t b) {
  uint64_t x = (a ^ (b + 0x9e3779b97f4a7c15ull + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdull;
  return x ^ (x >> 32);
}
inline uint64_t HashText(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3ull;
  return hash ^ (hash >> 29);
}

// Collects the features of one position and closes its list at its end; the template's number,
// which counts on from `first`, keeps them apart.
class Collector {
 public:
  explicit Collector(FeatureLists* out, uint64_t first = 0) : out_(out), template_(first) {}
  ~Collector() {
    HandOver();
    out_->Close();
  }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  [[gnu::always_inline]] void Add(std::initializer_list<uint64_t> values) {
    uint64_t hash = ++template_;
    for (uint64_t value : values) hash = Mix(hash, value + 1);
    Put(hash);
  }
  // As many as wanted under one template.
  [[gnu::always_inline]] void AddSet(uint64_t set, std::initializer_list<uint64_t> values) {
    uint64_t hash = 1000 + set;
    for (uint64_t value : values) hash = Mix(hash, value + 1);
    Put(hash);
  }

 private:
  [[gnu::always_inline]] void Put(uint64_t hash) {
    if (count_ == buffer_.size()) HandOver();
    buffer_[count_++] = static_cast<uint32_t>(hash ^ (hash >> 32));
  }
  void HandOver() {
    out_->Append(std::span(buffer_).first(count_));
    count_ = 0;
  }

  FeatureLists* const out_;
  uint64_t template_;
  size_t count_ = 0;
  std::array<uint32_t, 120> buffer_;
};

inline uint64_t Bucket(uint32_t distance) {
  return distance <= 4 ? distance : distance <= 7 ? 5 : distance <= 12 ? 6 : distance <= 20 ? 7 : 8;
}

// What the children of a token are.
enum ClauseBit : uint8_t {
  kHasCcomp = 1,
  kHasXcomp = 2,
  kHasObj = 4,
  kHasSubject = 8,
  kHasParataxis = 16,
  kHasObl = 32,
  kIsPassive = 64,
  kHasAcl = 128,
};

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURE_HASH_H_
