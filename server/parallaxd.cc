// parallaxd: serves the framing service until it is told to stop.

#include <malloc.h>
#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigwait is POSIX, not C++
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "server/http/http_server.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/service/descriptors.h"
#include "server/service/health_probe.h"
#include "server/service/library_logs.h"
#include "server/service/log.h"
#include "server/service/options.h"
#include "server/service/server.h"

namespace http = parallax::http;
namespace service = parallax::service;

// Where it listens.
ABSL_FLAG(std::string, host, service::ListenOptions().host,
          "Name or address to listen on; 0.0.0.0 or [::] for all interfaces. Anything but loopback "
          "needs --tls_cert or --allow_insecure_remote.");
ABSL_FLAG(int, port, service::ListenOptions().port,
          "Port to listen on; 0 for one that is free (the log names it).");
ABSL_FLAG(bool, allow_insecure_remote, false,
          "Speak plain text on other interfaces than loopback. For networks that something else "
          "guards, as in a container behind a proxy.");
ABSL_FLAG(std::string, tls_cert, "", "PEM file with the server's certificate chain.");
ABSL_FLAG(std::string, tls_key, "", "PEM file with its key.");
ABSL_FLAG(std::string, tls_client_ca, "",
          "PEM file with the authorities whose clients are let in. Empty: any client is.");
ABSL_FLAG(
    absl::Duration, tls_reload_interval, service::ListenOptions().certificate_reload_interval,
    "How often to look whether the PEM files, and that of --callers, have changed; SIGHUP has "
    "it looked at once. Files that are not in order leave the old ones in use.");
ABSL_FLAG(std::string, callers, "",
          "File of who may call: lines of NAME sha256:HASH_OF_BEARER_TOKEN or NAME "
          "san:NAME_OF_CERTIFICATE, each with rate=, calls= and share= as wanted. Empty: anyone "
          "who can connect.");
ABSL_FLAG(int, max_calls_per_caller, service::CallerOptions().max_calls,
          "Calls of one caller at a time, where its line of --callers says nothing; 0: any number. "
          "Callers share the threads evenly, however many calls each has.");
ABSL_FLAG(int, max_followed_events_per_caller, service::CallerOptions().max_followed_events,
          "Streams of FollowEvent of one caller at a time.");
ABSL_FLAG(bool, reflection, service::ServerOptions().reflection,
          "Describe the API to whoever asks.");

// The HTTP port.
ABSL_FLAG(std::string, http_address, "",
          "HOST:PORT for metrics, health and the calls as JSON, in plain text; :PORT is loopback, "
          "port 0 one that is free. Anything but loopback needs --allow_insecure_remote. Empty: "
          "none.");
ABSL_FLAG(bool, http_json, http::HttpOptions().json,
          "Serve the calls there; without it metrics and health alone.");
ABSL_FLAG(size_t, http_max_connections, http::HttpOptions().max_connections,
          "Connections open there at a time, each with a thread; three quarters may have a call.");
ABSL_FLAG(size_t, http_max_held_bytes, http::HttpOptions().max_held_bytes,
          "Bytes of requests and answers that the port holds at a time, at most an eighth of "
          "--memory_limit, of which they are part.");
ABSL_FLAG(std::vector<std::string>, http_allowed_origins, {},
          "Origins, separated by commas, whose pages may call from a browser.");

// How much it takes on.
ABSL_FLAG(int, threads, service::WorkOptions().threads, "Threads that analyse; 0: one a core.");
ABSL_FLAG(absl::Duration, max_queue_time, service::WorkOptions().max_queue_time,
          "Longest that a call may wait for what is before it, by the estimate of all that work; "
          "what would wait longer, or end after its deadline, is refused with RESOURCE_EXHAUSTED.");
ABSL_FLAG(size_t, max_followed_events, service::WorkOptions().max_followed_events,
          "Streams of FollowEvent open at a time; more are refused.");
ABSL_FLAG(size_t, memory_limit, service::MemoryOptions().limit,
          "Bytes that the whole process keeps to; 0: half of what its cgroup, else the machine, "
          "has. What does not fit is refused with RESOURCE_EXHAUSTED.");
ABSL_FLAG(size_t, max_followed_bytes, service::MemoryOptions().max_followed_bytes,
          "Bytes of memory that all these streams hold together; at most an eighth of "
          "--memory_limit.");
