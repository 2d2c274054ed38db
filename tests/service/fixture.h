// A server in the test's own process, and calls to it that cannot hang.
#ifndef PARALLAX_TESTS_SERVICE_FIXTURE_H_
#define PARALLAX_TESTS_SERVICE_FIXTURE_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/service/server.h"
#include "tests/service/fake_backend.h"

namespace parallax::testing {

// Long for a sanitizer on a loaded machine, short for a test that hangs.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr absl::Duration kPatience = absl::Minutes(4);
#else
inline constexpr absl::Duration kPatience = absl::Minutes(1);
#endif

inline void SetDeadline(grpc::ClientContext* context, absl::Duration in = kPatience) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + in));
}

// The detail of that type in a failed call; an empty one where there is none.
template <typename Detail>
Detail DetailOf(const google::rpc::Status& status) {
  Detail detail;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&detail);
  }
  return detail;
}
template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status rpc;
  EXPECT_TRUE(rpc.ParseFromString(status.error_details()));
  EXPECT_EQ(rpc.code(), static_cast<int>(status.error_code()));
  return DetailOf<Detail>(rpc);
}
inline std::string ReasonOf(const grpc::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.domain(), "parallax");
  return info.reason();
}

inline v1::CompareReportsRequest SomeReports(int count = 2) {
  v1::CompareReportsRequest request;
  for (int i = 0; i < count; ++i) request.add_reports()->set_text("It shut on Monday .");
  return request;
}

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest() {
    options_.work.threads = 2;
    options_.memory.max_cache_bytes = 0;  // tests count analyses
    options_.stop = {.drain_delay = absl::ZeroDuration(), .grace = absl::Seconds(10)};
  }

  // To be called once, after options_ and backend_ are as the test wants them.
  void Start(const absl::optional<service::ListenOptions>& listen = absl::nullopt) {
    auto server = service::Server::StartWith(backend_, options_, listen);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    stub_ = v1::FramingService::NewStub(server_->InProcessChannel());
  }

  // As Start, with calls over a socket. In process, gRPC ends every call the moment the server
  // stops.
  void StartListening() {
    service::ListenOptions listen;
    listen.port = 0;
    Start(listen);
    if (server_ != nullptr) {
      stub_ = v1::FramingService::NewStub(
          grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    }
  }

  grpc::Status Compare(const v1::CompareReportsRequest& request,
                       v1::CompareReportsResponse* response = nullptr,
                       absl::Duration deadline = kPatience) {
    grpc::ClientContext context;
    SetDeadline(&context, deadline);
    v1::CompareReportsResponse unused;
    return stub_->CompareReports(&context, request, response != nullptr ? response : &unused);
  }

  service::ServerOptions options_;
  std::shared_ptr<FakeBackend> backend_ = std::make_shared<FakeBackend>();
  std::unique_ptr<service::Server> server_;
  std::unique_ptr<v1::FramingService::Stub> stub_;
};

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_FIXTURE_H_
