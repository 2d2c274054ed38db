// The certificate of the server.
#ifndef PARALLAX_SERVER_SERVICE_TLS_H_
#define PARALLAX_SERVER_SERVICE_TLS_H_

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "server/base/mutex.h"
#include "server/service/options.h"

namespace parallax::service {

struct CertificateFault {
  std::string flag;  // of parallaxd, without hyphens, that names the file
  std::string what;  // begins with the file
};

// What the files hold.
struct CertificateFiles {
  std::string certificate;
  std::string key;
  std::string client_ca;  // empty where none is named
};

// Reads the files and checks them: why the server could not show its certificate, if so. A file
// that cannot be read, or holds no certificate or key; a key that is not the certificate's; a
// certificate that has expired.
absl::optional<CertificateFault> ReadCertificateFiles(const ListenOptions& listen,
                                                      CertificateFiles* files);
absl::optional<CertificateFault> FindCertificateFault(const ListenOptions& listen);

// The certificate that is shown, taken from the files only when they are in order. gRPC 1.51
// watches files by itself and takes up whatever they hold, so it is given copies of its own, in
// memory. Neither copyable nor movable. Must outlive the credentials. Thread safety: Reload is safe
// for concurrent use.
class ServedCertificate {
 public:
  // Errors: INVALID_ARGUMENT, in terms of the flags, for files that are not in order.
  static absl::StatusOr<std::unique_ptr<ServedCertificate>> Load(const ListenOptions& listen);
  ServedCertificate(const ServedCertificate&) = delete;
  ServedCertificate& operator=(const ServedCertificate&) = delete;
  ~ServedCertificate();

  // Reads the files again. New connections see what is in them about a second later. Returns
  // whether anything has changed. Errors: as Load; what was served before still is.
  absl::StatusOr<bool> Reload();

  // TLS 1.2 or later.
  std::shared_ptr<grpc::ServerCredentials> Credentials() const;

 private:
  explicit ServedCertificate(const ListenOptions& listen) : listen_(listen) {}

  const ListenOptions listen_;
  Mutex mutex_;
  CertificateFiles served_ ABSL_GUARDED_BY(mutex_);
  int pair_ = -1;       // descriptor of a file in memory that holds certificate and key
  int client_ca_ = -1;  // likewise
};

// What a probe on the same machine uses to reach such a server: it shows the server's own
// certificate and takes whatever certificate it is shown.
std::shared_ptr<grpc::ChannelCredentials> ProbeCredentials(const ListenOptions& listen);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_TLS_H_
