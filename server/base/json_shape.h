// A look at JSON before anything is made of it: how deep it nests, and how many values it holds.
// Every value takes memory, however short it is: "[{},{},{}]".
#ifndef PARALLAX_SERVER_BASE_JSON_SHAPE_H_
#define PARALLAX_SERVER_BASE_JSON_SHAPE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace parallax {

// Far more than a request of `max_reports` reports can use.
constexpr size_t MaxJsonValues(size_t max_reports) { return 4096 + 64 * max_reports; }
inline constexpr size_t kMaxJsonDepth = 32;

// Whether `json` keeps to the bounds; takes any bytes, and does not say whether it is JSON. Linear
// in the bytes, without memory of its own.
// Errors: INVALID_ARGUMENT for over kMaxJsonDepth levels or over `max_values` values.
absl::Status CheckJsonShape(absl::string_view json, size_t max_values);

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_JSON_SHAPE_H_
