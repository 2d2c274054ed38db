#include "client/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <string>
#include <utility>

#include "client/input.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

// More than a server sends unless it was told to send more than 64 MiB.
constexpr int kMaxAnswerBytes = 256 << 20;

// Answers depend on the request alone, so that trying again is safe. CANCELLED is what a call gets
// that races with the stop of one server among several.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [{"service": "parallax.v1.FramingService"}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }]
})";

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const TlsOptions& tls) {
  if (!tls.enabled) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  const std::pair<const std::string&, std::string&> files[] = {
      {tls.ca_file, ssl.pem_root_certs},
      {tls.certificate_file, ssl.pem_cert_chain},
      {tls.key_file, ssl.pem_private_key}};
  for (const auto& [path, content] : files) {
    if (path.empty()) continue;
    PARALLAX_ASSIGN_OR_RETURN(content, ReadFile(path));
  }
  return grpc::SslCredentials(ssl);
}

}  // namespace

Connection::Connection(std::unique_ptr<service::Server> server,
                       std::shared_ptr<grpc::Channel> channel)
    : server_(std::move(server)), stub_(v1::FramingService::NewStub(std::move(channel))) {}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options) {
  if (options.server.empty()) {
    service::ServerOptions server_options;
    server_options.work.max_call_time = options.timeout;
    PARALLAX_ASSIGN_OR_RETURN(std::unique_ptr<service::Server> server,
                              service::Server::Start(server_options));
    std::shared_ptr<grpc::Channel> channel = server->InProcessChannel();
    return std::unique_ptr<Connection>(new Connection(std::move(server), std::move(channel)));
  }
  PARALLAX_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                            Credentials(options.tls));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetServiceConfigJSON(kServiceConfig);
  return std::unique_ptr<Connection>(
      new Connection(nullptr, grpc::CreateCustomChannel(options.server, credentials, arguments)));
}

}  // namespace parallax::client
