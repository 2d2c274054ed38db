#include "client/errors.h"

#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "client/terminal.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"

namespace parallax::client {
namespace {

// The canonical name of a code, as documents and other tools write it.
absl::string_view CodeName(int code) {
  static constexpr absl::string_view kNames[] = {"OK",
                                                 "CANCELLED",
                                                 "UNKNOWN",
                                                 "INVALID_ARGUMENT",
                                                 "DEADLINE_EXCEEDED",
                                                 "NOT_FOUND",
                                                 "ALREADY_EXISTS",
                                                 "PERMISSION_DENIED",
                                                 "RESOURCE_EXHAUSTED",
                                                 "FAILED_PRECONDITION",
                                                 "ABORTED",
                                                 "OUT_OF_RANGE",
                                                 "UNIMPLEMENTED",
                                                 "INTERNAL",
                                                 "UNAVAILABLE",
                                                 "DATA_LOSS",
                                                 "UNAUTHENTICATED"};
  return code >= 0 && code < static_cast<int>(std::size(kNames)) ? kNames[code] : "UNKNOWN";
}

std::string Headline(const google::rpc::Status& status, const std::string& server) {
  switch (status.code()) {
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "the request was refused";
    case grpc::StatusCode::UNAVAILABLE:
      return server.empty() ? "the engine is not available"
                            : absl::StrCat("no answer from ", server);
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "it took too long (see --timeout)";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "the request is too much for the server";
    case grpc::StatusCode::UNIMPLEMENTED:
      return absl::StrCat(server, " does not offer parallax.v1.FramingService");
    default:
      return "the call failed";
  }
}

// The file that stands behind "reports[2].id".
absl::string_view FileBehind(absl::string_view field, std::span<const std::string> paths) {
  constexpr absl::string_view kPrefix = "reports[";
  size_t index = 0;
  if (absl::StartsWith(field, kPrefix)) {
    field.remove_prefix(kPrefix.size());
    if (!absl::SimpleAtoi(field.substr(0, field.find(']')), &index)) return absl::string_view();
  } else if (!absl::StartsWith(field, "report.") && field != "report") {
    return absl::string_view();
  }
  return index < paths.size() ? absl::string_view(paths[index]) : absl::string_view();
}

}  // namespace

google::rpc::Status ToProto(const grpc::Status& status) {
  google::rpc::Status proto;
  if (!proto.ParseFromString(status.error_details())) proto.Clear();
  // The transport's own errors carry no details, and the code and message count in any case.
  proto.set_code(status.error_code());
  proto.set_message(status.error_message());
  return proto;
}

std::string Explain(const google::rpc::Status& status, const std::string& server,
                    std::span<const std::string> paths) {
  std::string text = absl::StrCat(Headline(status, server), ": ", CleanLine(status.message()), " (",
                                  CodeName(status.code()), ")\n");
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        const absl::string_view file = FileBehind(violation.field(), paths);
        absl::StrAppend(&text, "  ", CleanLine(violation.field()));
        if (!file.empty()) absl::StrAppend(&text, " (", CleanLine(file), ")");
        absl::StrAppend(&text, ": ", CleanLine(violation.description()), "\n");
      }
    } else if (detail.UnpackTo(&retry)) {
      const double seconds =
          static_cast<double>(
              google::protobuf::util::TimeUtil::DurationToMilliseconds(retry.retry_delay())) /
          1000;
      absl::StrAppendFormat(&text, "  try again in %.3g s\n", seconds);
    }
  }
  return text;
}

}  // namespace parallax::client
