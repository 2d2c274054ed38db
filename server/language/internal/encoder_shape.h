// Sizes of the neural model that trainer and runtime share; part of the model format.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_SHAPE_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_SHAPE_H_

#include <cstdint>

#include "server/language/annotation.h"

namespace parallax::language::internal {

inline constexpr uint32_t kWordRows = 32768;   // row 0: unknown word
inline constexpr uint32_t kPieceRows = 32768;  // a power of two
inline constexpr uint32_t kEmbedding = 128;    // of a word, and of the sum of its pieces
inline constexpr uint32_t kHidden = 160;       // of one direction
inline constexpr uint32_t kWidth = 2 * kHidden;
inline constexpr uint32_t kEncoderLayers = 3;
inline constexpr uint32_t kGateColumns = 3 * kHidden;  // candidate, forget, reset
inline constexpr uint32_t kArcSize = 128;
inline constexpr uint32_t kLabelSize = 128;

// The reading of a word: how surely its event happened, then a log-odds for each Mark.
inline constexpr uint32_t kReadingSize = 64;  // of the hidden layer
inline constexpr uint32_t kHappened = 0;
inline constexpr uint32_t kFirstMark = 1;
inline constexpr uint32_t kReadingOutputs = kFirstMark + kMarkCount;

// Buckets of the signed distance from dependent to head: 0 for the root, then 1 .. 8 to the right,
// 9 .. 16 to the left: 1, 2, 3, 4, 5-6, 7-10, 11-20, more.
inline constexpr uint32_t kDistanceBuckets = 17;
constexpr uint32_t DistanceBucket(int32_t distance) {
  const int32_t size = distance < 0 ? -distance : distance;
  const uint32_t bucket = size <= 4    ? static_cast<uint32_t>(size)
                          : size <= 6  ? 5
                          : size <= 10 ? 6
                          : size <= 20 ? 7
                                       : 8;
  return distance < 0 ? bucket + 8 : bucket;
}

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_ENCODER_SHAPE_H_
