// The certificate of the server.
#ifndef PARALLAX_SERVER_SERVICE_TLS_H_
#define PARALLAX_SERVER_SERVICE_TLS_H_

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/status.h"
#include "server/service/options.h"

namespace parallax::service {

// Whether the server could show the certificate: gRPC starts, binds the port and serves nobody
// where it could not. Errors: NOT_FOUND for a file that cannot be read; INVALID_ARGUMENT for one
// that holds no certificate or key, for a key that is not the certificate's, and for a certificate
// that has expired.
absl::Status CheckCertificate(const ListenOptions& listen);

// TLS 1.2 or later by the files of `listen`, which are read again as they change; plain text where
// there are none.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const ListenOptions& listen);

// What a probe on the same machine uses to reach such a server: it shows the server's own
// certificate and takes whatever certificate it is shown.
std::shared_ptr<grpc::ChannelCredentials> ProbeCredentials(const ListenOptions& listen);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_TLS_H_
