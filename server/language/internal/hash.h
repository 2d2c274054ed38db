// Hashes of strings and of feature tuples. The values are part of the model file: a change of any
// function here makes every model file stale.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_HASH_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::language::internal {

inline constexpr uint64_t kHashSeed = 0xcbf29ce484222325u;

// One step of FNV-1a.
constexpr uint64_t HashByte(uint64_t hash, char byte) {
  return (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
}

// FNV-1a, its high bits folded in.
constexpr uint32_t HashString(absl::string_view text) {
  uint64_t hash = kHashSeed;
  for (char c : text) hash = HashByte(hash, c);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

// Folds one more value into the hash of a feature tuple.
constexpr uint64_t Mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0xff51afd7ed558ccdu;
  return hash ^ (hash >> 32);
}

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_HASH_H_
