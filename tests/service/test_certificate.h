// Certificates for tests, made on the spot.
#ifndef PARALLAX_TESTS_SERVICE_TEST_CERTIFICATE_H_
#define PARALLAX_TESTS_SERVICE_TEST_CERTIFICATE_H_

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace parallax::testing {

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;
};

// Signs itself, for localhost and 127.0.0.1; an authority too, so that it can vouch for itself.
// Valid from now for `seconds`, which may be negative.
inline Certificate MakeCertificate(const std::string& name, long seconds = 3600) {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  X509* const x = certificate.get();
  X509_set_version(x, 2);
  static long serial = 1;
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x), seconds < 0 ? 2 * seconds : -60);
  X509_gmtime_adj(X509_getm_notAfter(x), seconds);
  X509_set_pubkey(x, key.get());
  X509_NAME* subject = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, subject);
  const auto extend = [x](int nid, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, "critical,CA:TRUE");
  extend(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_sign(x, key.get(), EVP_sha256());

  const auto text_of = [](auto write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    write(bio.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<size_t>(size));
  };
  return {text_of([x](BIO* bio) { PEM_write_bio_X509(bio, x); }), text_of([&key](BIO* bio) {
            PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_TEST_CERTIFICATE_H_
