// How far a span belongs to a cue, by a biaffine score of their outputs (Dozat & Manning 2017).
//
// Everything is summed in one fixed order: the same bits on every processor.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_LINKS_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_LINKS_H_

#include <array>
#include <cstdint>
#include <span>

namespace parallax::attribution::internal {

inline constexpr uint32_t kLinkWidth = 96;
using LinkVector = std::array<float, kLinkWidth>;

// The weights of one role. Views the model file.
struct LinkWeights {
  std::span<const float> weights;  // [of the cue][of the span]
  std::span<const float> bias;     // [of the span]
  float base = 0;
};

// What a span is scored by, of the outputs of its first and of its last token (kLinkWidth floats
// each).
LinkVector SpanVector(const float* first, const float* last);

// A cue's vector as seen from the spans of a role: worked out once a cue.
LinkVector Turned(const LinkWeights& weights, const LinkVector& cue);

// Log-odds that the span belongs to the cue.
float LinkScore(const LinkWeights& weights, const LinkVector& turned_cue, const LinkVector& span);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_LINKS_H_
