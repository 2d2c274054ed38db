#include "server/service/options.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/service/tls.h"

namespace parallax::service {
namespace {

class Complaints {
 public:
  template <typename T>
  void Range(absl::string_view flag, T value, T least, T most) {
    if (value < least || value > most) {
      lines_.push_back(absl::StrCat("--", flag, ": ", value, ", must be ", least, " to ", most));
    }
  }
  void Range(absl::string_view flag, absl::Duration value, absl::Duration least,
             absl::Duration most) {
    if (value < least || value > most) {
      lines_.push_back(absl::StrCat("--", flag, ": ", absl::FormatDuration(value), ", must be ",
                                    absl::FormatDuration(least), " to ",
                                    absl::FormatDuration(most)));
    }
  }
  void Add(absl::string_view flag, absl::string_view what) {
    lines_.push_back(absl::StrCat("--", flag, ": ", what));
  }
  std::vector<std::string> Take() && { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

constexpr size_t kKiB = size_t{1} << 10;
constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kGiB = size_t{1} << 30;

}  // namespace

bool IsLoopback(absl::string_view host) {
  absl::string_view bare = host;
  if (absl::ConsumePrefix(&bare, "[")) absl::ConsumeSuffix(&bare, "]");
  if (bare == "localhost") return true;
  in_addr v4;
  if (inet_pton(AF_INET, std::string(bare).c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, std::string(bare).c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::vector<std::string> Validate(const ServerOptions& options) {
  Complaints complaints;
  const api::Limits& limits = options.limits;
  complaints.Range<size_t>("max_reports", limits.max_reports, 2, 1000);
  complaints.Range<size_t>("max_report_bytes", limits.max_report_bytes, kKiB, 64 * kMiB);
  complaints.Range<size_t>("max_request_bytes", limits.max_request_bytes, kKiB, 256 * kMiB);
  complaints.Range<size_t>("max_response_bytes", limits.max_response_bytes, kKiB, 512 * kMiB);
  complaints.Range("threads", options.work.threads, 0, 1024);
  complaints.Range("max_queue_time", options.work.max_queue_time, absl::Milliseconds(1),
                   absl::Hours(1));
  complaints.Range<size_t>("max_followed_events", options.work.max_followed_events, 0, 100'000);
  if (options.memory.limit != 0) {
    complaints.Range<size_t>("memory_limit", options.memory.limit, 64 * kMiB, 64 * 1024 * kGiB);
  }
  complaints.Range<size_t>("max_followed_bytes", options.memory.max_followed_bytes, 0, 64 * kGiB);
  complaints.Range<size_t>("max_cache_bytes", options.memory.max_cache_bytes, 0, 1024 * kGiB);
  complaints.Range("max_calls_per_caller", options.callers.max_calls, 0, 100'000);
  complaints.Range("max_followed_events_per_caller", options.callers.max_followed_events, 0,
                   100'000);
  complaints.Range("max_call_time", options.work.max_call_time, absl::Milliseconds(1),
                   absl::Hours(1));
  complaints.Range("drain_delay", options.stop.drain_delay, absl::ZeroDuration(), absl::Hours(1));
  complaints.Range("grace", options.stop.grace, absl::ZeroDuration(), absl::Hours(1));
  const TransportOptions& transport = options.transport;
  complaints.Range("max_concurrent_streams", transport.max_concurrent_streams, 1, 100'000);
  complaints.Range<size_t>("max_metadata_bytes", transport.max_metadata_bytes, kKiB, kMiB);
  complaints.Range<size_t>("max_connections", transport.max_connections, 0, 1'000'000);
  complaints.Range("min_ping_interval", transport.min_ping_interval, absl::Seconds(1),
                   absl::Hours(1));
  complaints.Range("keepalive_interval", transport.keepalive_interval, absl::Seconds(1),
                   absl::Hours(24));
  complaints.Range("keepalive_timeout", transport.keepalive_timeout, absl::Milliseconds(100),
                   absl::Hours(1));
  complaints.Range("max_connection_idle", transport.max_connection_idle, absl::Seconds(1),
                   absl::Hours(24 * 7));
  complaints.Range("max_transfer_time", transport.max_transfer_time, absl::Milliseconds(100),
                   absl::Hours(1));
  complaints.Range("max_event_idle", transport.max_event_idle, absl::Milliseconds(100),
                   absl::Hours(24 * 7));
  if (transport.max_connection_age != absl::InfiniteDuration()) {
    complaints.Range("max_connection_age", transport.max_connection_age, absl::Seconds(1),
                     absl::Hours(24 * 7));
  }
  return std::move(complaints).Take();
}

std::vector<std::string> Validate(const ListenOptions& listen) {
  Complaints complaints;
  if (listen.host.empty()) complaints.Add("host", "empty");
  complaints.Range("port", listen.port, 0, 65535);
  complaints.Range("tls_reload_interval", listen.certificate_reload_interval, absl::Seconds(1),
                   absl::Hours(24));
  const bool certificate = !listen.certificate_file.empty();
  if (certificate != !listen.key_file.empty()) {
    complaints.Add(certificate ? "tls_key" : "tls_cert",
                   certificate ? "missing beside --tls_cert" : "missing beside --tls_key");
  } else if (certificate) {
    if (const absl::optional<CertificateFault> fault = FindCertificateFault(listen)) {
      complaints.Add(fault->flag, fault->what);
    }
  } else if (!listen.client_ca_file.empty()) {
    complaints.Add("tls_client_ca", "needs --tls_cert and --tls_key");
  } else if (!listen.allow_insecure_remote && !IsLoopback(listen.host)) {
    complaints.Add("host", absl::StrCat(listen.host,
                                        " is not loopback: give --tls_cert and --tls_key, or "
                                        "--allow_insecure_remote where the network is guarded"));
  }
  return std::move(complaints).Take();
}

}  // namespace parallax::service
