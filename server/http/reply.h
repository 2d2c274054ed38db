// Answers of the port that are no answers of the service: errors, and how they look in HTTP.
#ifndef PARALLAX_SERVER_HTTP_REPLY_H_
#define PARALLAX_SERVER_HTTP_REPLY_H_

#include <httplib.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace parallax::http {

struct Reply {
  int status = 200;
  std::string body;  // JSON; empty: none
  std::vector<std::pair<std::string, std::string>> headers;
};

// A google.rpc.Status as JSON, with what HTTP calls it and, where it says when to try again,
// Retry-After. REQUIRES: status.code() is an error.
Reply ErrorReply(const google::rpc::Status& status);
// For a path or a method that the port does not have: NO_SUCH_PATH, 404; NO_SUCH_METHOD, 405.
Reply NoSuchPath();
Reply NoSuchMethod(const std::string& allowed);
// `status` under a name of HTTP that says more than its code: 408, 411, 413, 415, 431.
Reply ErrorReply(const absl::Status& status, int http_status);

void Fill(const Reply& reply, httplib::Response* response);
// The whole answer, after which the connection is closed. `with_body`: not for HEAD.
std::string ClosingBytes(const Reply& reply, bool with_body);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_REPLY_H_
