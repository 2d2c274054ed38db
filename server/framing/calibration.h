// How likely an editor agrees with a flag: a logistic model a kind over what speaks for it, fitted
// on bundles that the reader was not trained on (Platt 1999).
#ifndef PARALLAX_SERVER_FRAMING_CALIBRATION_H_
#define PARALLAX_SERVER_FRAMING_CALIBRATION_H_

#include <array>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/framing/difference.h"

namespace parallax::framing {

// Plain values. Thread safety: const access is safe from many threads.
class Calibration {
 public:
  // Lines "KIND bias kind same words exact fact early carried" of numbers, one a kind but the
  // unspecified one, and one line "cut NUMBER". '#' begins a comment. Errors: DATA_LOSS, naming the
  // line.
  static absl::StatusOr<Calibration> Parse(absl::string_view text);

  // 0..1
  float Confidence(Kind kind, const Features& features) const;
  // What is less sure is not shown unless it is asked for.
  float cut() const { return cut_; }

 private:
  std::array<std::array<float, 8>, kKindCount> weights_ = {};
  float cut_ = 0.5f;
};

// "COMMITMENT", as in the API. The view is of a string constant.
absl::string_view Name(Kind kind);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_CALIBRATION_H_