ABSL_FLAG(size_t, max_cache_bytes, service::MemoryOptions().max_cache_bytes,
          "Bytes of analyses that are kept for when the same report comes again; at most an eighth "
          "of --memory_limit; 0: none are.");
ABSL_FLAG(absl::Duration, max_call_time, service::WorkOptions().max_call_time,
          "Longest that a call may take, whatever deadline it came with. One that is estimated to "
          "take longer is refused at once.");
ABSL_FLAG(size_t, max_reports, parallax::api::Limits().max_reports, "Reports in a request.");
ABSL_FLAG(size_t, max_report_bytes, parallax::api::Limits().max_report_bytes,
          "Bytes of headline and body of a report.");
ABSL_FLAG(size_t, max_request_bytes, parallax::api::Limits().max_request_bytes,
          "Bytes of a request.");
ABSL_FLAG(size_t, max_response_bytes, parallax::api::Limits().max_response_bytes,
          "Bytes of an answer, about.");

// The connections.
ABSL_FLAG(int, max_concurrent_streams, service::TransportOptions().max_concurrent_streams,
          "Calls at a time on one connection; more wait in the client.");
ABSL_FLAG(size_t, max_connections, service::TransportOptions().max_connections,
          "Connections at a time, about; 0: as many as there are file descriptors for, less some. "
          "More are closed at once.");
ABSL_FLAG(size_t, max_metadata_bytes, service::TransportOptions().max_metadata_bytes,
          "Bytes of a call's metadata.");
ABSL_FLAG(absl::Duration, min_ping_interval, service::TransportOptions().min_ping_interval,
          "Clients that ping more often are cut off.");
ABSL_FLAG(absl::Duration, keepalive_interval, service::TransportOptions().keepalive_interval,
          "A connection on which nothing came for so long is pinged.");
ABSL_FLAG(absl::Duration, keepalive_timeout, service::TransportOptions().keepalive_timeout,
          "Where no answer to that comes in this time, the connection and its calls are ended.");
ABSL_FLAG(absl::Duration, max_connection_idle, service::TransportOptions().max_connection_idle,
          "Connections without a call for so long are closed.");
ABSL_FLAG(absl::Duration, max_transfer_time, service::TransportOptions().max_transfer_time,
          "Time that a caller has to send a request, and to take an answer; then it is cut off.");
ABSL_FLAG(absl::Duration, max_event_idle, service::TransportOptions().max_event_idle,
          "Time between two messages of a followed event; then the stream is ended.");
ABSL_FLAG(absl::Duration, max_connection_age, service::TransportOptions().max_connection_age,
          "Connections are closed after this time, so that clients spread over new servers; inf: "
          "never.");

// How it stops, on SIGTERM or SIGINT; a second one ends it at once.
ABSL_FLAG(absl::Duration, drain_delay, service::StopOptions().drain_delay,
          "Time between health turning NOT_SERVING and the port closing; at least the period of "
          "the load balancer's health checks.");
ABSL_FLAG(absl::Duration, grace, service::StopOptions().grace,
          "Time that calls may then go on before they are cancelled.");

ABSL_FLAG(std::string, model, "", "Model file to use in place of the one compiled in.");
ABSL_FLAG(std::vector<std::string>, lexicon, {},
          "Lexicon files, separated by commas, read after those compiled in.");
ABSL_FLAG(
    std::string, style, "",
    "File of the house style, applied to all calls, as `parallax help compare` describes it.");
ABSL_FLAG(std::string, log_format, "text", "Form of the log on standard error: text or json.");

ABSL_FLAG(std::string, health, "",
          "HOST:PORT. Serve nothing; ask the server there for its health and end with 0 where it "
          "serves, with 1 otherwise. With --tls_cert and --tls_key where it uses TLS.");

namespace {

constexpr char kUsage[] = R"(serves parallax.v1.FramingService over gRPC.

  parallaxd                                  plain text on 127.0.0.1:7340
  parallaxd --port=0 --log_format=json       on a free port, which the log names
  parallaxd --host=0.0.0.0 --tls_cert=tls/tls.crt --tls_key=tls/tls.key
  parallaxd --http_address=127.0.0.1:7341    with metrics, health and JSON over HTTP there
  parallaxd --health=127.0.0.1:7340          is the server there well?

SIGHUP: certificates and the file of callers are read again.
SIGTERM or SIGINT: health turns NOT_SERVING, after --drain_delay the port closes, calls under way
have --grace to end. Exit status: 0 stopped as told, 1 could not start or unhealthy, 2 wrong usage:
a flag that is unknown, or names what cannot be used.)";

