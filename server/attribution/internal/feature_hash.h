// How features are gathered, for the files that write them.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURE_HASH_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_FEATURE_HASH_H_

#include <cstdint>

#include "server/attribution/internal/features.h"
#include "server/base/feature_hash.h"

namespace parallax::attribution::internal {

// Collects the features of one position and closes its list at its end; the template's number,
// which counts on from `first`, keeps them apart.
class Collector {
 public:
  explicit Collector(FeatureLists* out, uint64_t first = 0) : out_(out), template_(first) {
    Open();
  }
  ~Collector() {
    out_->Written(next_ - begin_);
    out_->Close();
  }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  template <typename... Values>
  [[gnu::always_inline]] void Add(Values... values) {
    uint64_t hash = ++template_;
    ((hash = (hash + static_cast<uint64_t>(values) + 1) * kFactor), ...);
    Put(hash);
  }
  // As many as wanted under one template.
  template <typename... Values>
  [[gnu::always_inline]] void AddSet(uint64_t set, Values... values) {
    uint64_t hash = 1000 + set;
    ((hash = (hash + static_cast<uint64_t>(values) + 1) * kFactor), ...);
    Put(hash);
  }

 private:
  [[gnu::always_inline]] void Put(uint64_t hash) {
    if (next_ == end_) {
      out_->Written(next_ - begin_);
      Open();
    }
    *next_++ = static_cast<uint32_t>(hash ^ (hash >> 32));
  }
  void Open() {
    begin_ = next_ = out_->Room(kRoom);
    end_ = begin_ + kRoom;
  }

  static constexpr uint64_t kFactor = 0xff51afd7ed558ccdull;
  static constexpr size_t kRoom = 120;
  FeatureLists* const out_;
  uint64_t template_;
  uint32_t* begin_ = nullptr;
  uint32_t* next_ = nullptr;
  uint32_t* end_ = nullptr;
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
