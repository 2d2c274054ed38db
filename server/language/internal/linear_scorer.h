// A linear classifier over hashed features: scores of all classes are sums of the weights of the
// features that are there. Weights are integers, so sums are exact and the same everywhere.
//
// Format of a section: bits (u32), classes (u32), entries (u32), bucket begins (u32, 2^bits + 1),
// entries (u32: fingerprint << 16 | class << 8 | weight code).
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_SCORER_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_SCORER_H_

#include <array>
#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/language/internal/hash.h"

namespace parallax::language::internal {

inline constexpr uint32_t kMaxClasses = 256;

// Weights by their 8-bit codes: sign in the high bit, magnitudes that grow by a fourteenth, so that
// small weights and large ones keep about the same relative precision.
inline constexpr std::array<int32_t, 256> kWeightOfCode = [] {
  std::array<int32_t, 256> table{};
  for (int code = 1; code < 128; ++code) {
    const int32_t last = table[code - 1];
    table[code] = last + (last / 14 > 1 ? last / 14 : 1);
    table[code + 128] = -table[code];
  }
  return table;
}();

// The features of one decision, as hashes.
class FeatureList {
 public:
  static constexpr int kCapacity = 96;

  void Clear() { size_ = 0; }
  // A feature of template `name` with one to four values. Templates past the capacity are ignored.
  void Add(uint64_t name, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    if (size_ < kCapacity) hashes_[size_++] = Mix(Mix(Mix(name * 0x9e3779b97f4a7c15u, a), b), c);
  }
  std::span<const uint64_t> hashes() const { return {hashes_, static_cast<size_t>(size_)}; }

 private:
  uint64_t hashes_[kCapacity];
  int size_ = 0;
};

// Views a section of the model file, which must outlive it. Thread safety: const; safe for
// concurrent use.
class LinearScorer {
 public:
  // Errors: DATA_LOSS. REQUIRES: classes <= kMaxClasses.
  static absl::StatusOr<LinearScorer> Read(absl::string_view section, uint32_t classes);

  // Replaces the first `classes` of `scores`. REQUIRES: scores.size() >= classes.
  void Score(const FeatureList& features, std::span<int32_t> scores) const;

 private:
  uint32_t bits_ = 0;
  uint32_t classes_ = 0;
  std::span<const uint32_t> begins_;
  std::span<const uint32_t> entries_;
};

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_LINEAR_SCORER_H_
