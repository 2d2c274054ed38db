// Hashes of the features of trained models. Trained files depend on every bit of them.
//
// Thread safety: free functions.
#ifndef PARALLAX_SERVER_BASE_FEATURE_HASH_H_
#define PARALLAX_SERVER_BASE_FEATURE_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax {

// One hash of two, in which their order counts.
inline uint64_t Mix(uint64_t a, uint64_t b) {
  uint64_t x = (a ^ (b + 0x9e3779b97f4a7c15ull + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdull;
  return x ^ (x >> 32);
}

// FNV-1a, its high bits folded in.
inline uint64_t HashText(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3ull;
  return hash ^ (hash >> 29);
}

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_FEATURE_HASH_H_
