#include "server/service/options.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/temp_folder.h"
#include "tests/service/test_certificate.h"

namespace parallax::service {
namespace {

using ::parallax::testing::MakeCertificate;
using ::parallax::testing::TempFolder;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(OptionsTest, DefaultsAreValid) {
  EXPECT_THAT(Validate(ServerOptions()), IsEmpty());
  EXPECT_THAT(Validate(ListenOptions()), IsEmpty());
}

TEST(OptionsTest, SaysAllThatIsWrongInTermsOfFlags) {
  ServerOptions options;
  options.limits.max_reports = 1;
  options.work.max_queue_time = absl::ZeroDuration();
  options.work.max_call_time = absl::InfiniteDuration();
  options.stop.grace = -absl::Seconds(1);
  EXPECT_THAT(
      Validate(options),
      ElementsAre("--max_reports: 1, must be 2 to 1000", "--max_queue_time: 0, must be 1ms to 1h",
                  "--max_call_time: inf, must be 1ms to 1h", "--grace: -1s, must be 0 to 1h"));
}

TEST(OptionsTest, PlainTextIsForLoopbackAlone) {
  for (const char* host : {"localhost", "127.0.0.1", "127.8.0.1", "::1", "[::1]"}) {
    ListenOptions listen;
    listen.host = host;
    EXPECT_THAT(Validate(listen), IsEmpty()) << host;
  }
  for (const char* host :
       {"0.0.0.0", "::", "[::]", "10.0.0.1", "example.org", "127.0.0.1.example"}) {
    ListenOptions listen;
    listen.host = host;
    EXPECT_THAT(Validate(listen), ElementsAre(HasSubstr("is not loopback"))) << host;
    listen.allow_insecure_remote = true;
    EXPECT_THAT(Validate(listen), IsEmpty()) << host;
  }
}

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    const auto first = MakeCertificate("first");
    const auto second = MakeCertificate("second");
    listen_.host = "0.0.0.0";
    listen_.certificate_file = folder_.Write("tls.crt", first.certificate_pem);
    listen_.key_file = folder_.Write("tls.key", first.key_pem);
    other_key_ = folder_.Write("other.key", second.key_pem);
  }

  TempFolder folder_;
  ListenOptions listen_;
  std::string other_key_;
};

TEST_F(CertificateTest, APairMayListenEverywhere) { EXPECT_THAT(Validate(listen_), IsEmpty()); }

TEST_F(CertificateTest, AKeyMustBeTheCertificates) {
  listen_.key_file = other_key_;
  EXPECT_THAT(Validate(listen_),
              ElementsAre(StartsWith("--tls_key: " + other_key_ + ": not the key of")));
}

TEST_F(CertificateTest, BothFilesMustBeThere) {
  listen_.key_file = folder_.File("none");
  EXPECT_THAT(Validate(listen_), ElementsAre("--tls_key: " + listen_.key_file + ": not readable"));
  listen_.key_file = "";
  EXPECT_THAT(Validate(listen_), ElementsAre("--tls_key: missing beside --tls_cert"));
  listen_.key_file = other_key_;
  listen_.certificate_file = "";
  EXPECT_THAT(Validate(listen_), ElementsAre("--tls_cert: missing beside --tls_key"));
}

TEST_F(CertificateTest, BothFilesMustHoldWhatTheyShould) {
  listen_.key_file = listen_.certificate_file;
  EXPECT_THAT(Validate(listen_), ElementsAre(AllOf(StartsWith("--tls_key: "),
                                                   HasSubstr("no private key in PEM form"))));
  listen_.certificate_file = other_key_;
  EXPECT_THAT(Validate(listen_), ElementsAre(AllOf(StartsWith("--tls_cert: "),
                                                   HasSubstr("no certificate in PEM form"))));
}

TEST_F(CertificateTest, AnExpiredCertificateIsRefused) {
  const auto old = MakeCertificate("old", -100);
  listen_.certificate_file = folder_.Write("old.crt", old.certificate_pem);
  listen_.key_file = folder_.Write("old.key", old.key_pem);
  EXPECT_THAT(Validate(listen_),
              ElementsAre("--tls_cert: " + listen_.certificate_file + ": expired"));
}

TEST_F(CertificateTest, TheClientsAuthorityMustBeACertificate) {
  listen_.client_ca_file = other_key_;
  EXPECT_THAT(Validate(listen_),
              ElementsAre(StartsWith("--tls_client_ca: " + other_key_ + ": no certificate")));
}

TEST_F(CertificateTest, AClientsAuthorityNeedsACertificateOfTheServer) {
  ListenOptions listen;
  listen.client_ca_file = listen_.certificate_file;
  EXPECT_THAT(Validate(listen), ElementsAre(HasSubstr("--tls_client_ca: needs --tls_cert")));
}

}  // namespace
}  // namespace parallax::service
