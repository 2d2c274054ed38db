// Times of publication as people, pages and mail write them.
#ifndef PARALLAX_CLIENT_TIMES_H_
#define PARALLAX_CLIENT_TIMES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace parallax::client {

// "2023-03-15", "2023-03-15 14:10", RFC 3339 with or without seconds and zone; "Wed, 15 Mar 2023
// 14:10:00 +0100" (RFC 822); "March 15, 2023, 2:10 p.m. EDT", "15 March 2023"; "03/15/2023" where
// one of the numbers can be no month. Without a zone it is UTC; a date alone means noon, so that it
// stays the same day in nearly all zones. Errors: INVALID_ARGUMENT, also for years that no server
// takes (before 1000, after 8999).
absl::StatusOr<absl::Time> ParseTime(absl::string_view text);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TIMES_H_
