// The gRPC server: the framing service, health checking and reflection on a thread pool of its own.
//
// A program that wants the service in its own process starts one without a port:
//
//   service::ServerOptions options;
//   absl::StatusOr<std::unique_ptr<service::Server>> server = service::Server::Start(options);
//   if (!server.ok()) ...
//   auto stub = parallax::v1::FramingService::NewStub((*server)->InProcessChannel());
//
// Calls then take the same path as over a socket: the same validation, limits, deadlines, errors.
#ifndef PARALLAX_SERVER_SERVICE_SERVER_H_
#define PARALLAX_SERVER_SERVICE_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "server/service/options.h"
#include "server/service/snapshot.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace parallax::service {

class Backend;

// The full name of the service, also the name under which its health is asked.
inline constexpr char kServiceName[] = "parallax.v1.FramingService";

// The id of the engine's model, which every answer carries. Empty where the model cannot be read.
std::string ModelId();

// A handle. Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by
// multiple threads without any external synchronization.
class Server {
 public:
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops at once: cancels what still runs and waits for it to end

  // Checks the options, loads the engine, then takes calls: in process, and on `listen` where it is
  // given. Returns when the server answers.
  // Errors: INVALID_ARGUMENT listing all that is wrong with the options; UNAVAILABLE where the
  // address cannot be bound; INVALID_ARGUMENT with flag and name of a file of model, lexicon, style
  // or callers that cannot be read or used, or where the limit of memory is too low.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, const absl::optional<ListenOptions>& listen = absl::nullopt);

  // As Start, on `backend` in place of an engine of its own: for tests.
  static absl::StatusOr<std::unique_ptr<Server>> StartWith(
      std::shared_ptr<const Backend> backend, const ServerOptions& options,
      const absl::optional<ListenOptions>& listen = absl::nullopt);

  // A new channel to this server that uses no socket and has no limit on answers. It must not be
  // used once the server has stopped.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // The state in plain numbers.
  Snapshot snapshot() const;

  // Reads certificates and the file of callers again, as SIGHUP asks for: what is in order is used
  // from now on, what is not leaves the old one in use and is told in the log and by the status.
  absl::Status Reload();

  // The address that is listened on, with the port that was bound: "127.0.0.1:7340". Empty without.
  std::string address() const;

  // Stops as StopOptions say: health turns NOT_SERVING; after the drain delay no more calls are
  // taken and followed events end; calls still running after the grace are cancelled. Returns when
  // all have ended. Later calls wait for the first. `before_end` is called after the drain delay,
  // with the end of the grace: calls in process end at once when gRPC stops, and who makes them for
  // others lets them end there.
  void Stop(const std::function<void(absl::Time grace_ends)>& before_end = nullptr);

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_SERVER_H_
