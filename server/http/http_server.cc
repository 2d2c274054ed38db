#include "server/http/http_server.h"

#include <httplib.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/types/optional.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"
#include "server/http/connections.h"
#include "server/http/head.h"
#include "server/http/json_door.h"
#include "server/http/process_state.h"
#include "server/http/readiness.h"
#include "server/http/reply.h"
#include "server/http/wire.h"

extern "C" {
extern const char parallax_openapi[];
extern const char parallax_openapi_end[];
}

namespace parallax::http {
namespace {

constexpr int kMaxRequestsAConnection = 1000;
constexpr char kPlainText[] = "text/plain; charset=utf-8";
constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";
constexpr char kNoSuchPath[] = "other";

absl::Status Malformed(absl::string_view what) {
  return api::MakeError(absl::StatusCode::kInvalidArgument, api::reason::kMalformedRequest, what);
}

Reply NoPlace() {
  return ErrorReply(api::RetryLater(api::reason::kQueueFull, "no place for one more connection",
                                    absl::Seconds(1)),
                    503);
}

const JsonDoor::Method* MethodAt(absl::string_view path) {
  for (const JsonDoor::Method& method : JsonDoor::kMethods) {
    if (path == method.path) return &method;
  }
  return nullptr;
}

// A path that is served, as metrics name it; nullptr for others.
const char* PageAt(absl::string_view path) {
  for (const char* page : {"/livez", "/readyz", "/metrics", "/openapi.json"}) {
    if (path == page) return page;
  }
  return nullptr;
}

// One request on its way through the library, whose handlers see no more of the connection.
struct Exchange {
  Wire* wire = nullptr;
  Head head;
  Held held;
  absl::Time begin;  // when its head had come
};
thread_local Exchange* current = nullptr;

}  // namespace

absl::string_view OpenApiDocument() {
  return {parallax_openapi, static_cast<size_t>(parallax_openapi_end - parallax_openapi)};
}

// The library reads requests and writes answers; connections, threads and bounds are ours.
class HttpServer::Impl final : private httplib::Server {
 public:
  Impl(const HttpOptions& options, const service::ServerOptions& service_options,
       service::Server* server, Metrics* metrics)
      : options_(options),
        stuck_after_(service_options.work.max_call_time + options.stuck_margin),
        server_(server),
        metrics_(metrics),
        door_(server->InProcessChannel(),
              {.limits = service_options.limits,
               .max_call_time = service_options.work.max_call_time,
               .max_calls = std::max<size_t>(options.max_connections * 3 / 4, 1),
               .max_held_bytes = options.max_held_bytes}) {}

  absl::Status Start() {
    AddPages();
    if (options_.json) AddMethods();
    set_keep_alive_timeout(absl::ToInt64Seconds(options_.wire.idle_time));
    set_keep_alive_max_count(kMaxRequestsAConnection);
    set_post_routing_handler(
        [this](const httplib::Request&, httplib::Response& response) { FinishHeaders(&response); });
    set_exception_handler([](const httplib::Request&, httplib::Response& response,
                             std::exception_ptr) {  // NOLINT: the library's
      Fill(ErrorReply(absl::InternalError("exception"), 500), &response);
    });
    PARALLAX_ASSIGN_OR_RETURN(
        connections_, Connections::Listen(options_.host, options_.port, options_.max_connections,
                                          options_.wire, ClosingBytes(NoPlace(), true)));
    connections_->Start([this](Wire* wire) { ServeConnection(wire); });
    return absl::OkStatus();
  }

  const std::string& address() const { return connections_->address(); }
  void Stop(absl::Time deadline) {
    if (connections_ != nullptr) connections_->Stop(deadline);
  }

