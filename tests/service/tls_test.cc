// Over TLS: which certificate is shown, when it is changed, who is let in by theirs.
#include "server/service/tls.h"

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "server/service/health_probe.h"
#include "tests/service/fixture.h"
#include "tests/service/temp_folder.h"
#include "tests/service/test_certificate.h"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;

class TlsTest : public ServiceTest {
 protected:
  TlsTest() {
    UseCertificate(certificate_);
    listen_.port = 0;
    listen_.certificate_file = folder_.File("tls/tls.crt");
    listen_.key_file = folder_.File("tls/tls.key");
    listen_.certificate_reload_interval = absl::Seconds(1);
  }

  // Swaps the folder that holds the pair, as its operator would.
  void UseCertificate(const Certificate& certificate) {
    folder_.Write("new/tls.crt", certificate.certificate_pem);
    folder_.Write("new/tls.key", certificate.key_pem);
    if (std::filesystem::exists(folder_.File("tls"))) {
      std::filesystem::rename(folder_.File("tls"), folder_.File("old"));
    }
    std::filesystem::rename(folder_.File("new"), folder_.File("tls"));
  }

  // A call on a new connection that trusts `trusted` and shows `own`, where it has one.
  grpc::Status CallTrusting(const Certificate& trusted, const Certificate& own = {}) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = trusted.certificate_pem;
    options.pem_cert_chain = own.certificate_pem;
    options.pem_private_key = own.key_pem;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = v1::FramingService::NewStub(
        grpc::CreateCustomChannel(server_->address(), grpc::SslCredentials(options), arguments));
    grpc::ClientContext context;
    SetDeadline(&context);
    v1::CompareReportsResponse response;
    return stub->CompareReports(&context, SomeReports(), &response);
  }

  TempFolder folder_;
  const Certificate certificate_ = MakeCertificate("server");
  service::ListenOptions listen_;
};

TEST_F(TlsTest, ServesClientsThatTrustItsCertificate) {
  Start(listen_);
  const grpc::Status status = CallTrusting(certificate_);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(CallTrusting(MakeCertificate("other")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, DoesNotSpeakPlainText) {
  Start(listen_);
  stub_ = v1::FramingService::NewStub(
      grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  EXPECT_EQ(Compare(SomeReports()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, TheProbeReachesItWithTheServersOwnFiles) {
  Start(listen_);
  const absl::Status probe = service::ProbeHealth(server_->address(), listen_, kPatience);
  EXPECT_TRUE(probe.ok()) << probe;
  EXPECT_FALSE(service::ProbeHealth(server_->address(), {}, absl::Seconds(2)).ok());
}

TEST_F(TlsTest, LetsInOnlyClientsOfTheAuthorityWhereOneIsGiven) {
  const Certificate client = MakeCertificate("client");
  listen_.client_ca_file = folder_.Write("ca.crt", client.certificate_pem);
  Start(listen_);
  const grpc::Status status = CallTrusting(certificate_, client);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(CallTrusting(certificate_).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(CallTrusting(certificate_, MakeCertificate("stranger")).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, TakesUpANewCertificateWhileItServes) {
  Start(listen_);
  const Certificate renewed = MakeCertificate("renewed");
  UseCertificate(renewed);
  const absl::Time give_up = absl::Now() + kPatience;
  while (!CallTrusting(renewed).ok()) {
    ASSERT_LT(absl::Now(), give_up);
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_EQ(CallTrusting(certificate_).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AKeyThatDoesNotFitNeverReplacesOneThatDoes) {
  Start(listen_);
  const Certificate renewed = MakeCertificate("renewed");
  folder_.Write("tls/tls.crt", renewed.certificate_pem);  // and not the key
  const absl::Status reloaded = server_->Reload();
  EXPECT_THAT(std::string(reloaded.message()), HasSubstr("not the key of"));
  absl::SleepFor(absl::Seconds(2));  // in which gRPC would look
  const grpc::Status status = CallTrusting(certificate_);
  EXPECT_TRUE(status.ok()) << status.error_message();
  const Certificate expired = MakeCertificate("expired", -100);
  folder_.Write("tls/tls.crt", expired.certificate_pem);
  folder_.Write("tls/tls.key", expired.key_pem);
  EXPECT_THAT(std::string(server_->Reload().message()), HasSubstr("expired"));
  folder_.Write("tls/tls.key", renewed.key_pem);
  folder_.Write("tls/tls.crt", renewed.certificate_pem);
  EXPECT_TRUE(server_->Reload().ok());
  const absl::Time give_up = absl::Now() + kPatience;
  while (!CallTrusting(renewed).ok()) {
    ASSERT_LT(absl::Now(), give_up);
    absl::SleepFor(absl::Milliseconds(100));
  }
}

TEST_F(TlsTest, OnlyCertificatesOnTheListMayCall) {
  const Certificate client = MakeCertificate("client");  // for localhost
  listen_.client_ca_file = folder_.Write("ca.crt", client.certificate_pem);
  options_.callers.file = folder_.Write("callers", "desk san:localhost\n");
  Start(listen_);
  const grpc::Status status = CallTrusting(certificate_, client);
  EXPECT_TRUE(status.ok()) << status.error_message();
  folder_.Write("callers", "wire san:wire.example\n");
  ASSERT_TRUE(server_->Reload().ok());
  EXPECT_EQ(CallTrusting(certificate_, client).error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace parallax::testing
