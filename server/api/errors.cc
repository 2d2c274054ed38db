#include "server/api/errors.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"

namespace parallax::api {
namespace {

constexpr size_t kMaxMessageBytes = 512;
// With the message, and by a third longer in base64, just under 8 KiB.
constexpr size_t kMaxViolationBytes = 4608;

// A payload's type URL is that of the Any which it becomes.
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kRetryInfoUrl[] = "type.googleapis.com/google.rpc.RetryInfo";

void Attach(absl::string_view url, const google::protobuf::Message& detail, absl::Status* status) {
  status->SetPayload(url, absl::Cord(detail.SerializeAsString()));
}

void AttachReason(absl::string_view reason, absl::Status* status) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kErrorDomain);
  Attach(kErrorInfoUrl, info, status);
}

std::string Capped(absl::string_view text) {
  if (text.size() <= kMaxMessageBytes) return std::string(text);
  size_t end = kMaxMessageBytes - 3;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "...");
}

// Errors whose message was written for callers.
bool IsForCallers(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return true;
    default:
      return false;
  }
}

absl::string_view DefaultReason(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return reason::kInvalidRequest;
    case absl::StatusCode::kResourceExhausted:
      return reason::kQueueFull;
    case absl::StatusCode::kDeadlineExceeded:
      return reason::kDeadlineExceeded;
    case absl::StatusCode::kCancelled:
      return reason::kCancelled;
    case absl::StatusCode::kUnavailable:
      return reason::kShuttingDown;
    default:
      return reason::kInternal;
  }
}

}  // namespace

absl::Status InvalidRequest(const std::vector<Violation>& violations) {
  assert(!violations.empty());
  std::string message;
  if (violations.size() > 1) message = absl::StrCat(violations.size(), " violations: ");
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (size_t i = 0; i < violations.size(); ++i) {
    const auto& [field, description] = violations[i];
    if (message.size() <= kMaxMessageBytes) {
      absl::StrAppend(&message, i == 0 ? "" : "; ", field, ": ", description);
    }
    bytes += field.size() + description.size() + 8;
    auto* entry = bad_request.add_field_violations();
    if (bytes > kMaxViolationBytes) {
      entry->set_description(absl::StrCat("and ", violations.size() - i, " more"));
      break;
    }
    entry->set_field(field);
    entry->set_description(description);
  }
  absl::Status status = absl::InvalidArgumentError(message);
  AttachReason(reason::kInvalidRequest, &status);
  Attach(kBadRequestUrl, bad_request, &status);
  return status;
}

absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  absl::Status status(code, message);
  AttachReason(reason, &status);
  return status;
}

absl::Status RetryLater(absl::string_view reason, absl::string_view message, absl::Duration delay) {
  absl::Status status = MakeError(absl::StatusCode::kResourceExhausted, reason, message);
  google::rpc::RetryInfo retry;
  const int64_t nanoseconds = std::max<int64_t>(0, absl::ToInt64Nanoseconds(delay));
  retry.mutable_retry_delay()->set_seconds(nanoseconds / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanoseconds % 1'000'000'000));
  Attach(kRetryInfoUrl, retry, &status);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kErrorInfoUrl);
  google::rpc::ErrorInfo info;
  if (payload.has_value() && info.ParseFromString(std::string(*payload))) return info.reason();
  return std::string(DefaultReason(status.code()));
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  assert(!status.ok());
  const bool for_callers = IsForCallers(status.code());
  google::rpc::Status result;
  result.set_code(static_cast<int>(for_callers ? status.code() : absl::StatusCode::kInternal));
  result.set_message(for_callers ? Capped(status.message()) : "internal error");

  google::rpc::ErrorInfo info;
  info.set_reason(for_callers ? ReasonOf(status) : reason::kInternal);
  info.set_domain(kErrorDomain);
  result.add_details()->PackFrom(info);
  for (const char* url : {kBadRequestUrl, kRetryInfoUrl}) {
    if (const absl::optional<absl::Cord> payload = status.GetPayload(url)) {
      google::protobuf::Any* detail = result.add_details();
      detail->set_type_url(url);
      detail->set_value(std::string(*payload));
    }
  }
  return result;
}

}  // namespace parallax::api