 private:
  void AddPages() {
    Get("/livez", [this](const httplib::Request&, httplib::Response& response) {
      const absl::Duration not_moved = watch_.Look(server_->state(), absl::Now());
      ShowChecks(CheckLife(server_->state(), not_moved, stuck_after_), &response);
    });
    Get("/readyz", [this](const httplib::Request&, httplib::Response& response) {
      ShowChecks(Readiness(server_->state(), ReadProcessState()), &response);
    });
    Get("/metrics", [this](const httplib::Request&, httplib::Response& response) {
      const service::ServerState state = server_->state();
      const ProcessState process = ReadProcessState();
      response.set_content(metrics_->Page(state, process,
                                          {.connections = connections_->count(),
                                           .turned_away = connections_->turned_away(),
                                           .cut_for_others = connections_->cut_for_others()},
                                          Readiness(state, process)),
                           kMetricsType);
    });
    Get("/openapi.json", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(std::string(OpenApiDocument()), "application/json");
    });
  }

  void AddMethods() {
    for (const JsonDoor::Method& method : JsonDoor::kMethods) {
      Post(method.path, [this, &method](const httplib::Request&, httplib::Response& response,
                                        const httplib::ContentReader& reader) {
        door_.Serve(method, current->head, current->wire, reader, &current->held, &response);
      });
      Options(method.path, [](const httplib::Request&, httplib::Response& response) {
        response.status = 204;
        response.set_header("Allow", "POST, OPTIONS");
      });
    }
  }

  std::vector<Check> Readiness(const service::ServerState& state, const ProcessState& process) {
    return CheckReadiness(state, process, watch_.Look(state, absl::Now()), stuck_after_);
  }

  static void ShowChecks(const std::vector<Check>& checks, httplib::Response* response) {
    response->status = AllWell(checks) ? 200 : 503;
    response->set_content(PageOf(checks), kPlainText);
  }

  bool IsAllowedOrigin(const std::string& origin) const {
    return std::find(options_.allowed_origins.begin(), options_.allowed_origins.end(), origin) !=
           options_.allowed_origins.end();
  }

  // Before the answer is written: how long that takes is the caller's affair.
  void Count(const Exchange& exchange, int status) const {
    const JsonDoor::Method* const method = MethodAt(exchange.head.path);
    const char* const page = method != nullptr ? method->path : PageAt(exchange.head.path);
    metrics_->OnHttpRequest(page != nullptr ? page : kNoSuchPath, status,
                            absl::Now() - exchange.begin);
  }

  void FinishHeaders(httplib::Response* response) const {
    Count(*current, response->status);
    response->set_header("Cache-Control", "no-store");
    response->set_header("X-Content-Type-Options", "nosniff");
    // What is left of the body would be taken for the next request.
    if (current->wire->body_left() && !response->has_header("Connection")) {
      response->headers.erase("Keep-Alive");
      response->set_header("Connection", "close");
    }
    if (current->head.origin.empty() || !IsAllowedOrigin(current->head.origin)) return;
    response->set_header("Access-Control-Allow-Origin", current->head.origin);
    response->set_header("Vary", "Origin");
    if (current->head.method == "OPTIONS") {
      response->set_header("Access-Control-Allow-Methods", "POST");
      response->set_header("Access-Control-Allow-Headers",
                           "authorization, content-type, grpc-timeout, traceparent, x-request-id");
      response->set_header("Access-Control-Max-Age", "600");
    } else {
      response->set_header("Access-Control-Expose-Headers",
                           "retry-after, traceparent, x-request-id");
    }
  }

