// The way to the service: a server somewhere, or one within this process.
#ifndef PARALLAX_CLIENT_CONNECTION_H_
#define PARALLAX_CLIENT_CONNECTION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "client/options.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/service/server.h"

namespace parallax::client {

// Neither copyable nor movable. Thread safety: stub() may be used from many threads.
class Connection {
 public:
  // A channel to options.server, which is not waited for; without one, starts the service in this
  // process, which reads the models in.
  // Errors: those of service::Server::Start; INVALID_ARGUMENT where a PEM file cannot be read.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  v1::FramingService::StubInterface& stub() { return *stub_; }

 private:
  Connection(std::unique_ptr<service::Server> server, std::shared_ptr<grpc::Channel> channel);

  const std::unique_ptr<service::Server> server_;  // null where the server is elsewhere
  const std::unique_ptr<v1::FramingService::StubInterface> stub_;
};

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_CONNECTION_H_
