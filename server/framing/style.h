// House style: what a newsroom wants flagged, how gravely, and what it does not. A text file in the
// manner of INI:
//
//   [severity]            # of a kind or a rule: off, low, medium or high
//   prominence = off
//   label = high
//   quotation-cut = medium
//
//   [min_confidence]      # of a kind or a rule, 0 to 1, where the call gives none
//   wording = 0.8
//
//   [allow]               # words, a line each: no LABEL or WORDING where they are what differs
//   militant
//
//   [warn]                # words, a line each: a LABEL or WORDING with them is HIGH
//   regime
//
//   [neutral_sources]     # a line each: no ATTRIBUTION or REPORTING_VERB where these alone differ
//   Reuters
//
// What is said of a rule goes before what is said of its kind. Case, and which of "-" and "_" joins
// a name, are all one; '#' at the start of a line or behind a blank begins a comment.
#ifndef PARALLAX_SERVER_FRAMING_STYLE_H_
#define PARALLAX_SERVER_FRAMING_STYLE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

inline constexpr size_t kMaxStyleBytes = size_t{64} << 10;
inline constexpr size_t kMaxStyleEntries = 1000;  // of allow, warn and neutral_sources together

// Plain values; one that is made by default wants nothing. Thread safety: const access is safe from
// many threads.
class Style {
 public:
  // Errors: INVALID_ARGUMENT, with the first five faults, each with the number of its line and what
  // may stand there, and nothing that the file alone has.
  static absl::StatusOr<Style> Parse(absl::string_view text);

  // None where the style does not say.
  absl::optional<float> min_confidence(const Difference& difference) const;
  // kUnspecified: off.
  absl::optional<Severity> severity(const Difference& difference) const;
  // In lower case, one blank between words; sources without "the" in front.
  const std::vector<std::string>& allowed() const { return allowed_; }
  const std::vector<std::string>& warned() const { return warned_; }
  const std::vector<std::string>& neutral_sources() const { return neutral_sources_; }

  friend bool operator==(const Style&, const Style&) = default;

 private:
  friend class StyleParser;

  // By rule, else by kind, as these are written: "scare-quotes".
  std::map<std::string, Severity, std::less<>> severity_;
  std::map<std::string, float, std::less<>> min_confidence_;
  std::vector<std::string> allowed_;
  std::vector<std::string> warned_;
  std::vector<std::string> neutral_sources_;
};

// Takes out the differences that `style` does not want, gives the others its severities, and says
// in their explanations which word it warns of. What stays stands gravest first, else as before.
//
// Words are compared in the form that stands there and in the one that a dictionary has, without an
// article in front; a source by the words for it and by every name that it has in its report.
void ApplyStyle(const Style& style, const Scene& scene, std::vector<Difference>* differences);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_STYLE_H_
