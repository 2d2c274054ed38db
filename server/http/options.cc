#include "server/http/options.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/service/options.h"

namespace parallax::http {
namespace {

constexpr size_t kMinConnections = 4;
constexpr size_t kMaxConnections = 4096;
constexpr size_t kMiB = size_t{1} << 20;

// "https://desk.example.org:8443", without a path.
bool IsOrigin(absl::string_view text) {
  const size_t scheme = text.find("://");
  if (scheme == absl::string_view::npos) return false;
  const absl::string_view rest = text.substr(scheme + 3);
  const absl::string_view name = text.substr(0, scheme);
  return (name == "http" || name == "https") && !rest.empty() && !absl::StrContains(rest, "/");
}

}  // namespace

bool ParseAddress(absl::string_view address, HttpOptions* options) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return false;
  const absl::string_view host = address.substr(0, colon);
  const bool bracketed = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (absl::StrContains(host, ":") && !bracketed) return false;
  int port = 0;
  if (!absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 || port > 65535) return false;
  if (!host.empty()) options->host = std::string(host);
  options->port = port;
  return true;
}

std::vector<std::string> Validate(const HttpOptions& options) {
  std::vector<std::string> complaints;
  if (!options.allow_insecure_remote && !service::IsLoopback(options.host)) {
    complaints.push_back(absl::StrCat("--http_address: ", options.host,
                                      " is not loopback, and the port speaks plain text: give "
                                      "--allow_insecure_remote where the network is guarded"));
  }
  if (options.max_connections < kMinConnections || options.max_connections > kMaxConnections) {
    complaints.push_back(absl::StrCat("--http_max_connections: ", options.max_connections,
                                      ", must be ", kMinConnections, " to ", kMaxConnections));
  }
  if (options.max_held_bytes < kMiB) {
    complaints.push_back(absl::StrCat("--http_max_held_bytes: ", options.max_held_bytes,
                                      ", must be ", kMiB, " at least"));
  }
  for (const std::string& origin : options.allowed_origins) {
    if (!IsOrigin(origin)) {
      complaints.push_back(absl::StrCat("--http_allowed_origins: ", origin,
                                        ", must be http:// or https:// and a host"));
    }
  }
  return complaints;
}

}  // namespace parallax::http
