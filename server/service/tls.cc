#include "server/service/tls.h"

#include <fcntl.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

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

absl::Status Read(const std::string& path, std::string* bytes) {
  std::ifstream file(path, std::ios::binary);
  bytes->assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  return file.is_open() && !file.bad() ? absl::OkStatus()
                                       : absl::NotFoundError(absl::StrCat(path, ": not readable"));
}

Owned<BIO> Open(const std::string& bytes) {
  return Owned<BIO>(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

absl::Status ParseCertificate(const std::string& path, const std::string& pem,
                              Owned<X509>* certificate) {
  certificate->reset(PEM_read_bio_X509(Open(pem).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return *certificate != nullptr
             ? absl::OkStatus()
             : absl::InvalidArgumentError(absl::StrCat(path, ": no certificate in PEM form"));
}

// Never asks at a terminal: a key under a passphrase counts as no key.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status ParseKey(const std::string& path, const std::string& pem, Owned<EVP_PKEY>* key) {
  key->reset(PEM_read_bio_PrivateKey(Open(pem).get(), nullptr, &NoPassphrase, nullptr));
  ERR_clear_error();
  return *key != nullptr ? absl::OkStatus()
                         : absl::InvalidArgumentError(absl::StrCat(
                               path, ": no private key in PEM form without a passphrase"));
}

// Of a file in memory: each time it is opened by this name, what the descriptor then leads to.
std::string PathOf(int descriptor) { return absl::StrCat("/proc/self/fd/", descriptor); }

// A new file in memory, which takes the place of the one that `descriptor` leads to; -1: none yet.
absl::Status Replace(const std::string& bytes, int* descriptor) {
  const int file = memfd_create("parallax-tls", MFD_CLOEXEC);
  size_t written = 0;
  while (file >= 0 && written < bytes.size()) {
    const ssize_t more = write(file, bytes.data() + written, bytes.size() - written);
    if (more <= 0) break;
    written += static_cast<size_t>(more);
  }
  if (file < 0 || written < bytes.size()) {
    if (file >= 0) close(file);
    return absl::InternalError("no memory for a copy of the certificate");
  }
  if (*descriptor < 0) {
    *descriptor = file;
    return absl::OkStatus();
  }
  dup3(file, *descriptor, O_CLOEXEC);
  close(file);
  return absl::OkStatus();
}

}  // namespace

absl::optional<CertificateFault> ReadCertificateFiles(const ListenOptions& listen,
                                                      CertificateFiles* files) {
  const auto fault = [](absl::string_view flag, absl::string_view what) {
    return CertificateFault{std::string(flag), std::string(what)};
  };
  Owned<X509> certificate, authority;
  Owned<EVP_PKEY> key;
  absl::Status read = Read(listen.certificate_file, &files->certificate);
  if (read.ok()) {
    read = ParseCertificate(listen.certificate_file, files->certificate, &certificate);
  }
  if (!read.ok()) return fault("tls_cert", read.message());
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return fault("tls_cert", absl::StrCat(listen.certificate_file, ": expired"));
  }
  read = Read(listen.key_file, &files->key);
  if (read.ok()) read = ParseKey(listen.key_file, files->key, &key);
  if (!read.ok()) return fault("tls_key", read.message());
  const bool match = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!match) {
    return fault("tls_key",
                 absl::StrCat(listen.key_file, ": not the key of ", listen.certificate_file));
  }
  if (!listen.client_ca_file.empty()) {
    read = Read(listen.client_ca_file, &files->client_ca);
    if (read.ok()) read = ParseCertificate(listen.client_ca_file, files->client_ca, &authority);
    if (!read.ok()) return fault("tls_client_ca", read.message());
  }
  return absl::nullopt;
}

absl::optional<CertificateFault> FindCertificateFault(const ListenOptions& listen) {
  CertificateFiles files;
  return ReadCertificateFiles(listen, &files);
}

absl::StatusOr<std::unique_ptr<ServedCertificate>> ServedCertificate::Load(
    const ListenOptions& listen) {
  std::unique_ptr<ServedCertificate> served(new ServedCertificate(listen));
  PARALLAX_RETURN_IF_ERROR(served->Reload().status());
  return served;
}

ServedCertificate::~ServedCertificate() {
  for (const int descriptor : {pair_, client_ca_}) {
    if (descriptor >= 0) close(descriptor);
  }
}

absl::StatusOr<bool> ServedCertificate::Reload() {
  CertificateFiles files;
  if (const absl::optional<CertificateFault> fault = ReadCertificateFiles(listen_, &files)) {
    return absl::InvalidArgumentError(absl::StrCat("--", fault->flag, ": ", fault->what));
  }
  MutexLock lock(&mutex_);
  if (files.certificate == served_.certificate && files.key == served_.key &&
      files.client_ca == served_.client_ca) {
    return false;
  }
  // One file for both, so that they change together.
  PARALLAX_RETURN_IF_ERROR(Replace(absl::StrCat(files.certificate, "\n", files.key), &pair_));
  if (!files.client_ca.empty()) PARALLAX_RETURN_IF_ERROR(Replace(files.client_ca, &client_ca_));
  served_ = std::move(files);
  return true;
}

std::shared_ptr<grpc::ServerCredentials> ServedCertificate::Credentials() const {
  const std::string pair = PathOf(pair_);
  grpc::experimental::TlsServerCredentialsOptions options(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          pair, pair, client_ca_ < 0 ? "" : PathOf(client_ca_), /*refresh_interval_sec=*/1));
  options.watch_identity_key_cert_pairs();
  if (client_ca_ >= 0) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ProbeCredentials(const ListenOptions& listen) {
  if (listen.certificate_file.empty()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          listen.key_file, listen.certificate_file, listen.client_ca_file, 1));
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace parallax::service
