// The certificate of the server.
#ifndef PARALLAX_SERVER_SERVICE_TLS_H_
#define PARALLAX_SERVER_SERVICE_TLS_H_

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/types/optional.h"
#include "server/service/options.h"

namespace parallax::service {

struct CertificateFault {
  std::string flag;  // of parallaxd, without hyphens, that names the file
  std::string what;  // begins with the file
};

// Why the server could not show its certificate, if so: gRPC starts, binds the port and serves
// nobody then. A file that cannot be read, or holds no certificate or key; a key that is not the
// certificate's; a certificate that has expired.
absl::optional<CertificateFault> FindCertificateFault(const ListenOptions& listen);

// TLS 1.2 or later by the files of `listen`, which are read again as they change; plain text where
// there are none.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const ListenOptions& listen);

// What a probe on the same machine uses to reach such a server: it shows the server's own
// certificate and takes whatever certificate it is shown.
std::shared_ptr<grpc::ChannelCredentials> ProbeCredentials(const ListenOptions& listen);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_TLS_H_