constexpr int kWrongUsage = 2;
// Of the allocator. With one for each thread, memory that one has freed is not another's to use.
constexpr int kArenas = 4;

service::ListenOptions ListenFromFlags() {
  return {.host = absl::GetFlag(FLAGS_host),
          .port = absl::GetFlag(FLAGS_port),
          .allow_insecure_remote = absl::GetFlag(FLAGS_allow_insecure_remote),
          .certificate_file = absl::GetFlag(FLAGS_tls_cert),
          .key_file = absl::GetFlag(FLAGS_tls_key),
          .client_ca_file = absl::GetFlag(FLAGS_tls_client_ca),
          .certificate_reload_interval = absl::GetFlag(FLAGS_tls_reload_interval)};
}

service::ServerOptions OptionsFromFlags(service::Log* log) {
  return {.limits = {.max_reports = absl::GetFlag(FLAGS_max_reports),
                     .max_report_bytes = absl::GetFlag(FLAGS_max_report_bytes),
                     .max_request_bytes = absl::GetFlag(FLAGS_max_request_bytes),
                     .max_response_bytes = absl::GetFlag(FLAGS_max_response_bytes)},
          .work = {.threads = absl::GetFlag(FLAGS_threads),
                   .max_queue_time = absl::GetFlag(FLAGS_max_queue_time),
                   .max_call_time = absl::GetFlag(FLAGS_max_call_time),
                   .max_followed_events = absl::GetFlag(FLAGS_max_followed_events)},
          .memory = {.limit = absl::GetFlag(FLAGS_memory_limit),
                     .max_followed_bytes = absl::GetFlag(FLAGS_max_followed_bytes),
                     .max_cache_bytes = absl::GetFlag(FLAGS_max_cache_bytes)},
          .callers = {.file = absl::GetFlag(FLAGS_callers),
                      .max_calls = absl::GetFlag(FLAGS_max_calls_per_caller),
                      .max_followed_events = absl::GetFlag(FLAGS_max_followed_events_per_caller)},
          .stop = {.drain_delay = absl::GetFlag(FLAGS_drain_delay),
                   .grace = absl::GetFlag(FLAGS_grace)},
          .transport = {.max_concurrent_streams = absl::GetFlag(FLAGS_max_concurrent_streams),
                        .max_connections = absl::GetFlag(FLAGS_max_connections),
                        .max_metadata_bytes = absl::GetFlag(FLAGS_max_metadata_bytes),
                        .min_ping_interval = absl::GetFlag(FLAGS_min_ping_interval),
                        .keepalive_interval = absl::GetFlag(FLAGS_keepalive_interval),
                        .keepalive_timeout = absl::GetFlag(FLAGS_keepalive_timeout),
                        .max_connection_idle = absl::GetFlag(FLAGS_max_connection_idle),
                        .max_connection_age = absl::GetFlag(FLAGS_max_connection_age),
                        .max_transfer_time = absl::GetFlag(FLAGS_max_transfer_time),
                        .max_event_idle = absl::GetFlag(FLAGS_max_event_idle)},
          .model_file = absl::GetFlag(FLAGS_model),
          .lexicon_files = absl::GetFlag(FLAGS_lexicon),
          .style_file = absl::GetFlag(FLAGS_style),
          .reflection = absl::GetFlag(FLAGS_reflection),
          .log = log};
}

http::HttpOptions HttpOptionsFromFlags() {
  http::HttpOptions options;
  options.allow_insecure_remote = absl::GetFlag(FLAGS_allow_insecure_remote);
  options.json = absl::GetFlag(FLAGS_http_json);
  options.max_connections = absl::GetFlag(FLAGS_http_max_connections);
  options.max_held_bytes = absl::GetFlag(FLAGS_http_max_held_bytes);
  options.allowed_origins = absl::GetFlag(FLAGS_http_allowed_origins);
  return options;
}

// What is wrong is said on standard error.
int StatusOf(const absl::Status& fault) {
  std::cerr << "parallaxd: " << fault.message() << "\n";
  return fault.code() == absl::StatusCode::kInvalidArgument ? kWrongUsage : 1;
}

