#include "server/service/health_probe.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/service/server.h"
#include "server/service/tls.h"

namespace parallax::service {

namespace {

// In our own words: the transport's are about its sockets and resolvers.
std::string Describe(const grpc::Status& status, absl::Duration timeout) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return "no answer";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return absl::StrCat("no answer within ", absl::FormatDuration(timeout));
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::UNIMPLEMENTED:
      return absl::StrCat("does not serve ", kServiceName);
    default:
      return status.error_message();
  }
}

}  // namespace

absl::Status CheckProbeAddress(absl::string_view address) {
  // "[::1]:7340", "name:7340"; nothing else has a port behind one colon.
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  const absl::string_view host = address.substr(0, std::min(colon, address.size()));
  const bool in_brackets = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (colon == absl::string_view::npos || host.empty() ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port == 0 || port > 65535 ||
      (!in_brackets && absl::StrContains(host, ':'))) {
    return absl::InvalidArgumentError(absl::StrCat(address, ", must be HOST:PORT"));
  }
  return absl::OkStatus();
}

absl::Status ProbeHealth(const std::string& address, const ListenOptions& listen,
                         absl::Duration timeout) {
  const auto stub =
      grpc::health::v1::Health::NewStub(grpc::CreateChannel(address, ProbeCredentials(listen)));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(kServiceName);
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub->Check(&context, request, &response);
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat(address, ": ", Describe(status, timeout)));
  }
  if (response.status() != grpc::health::v1::HealthCheckResponse::SERVING) {
    return absl::UnavailableError(
        absl::StrCat(address, ": ",
                     grpc::health::v1::HealthCheckResponse::ServingStatus_Name(response.status())));
  }
  return absl::OkStatus();
}

}  // namespace parallax::service
