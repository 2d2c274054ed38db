// The HTTP port beside gRPC's: metrics, health, and the calls of the API as JSON.
//
//   GET  /metrics              for Prometheus
//   GET  /livez, /readyz       for orchestrators and load balancers
//   GET  /openapi.json         what follows, described
//   POST /v1/reports:analyze   AnalyzeReport
//   POST /v1/reports:compare   CompareReports
#ifndef PARALLAX_SERVER_HTTP_HTTP_SERVER_H_
#define PARALLAX_SERVER_HTTP_HTTP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/service/options.h"
#include "server/service/server.h"

namespace parallax::http {

// The document of /openapi.json.
absl::string_view OpenApiDocument();

// A handle. Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by
// multiple threads without any external synchronization.
class HttpServer {
 public:
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();  // Stop(absl::InfinitePast())

  // Answers when it returns. `server`, which was started with `service_options`, and `metrics` must
  // outlive it; it must have stopped before `server` ends what is in process (see Server::Stop).
  // Errors: INVALID_ARGUMENT listing all that is wrong with the options; UNAVAILABLE where the
  // address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpOptions& options, const service::ServerOptions& service_options,
      service::Server* server, Metrics* metrics);

  // "127.0.0.1:9340".
  const std::string& address() const;

  // Takes nothing more on; what is under way may go on until `deadline`. Returns when all has
  // ended. Later calls wait for the first.
  void Stop(absl::Time deadline);

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_HTTP_SERVER_H_