int Probe(const std::string& address) {
  if (const absl::Status status = service::CheckProbeAddress(address); !status.ok()) {
    std::cerr << "parallaxd: --health: " << status.message() << "\n";
    return kWrongUsage;
  }
  const absl::Status status = service::ProbeHealth(address, ListenFromFlags(), absl::Seconds(3));
  if (status.ok()) return 0;
  std::cerr << "parallaxd: " << status.message() << "\n";
  return 1;
}

int Serve() {
  // Before any thread begins, so that all of them leave these signals to sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  service::RaiseDescriptorLimit();
  mallopt(M_ARENA_MAX, kArenas);

  const std::string format = absl::GetFlag(FLAGS_log_format);
  if (format != "text" && format != "json") {
    std::cerr << "parallaxd: --log_format: " << format << ", must be text or json\n";
    return kWrongUsage;
  }
  service::Log log(format == "json" ? service::Log::Format::kJson : service::Log::Format::kText,
                   STDERR_FILENO);
  service::RouteLibraryLogs(&log);
  const absl::Cleanup unroute = [] { service::RouteLibraryLogs(nullptr); };
  const std::string http_address = absl::GetFlag(FLAGS_http_address);
  http::HttpOptions http_options = HttpOptionsFromFlags();
  if (!http_address.empty()) {
    if (!http::ParseAddress(http_address, &http_options)) {
      std::cerr << "parallaxd: --http_address: " << http_address << ", must be HOST:PORT\n";
      return kWrongUsage;
    }
    const std::vector<std::string> complaints = http::Validate(http_options);
    if (!complaints.empty()) {
      return StatusOf(absl::InvalidArgumentError(absl::StrJoin(complaints, "\n")));
    }
  }
  http::Metrics metrics({.version = PARALLAX_VERSION, .model = service::ModelId()});
  service::ServerOptions options = OptionsFromFlags(&log);
  if (!http_address.empty()) {
    options.observer = &metrics;
    if (http_options.json) options.memory.max_http_bytes = http_options.max_held_bytes;
  }
  const auto server = service::Server::Start(options, ListenFromFlags());
  if (!server.ok()) return StatusOf(server.status());
  std::unique_ptr<http::HttpServer> http_server;
  if (!http_address.empty()) {
    if (http_options.json) http_options.max_held_bytes = (*server)->snapshot().memory.http;
    auto started = http::HttpServer::Start(http_options, options, server->get(), &metrics);
    if (!started.ok()) return StatusOf(started.status());
    http_server = *std::move(started);
    Info(&log, "http", {{"address", http_server->address()}});
  }

  int signal = 0;
  do {
    sigwait(&signals, &signal);
    Info(&log, "signal", {{"signal", signal}});
    if (signal == SIGHUP) (*server)->Reload().IgnoreError();  // it has told in the log
  } while (signal == SIGHUP);
  sigdelset(&signals, SIGHUP);
  std::thread([signals] {
    int second = 0;
    sigwait(&signals, &second);
    _exit(128 + second);
  }).detach();
  (*server)->Stop([&http_server](absl::Time grace_ends) {
    if (http_server != nullptr) http_server->Stop(grace_ends);
  });
  return 0;
}

// What the program is to end with where Abseil ends it while it reads the flags, which it does with
// 1 for help and for wrong flags alike; negative once they are read.
int status_while_parsing = -1;

void EndAsUsageSays() {
  if (status_while_parsing < 0) return;
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  _exit(status_while_parsing);
}

bool AsksForHelp(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](absl::string_view argument) {
    while (absl::ConsumePrefix(&argument, "-")) {
    }
    return absl::StartsWith(argument, "help") || argument == "version";
  });
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  absl::FlagsUsageConfig config;
  config.version_string = [] {
    return absl::StrCat("parallaxd " PARALLAX_VERSION ", model ", parallax::service::ModelId(),
                        "\n");
  };
  absl::SetFlagsUsageConfig(config);
  std::atexit(&EndAsUsageSays);
  status_while_parsing = AsksForHelp(argc, argv) ? 0 : kWrongUsage;
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  status_while_parsing = -1;
  if (rest.size() > 1) {
    std::cerr << "parallaxd: unexpected argument " << rest[1] << "; see --help\n";
    return kWrongUsage;
  }
  const std::string health = absl::GetFlag(FLAGS_health);
  return health.empty() ? Serve() : Probe(health);
}
