#include "server/service/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace parallax::service {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

absl::Status Open(const std::string& path, Owned<BIO>* file) {
  file->reset(BIO_new_file(path.c_str(), "r"));
  ERR_clear_error();
  return *file != nullptr ? absl::OkStatus()
                          : absl::NotFoundError(absl::StrCat(path, ": not readable"));
}

absl::Status ReadCertificate(const std::string& path, Owned<X509>* certificate) {
  Owned<BIO> file;
  PARALLAX_RETURN_IF_ERROR(Open(path, &file));
  certificate->reset(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return *certificate != nullptr
             ? absl::OkStatus()
             : absl::InvalidArgumentError(absl::StrCat(path, ": no certificate in PEM form"));
}

// Never asks at a terminal: a key under a passphrase counts as no key.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status ReadKey(const std::string& path, Owned<EVP_PKEY>* key) {
  Owned<BIO> file;
  PARALLAX_RETURN_IF_ERROR(Open(path, &file));
  key->reset(PEM_read_bio_PrivateKey(file.get(), nullptr, &NoPassphrase, nullptr));
  ERR_clear_error();
  return *key != nullptr ? absl::OkStatus()
                         : absl::InvalidArgumentError(absl::StrCat(
                               path, ": no private key in PEM form without a passphrase"));
}

std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider> Watch(
    const ListenOptions& listen) {
  const int64_t seconds =
      std::max<int64_t>(1, absl::ToInt64Seconds(listen.certificate_reload_interval));
  return std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      listen.key_file, listen.certificate_file, listen.client_ca_file,
      static_cast<unsigned int>(seconds));
}

}  // namespace

absl::optional<CertificateFault> FindCertificateFault(const ListenOptions& listen) {
  const auto fault = [](absl::string_view flag, absl::string_view what) {
    return CertificateFault{std::string(flag), std::string(what)};
  };
  Owned<X509> certificate, authority;
  Owned<EVP_PKEY> key;
  if (const absl::Status read = ReadCertificate(listen.certificate_file, &certificate);
      !read.ok()) {
    return fault("tls_cert", read.message());
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return fault("tls_cert", absl::StrCat(listen.certificate_file, ": expired"));
  }
  if (const absl::Status read = ReadKey(listen.key_file, &key); !read.ok()) {
    return fault("tls_key", read.message());
  }
  const bool match = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!match) {
    return fault("tls_key",
                 absl::StrCat(listen.key_file, ": not the key of ", listen.certificate_file));
  }
  if (!listen.client_ca_file.empty()) {
    if (const absl::Status read = ReadCertificate(listen.client_ca_file, &authority); !read.ok()) {
      return fault("tls_client_ca", read.message());
    }
  }
  return absl::nullopt;
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const ListenOptions& listen) {
  if (listen.certificate_file.empty()) return grpc::InsecureServerCredentials();
  grpc::experimental::TlsServerCredentialsOptions options(Watch(listen));
  options.watch_identity_key_cert_pairs();
  if (!listen.client_ca_file.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ProbeCredentials(const ListenOptions& listen) {
  if (listen.certificate_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(listen));
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace parallax::service
