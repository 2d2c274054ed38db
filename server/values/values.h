// Values: the numbers and times that a report gives, read from its words: how much of what, and
// when, resolved against the day of publication.
//
// Follows: TIMEX3 (ISO 24617-1) for time values; ISO 4217 for currencies.
// Ownership: plain values of token indices, valid for the Document they were made from. Thread
// safety: values; const access is safe from many threads.
#ifndef PARALLAX_SERVER_VALUES_VALUES_H_
#define PARALLAX_SERVER_VALUES_VALUES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/text/document.h"

namespace parallax::values {

enum class QuantityKind : uint8_t {
  kCount,
  kPercent,
  kMoney,
  kMeasure,
  kDuration,
  kAge,
  kOrdinal,
  kOther
};

struct Quantity {
  TokenRange tokens;         // number with its modifiers and unit: "at least 20 per cent"
  double low = 0;            // the values that the words allow, both ends inclusive;
  double high = 0;           // infinite where open: "at least 7" is [7, inf)
  bool approximate = false;  // about, some, nearly, dozens
  QuantityKind kind = QuantityKind::kCount;
  std::string unit;  // "percent", ISO 4217 code, lemma of the measure; empty for a count
  uint32_t counted = language::kNoToken;  // head of what is counted: "diplomats"
};

enum class TimeKind : uint8_t { kDate, kTime, kDuration, kSet };

struct TimeExpression {
  TokenRange tokens;
  TimeKind kind = TimeKind::kDate;
  std::string value;  // ISO 8601 / TIMEX3: "2021-10-06", "2021-10", "2021-W40", "P2D"
  // Days since 1970-01-01 that the expression covers, both inclusive, where it could be resolved.
  absl::optional<int32_t> first_day;
  absl::optional<int32_t> last_day;
  bool deictic = false;  // needed the publication time: "on Wednesday", "last week"
};

// Each expression lies inside one sentence. A length of time may be both a quantity and a time.
struct ValueSet {
  std::vector<Quantity> quantities;   // in text order, not overlapping
  std::vector<TimeExpression> times;  // in text order, not overlapping
};

// Finds all quantities and times of a report. `publish_day` (days since 1970-01-01) anchors
// relative times; outside the years 1 to 9999 it anchors none.
// Errors: only those of `context`. Linear in the tokens of a sentence times their depth.
absl::StatusOr<ValueSet> FindValues(const text::Document& document,
                                    const language::Annotation& annotation,
                                    absl::optional<int32_t> publish_day,
                                    const CallContext& context);

}  // namespace parallax::values

#endif  // PARALLAX_SERVER_VALUES_VALUES_H_
