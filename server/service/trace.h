// The ids of a call: how its caller, its line in the log and whoever traces it find one another.
#ifndef PARALLAX_SERVER_SERVICE_TRACE_H_
#define PARALLAX_SERVER_SERVICE_TRACE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::service {

// Names of metadata, in a call and behind its answer.
inline constexpr char kRequestIdKey[] = "x-request-id";
inline constexpr char kTraceParentKey[] = "traceparent";

struct CallIds {
  std::string request_id;    // the caller's, or one of our own
  std::string trace_id;      // 32 hexadecimal digits
  std::string trace_parent;  // W3C Trace Context, with a span of our own
};

// Of what came with a call, empty where nothing did. What is not well-formed counts as nothing:
// nobody's text goes into the log by way of an id.
CallIds MakeCallIds(absl::string_view request_id, absl::string_view trace_parent);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_TRACE_H_
