// Differences that an editor has dismissed: named by key, and left out of later answers.
#ifndef PARALLAX_CLIENT_DISMISSED_H_
#define PARALLAX_CLIENT_DISMISSED_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// Whether `text` may be Difference.key: 16 hexadecimal digits, in lower case.
bool IsDifferenceKey(absl::string_view text);

// The keys in `content`, one a line. What stands behind a # is a comment; empty lines say nothing.
// Errors: INVALID_ARGUMENT with `name`, which stands for where the text came from, and the line.
absl::StatusOr<std::set<std::string>> ReadDismissed(absl::string_view content,
                                                    absl::string_view name);

// Takes the differences that have one of the keys out of `response`; returns how many these are.
int LeaveOutDismissed(const std::set<std::string>& keys, v1::CompareReportsResponse* response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_DISMISSED_H_