  // What is refused before its body is read.
  absl::optional<Reply> FindFault(const Head& head) const {
    const bool is_page = PageAt(head.path) != nullptr;
    const bool is_method = options_.json && MethodAt(head.path) != nullptr;
    if (!is_page && !is_method) {
      return NoSuchPath();
    }
    const char* const allowed = is_page ? "GET, HEAD" : "POST, OPTIONS";
    const std::vector<absl::string_view> methods =
        is_page ? std::vector<absl::string_view>{"GET", "HEAD"}
                : std::vector<absl::string_view>{"POST", "OPTIONS"};
    if (std::find(methods.begin(), methods.end(), head.method) == methods.end()) {
      return NoSuchMethod(allowed);
    }
    if (head.method != "POST") {
      if (head.has_body()) return ErrorReply(Malformed("a body where none belongs"), 400);
      return absl::nullopt;
    }
    if (!head.content_encoding.empty() && head.content_encoding != "identity") {
      return ErrorReply(Malformed("compressed bodies are not taken"), 415);
    }
    if (head.content_type != "application/json") {
      return ErrorReply(Malformed("the content type must be application/json"), 415);
    }
    if (!head.chunked && !head.length.has_value()) {
      return ErrorReply(Malformed("neither content-length nor chunks"), 411);
    }
    if (head.length.value_or(0) > door_.max_body_bytes()) {
      return ErrorReply(
          api::InvalidRequest({{"request", absl::StrCat(*head.length, " bytes of JSON, limit ",
                                                        door_.max_body_bytes())}}),
          413);
    }
    return absl::nullopt;
  }

  static absl::optional<Reply> FindFault(Wire::Head read) {
    switch (read) {
      case Wire::Head::kTimedOut:
        return ErrorReply(Malformed("the head did not come in time"), 408);
      case Wire::Head::kTooLong:
        return ErrorReply(Malformed("the head is too long"), 431);
      default:
        return absl::nullopt;
    }
  }

  void ServeConnection(Wire* wire) {
    for (int left = kMaxRequestsAConnection; left > 0 && !connections_->stopping(); --left) {
      std::string text;
      const Wire::Head read = wire->ReadHead(&text);
      if (read == Wire::Head::kClosed) return;
      Exchange exchange;
      exchange.wire = wire;
      exchange.begin = absl::Now();
      absl::optional<Reply> fault = FindFault(read);
      if (!fault.has_value()) {
        const absl::Status status = ReadHead(&text, &exchange.head);
        fault = status.ok() ? FindFault(exchange.head) : ErrorReply(status, 400);
      }
      bool goes_on = false;
      if (fault.has_value()) {
        Count(exchange, fault->status);
        wire->WriteAll(ClosingBytes(*fault, exchange.head.method != "HEAD"));
      } else {
        goes_on = ServeRequest(std::move(text), left == 1, &exchange);
      }
      exchange.held = Held();  // free for others, however long this one takes to go
      if (!goes_on) return wire->Linger();
    }
  }

  // Whether the connection may serve another one.
  bool ServeRequest(std::string text, bool is_last, Exchange* exchange) {
    Wire* const wire = exchange->wire;
    const Head& head = exchange->head;
    if (head.expects_continue && head.has_body()) wire->WriteAll("HTTP/1.1 100 Continue\r\n\r\n");
    // Chunks of a few bytes come in a frame of as many.
    const size_t body_bytes = head.chunked ? 2 * door_.max_body_bytes() : head.length.value_or(0);
    wire->Begin(std::move(text), body_bytes);
    if (head.has_body()) wire->ExpectBody();
    // The library does not tell the end of chunks from a fault in them.
    const bool close = is_last || head.chunked || connections_->stopping();
    bool closed = false;
    current = exchange;
    const bool written = process_request(*wire, close, closed, nullptr);
    current = nullptr;
    return written && !close && !closed && !wire->body_left();
  }

  const HttpOptions options_;
  const absl::Duration stuck_after_;
  service::Server* const server_;
  Metrics* const metrics_;
  PoolWatch watch_;
  JsonDoor door_;
  std::unique_ptr<Connections> connections_;  // last: its threads use all of the above
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpOptions& options, const service::ServerOptions& service_options,
    service::Server* server, Metrics* metrics) {
  const std::vector<std::string> complaints = Validate(options);
  if (!complaints.empty()) return absl::InvalidArgumentError(absl::StrJoin(complaints, "\n"));
  auto impl = std::make_unique<Impl>(options, service_options, server, metrics);
  PARALLAX_RETURN_IF_ERROR(impl->Start());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

const std::string& HttpServer::address() const { return impl_->address(); }

void HttpServer::Stop(absl::Time deadline) { impl_->Stop(deadline); }

}  // namespace parallax::http
