// Differences: where reports that carry the same fact frame it differently.
//
// The kinds and when they are flagged follow the project's annotation guidelines; each rule names
// the style guide behind it in its file. Ownership, thread safety: plain values.
#ifndef PARALLAX_SERVER_FRAMING_DIFFERENCE_H_
#define PARALLAX_SERVER_FRAMING_DIFFERENCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/range.h"

namespace parallax::framing {

// The numbers are those of the API.
enum class Kind : uint8_t {
  kUnspecified,
  kCommitment,
  kPolarity,
  kAttribution,
  kReportingVerb,
  kQuantity,
  kTime,
  kPlace,
  kCause,
  kLabel,
  kWording,
  kScareQuotes,
  kQuotation,
  kAgency,
  kOmission,
  kProminence
};
inline constexpr int kKindCount = 16;
enum class Severity : uint8_t { kUnspecified, kLow, kMedium, kHigh };

inline constexpr uint32_t kNone = 0xffffffff;

// A passage that shows a position: what the editor reads.
struct Evidence {
  uint32_t report = 0;
  TokenRange tokens;             // inside one sentence; the shortest passage that shows it
  TokenRange marked;             // the very words, inside `tokens`
  bool in_direct_quote = false;  // these are a speaker's words, not the report's
};

struct Position {
  std::string value;               // name of the class, value as written, or "ABSENT"
  std::vector<uint32_t> reports;   // that take it, in order
  std::vector<Evidence> evidence;  // the surest first; empty only for ABSENT
};

// What speaks for a flag. Log-odds are cut to +-8.
struct Features {
  float kind = 0;     // log-odds of the reader; 0 for OMISSION and PROMINENCE
  float same = 0;     // log-odds that the passages tell one fact; of OMISSION of the fact itself
  float words = 0;    // log-odds of the surest word on the less sure side; 0 for these two
  float exact = 0;    // -1 the question of the kind objects ... 1 it agrees
  float fact = 0;     // 1 where both passages are mentions of one fact of the alignment
  float early = 0;    // mean of how early the passages stand, 1 first sentence ... 0 last
  float carried = 0;  // share of the reports that tell the fact; 0 for none
};

struct Difference {
  Kind kind = Kind::kUnspecified;
  Severity severity = Severity::kLow;
  uint32_t fact = kNone;            // into Alignment::facts
  uint32_t entity = kNone;          // into LinkedEntities::entities
  std::vector<Position> positions;  // at least two, of at least two reports
  std::string explanation;          // one plain sentence that an editor can act on
  float confidence = 0;             // 0..1, by `features`
  Features features;
  absl::string_view rule;  // static kebab-case name
  // Differences that rest on one fact or on the same passages share it: the index of the gravest.
  uint32_t group = 0;
};

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_DIFFERENCE_H_
