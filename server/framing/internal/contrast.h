// A difference between two passages, before it is weighed and joined with others.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_CONTRAST_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_CONTRAST_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/framing/calibration.h"
#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

// Two sentences that were read together, and the fact they share.
struct PairView {
  const alignment::SentencePair* pair = nullptr;
  uint32_t fact = kNone;  // the surest that has a mention in both
  // Its mentions; where there is none the claim that tells best what both tell, or kNoClaim.
  uint32_t claim_a = claims::kNoClaim;
  uint32_t claim_b = claims::kNoClaim;
};

// One side of a contrast.
struct Side {
  uint32_t report = 0;
  uint32_t claim = claims::kNoClaim;
  TokenRange marked;  // the words that differ; not empty
  std::string value;  // as Position::value
};

struct Contrast {
  Kind kind = Kind::kUnspecified;
  absl::string_view rule;
  Severity severity = Severity::kLow;
  uint32_t fact = kNone;
  Side a;
  Side b;
  Features features;
  float confidence = 0;
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_CONTRAST_H_
