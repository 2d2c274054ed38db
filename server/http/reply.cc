#include "server/http/reply.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/api/errors.h"
#include "server/http/json.h"

namespace parallax::http {
namespace {

const char* PhraseOf(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

}  // namespace

Reply ErrorReply(const google::rpc::Status& status) {
  Reply reply = {.status = HttpStatusOf(status.code()), .body = StatusJson(status), .headers = {}};
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.Is<google::rpc::RetryInfo>() || !detail.UnpackTo(&retry)) continue;
    const int64_t seconds =
        retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0);
    reply.headers.emplace_back("Retry-After", std::to_string(std::max<int64_t>(seconds, 1)));
  }
  if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

namespace {

// The service has no such errors; its own hide what they do not know.
Reply PortError(absl::StatusCode code, int http_status, const char* reason,
                const std::string& message) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(api::kErrorDomain);
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message(message);
  status.add_details()->PackFrom(info);
  Reply reply = ErrorReply(status);
  reply.status = http_status;
  return reply;
}

}  // namespace

Reply NoSuchPath() {
  return PortError(absl::StatusCode::kNotFound, 404, "NO_SUCH_PATH",
                   "no such path; see /openapi.json");
}

Reply NoSuchMethod(const std::string& allowed) {
  Reply reply = PortError(absl::StatusCode::kUnimplemented, 405, "NO_SUCH_METHOD",
                          absl::StrCat("allowed: ", allowed));
  reply.headers.emplace_back("Allow", allowed);
  return reply;
}

Reply ErrorReply(const absl::Status& status, int http_status) {
  Reply reply = ErrorReply(api::ToRpcStatus(status));
  reply.status = http_status;
  return reply;
}

void Fill(const Reply& reply, httplib::Response* response) {
  response->status = reply.status;
  for (const auto& [name, value] : reply.headers) response->set_header(name, value);
  if (!reply.body.empty()) response->set_content(reply.body, "application/json");
}

std::string ClosingBytes(const Reply& reply, bool with_body) {
  std::string bytes = absl::StrCat(
      "HTTP/1.1 ", reply.status, " ", PhraseOf(reply.status),
      "\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
  for (const auto& [name, value] : reply.headers) {
    absl::StrAppend(&bytes, name, ": ", value, "\r\n");
  }
  absl::StrAppend(&bytes, "Content-Type: application/json\r\nContent-Length: ", reply.body.size(),
                  "\r\n\r\n", with_body ? reply.body : "");
  return bytes;
}

}  // namespace parallax::http
