// The best sequence of marks of one role over the tokens of a sentence, and the spans it tells.
//
// Follows: Viterbi 1967 over a linear-chain field (Lafferty et al. 2001). Sums are made token by
// token, so that every processor finds the same sequence.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARK_DECODER_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARK_DECODER_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "server/attribution/marker.h"

namespace parallax::attribution::internal {

inline constexpr uint32_t kMarks = 5;

// What a token is of a span; in the order of the model.
enum class SpanMark : uint8_t { kOutside, kBegin, kInside, kEnd, kSingle };

// The weights of one role's field. Views the model file.
struct MarkField {
  std::span<const float> start;  // [mark]
  std::span<const float> end;    // [mark]
  std::span<const float> next;   // [mark][mark after it]
};

// Thread safety: none; one for each thread.
class MarkDecoder {
 public:
  // `scores` has kMarks floats for each token, `stride` floats apart. Of equals the first mark is
  // the best. The result is valid until the next call. REQUIRES: tokens > 0.
  std::span<const SpanMark> Decode(const MarkField& field, const float* scores, uint32_t stride,
                                   uint32_t tokens);

 private:
  std::vector<std::array<uint8_t, kMarks>> origins_;  // the best mark before each mark of a token
  std::vector<SpanMark> marks_;
};

// The spans of marks, whose tokens count from `first`. A span that the sentence cuts off goes on.
std::vector<MarkedSpan> SpansOf(std::span<const SpanMark> marks, uint32_t first);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_MARK_DECODER_H_
