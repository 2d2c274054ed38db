// Errors as callers see them: a canonical code, a short message, and google.rpc details.
//
// Inside the server an error is an absl::Status; its details ride along as payloads until
// ToRpcStatus, the one place where they become part of an answer.
#ifndef PARALLAX_SERVER_API_ERRORS_H_
#define PARALLAX_SERVER_API_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace parallax::api {

// Reasons of google.rpc.ErrorInfo. Stable: callers decide by them.
namespace reason {
inline constexpr char kInvalidRequest[] = "INVALID_REQUEST";      // see the BadRequest
inline constexpr char kMalformedRequest[] = "MALFORMED_REQUEST";  // the bytes are no such message
inline constexpr char kQueueFull[] = "QUEUE_FULL";                // try again, see the RetryInfo
inline constexpr char kWorkTooLarge[] = "WORK_TOO_LARGE";  // more than can be done by the deadline
inline constexpr char kOutOfMemory[] = "OUT_OF_MEMORY";    // try again, see the RetryInfo
inline constexpr char kCallerLimit[] = "CALLER_LIMIT";  // likewise; this caller asks for too much
inline constexpr char kTooManyEvents[] = "TOO_MANY_EVENTS";  // likewise, for FollowEvent
inline constexpr char kAnswerTooLarge[] = "ANSWER_TOO_LARGE";
inline constexpr char kDeadlineExceeded[] = "DEADLINE_EXCEEDED";
inline constexpr char kCancelled[] = "CANCELLED";
inline constexpr char kShuttingDown[] = "SHUTTING_DOWN";
inline constexpr char kUnauthenticated[] = "UNAUTHENTICATED";
inline constexpr char kPermissionDenied[] = "PERMISSION_DENIED";
inline constexpr char kInternal[] = "INTERNAL";
}  // namespace reason

// The domain of all of them.
inline constexpr char kErrorDomain[] = "parallax";

// One thing that is wrong with a request.
struct Violation {
  std::string field;        // path from the request on: "reports[2].id"
  std::string description;  // short, lower-case, without article text: "97 bytes, limit 64"
};

// INVALID_ARGUMENT that lists the violations. REQUIRES: there is one at least.
absl::Status InvalidRequest(const std::vector<Violation>& violations);

// An error with a reason of its own.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// RESOURCE_EXHAUSTED: the same call may succeed after `delay`.
absl::Status RetryLater(absl::string_view reason, absl::string_view message, absl::Duration delay);

// `status` with its reason (that of its code, where it has none of its own) and its details.
// Message and details together stay under 8 KiB in base64, the most that a client takes by default;
// details that do not fit are counted in a last violation. Faults of the server (INTERNAL, UNKNOWN,
// DATA_LOSS and the like) keep their message to themselves.
// REQUIRES: !status.ok().
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The reason that ToRpcStatus gives.
std::string ReasonOf(const absl::Status& status);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_ERRORS_H_
