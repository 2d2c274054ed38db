// Over a real socket: health, draining, limits of the transport.
#include "server/service/server.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/service/health_probe.h"
#include "tests/service/fixture.h"
#include "tests/service/raw_connection.h"

namespace parallax::testing {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class ServerTest : public ServiceTest {
 protected:
  // What health checking says of a service; the empty name is the whole server.
  HealthCheckResponse::ServingStatus Health(const std::string& name) {
    const auto stub = grpc::health::v1::Health::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    SetDeadline(&context);
    HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    const grpc::Status status = stub->Check(&context, request, &response);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
      return HealthCheckResponse::SERVICE_UNKNOWN;
    }
    return status.ok() ? response.status() : HealthCheckResponse::UNKNOWN;
  }
};

TEST_F(ServerTest, ListensOnAPortThatIsFree) {
  StartListening();
  EXPECT_THAT(server_->address(), ::testing::MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]*"));
  v1::CompareReportsResponse response;
  EXPECT_TRUE(Compare(SomeReports(), &response).ok());
  EXPECT_THAT(response.facts(), SizeIs(1));
}

TEST_F(ServerTest, SaysSoWhereThePortIsTaken) {
  StartListening();
  service::ListenOptions listen;
  listen.port = std::stoi(server_->address().substr(server_->address().find(':') + 1));
  const auto second = service::Server::StartWith(backend_, options_, listen);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server_->address()));
}

TEST_F(ServerTest, RefusesOptionsThatAreWrongWithAllComplaints) {
  options_.limits.max_reports = 0;
  service::ListenOptions listen;
  listen.host = "0.0.0.0";
  const auto server = service::Server::StartWith(backend_, options_, listen);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("--max_reports"));
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("--host"));
}

TEST_F(ServerTest, HealthIsServingByTheFullNameFromTheStart) {
  StartListening();
  EXPECT_EQ(Health(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health("parallax.v1.FramingService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health("FramingService"), HealthCheckResponse::SERVICE_UNKNOWN);
  EXPECT_TRUE(service::ProbeHealth(server_->address(), {}, kPatience).ok());
}

TEST_F(ServerTest, WhileDrainingHealthSaysSoAndCallsAreStillTaken) {
  // What is seen counts where the drain had not ended by then; a busy machine gets a longer one.
  for (absl::Duration drain = absl::Seconds(1);; drain *= 4) {
    options_.stop.drain_delay = drain;
    StartListening();
    std::atomic<bool> stopped{false};
    std::thread stopping([&] {
      server_->Stop();
      stopped = true;
    });
    HealthCheckResponse::ServingStatus health = HealthCheckResponse::SERVING;
    while (health == HealthCheckResponse::SERVING) health = Health("parallax.v1.FramingService");
    const HealthCheckResponse::ServingStatus whole = Health("");
    const grpc::Status call = Compare(SomeReports());
    const absl::Status probe = service::ProbeHealth(server_->address(), {}, kPatience);
    const bool in_time = !stopped;
    stopping.join();
    EXPECT_EQ(Compare(SomeReports()).error_code(), grpc::StatusCode::UNAVAILABLE);
    if (!in_time && drain < kPatience) continue;
    EXPECT_EQ(health, HealthCheckResponse::NOT_SERVING);
    EXPECT_EQ(whole, HealthCheckResponse::NOT_SERVING);
    EXPECT_TRUE(call.ok()) << call.error_message();
    EXPECT_THAT(std::string(probe.message()), HasSubstr("NOT_SERVING"));
    return;
  }
}

TEST_F(ServerTest, StoppingUnderLoadLosesNoCallThatWasTaken) {
  // The server counts the calls it took, the callers those that were answered.
  std::atomic<int> taken{0};
  backend_->on_analyze = [&](const analysis::Report& report, const CallContext&) {
    if (report.id == "r1") ++taken;
    absl::SleepFor(absl::Milliseconds(2));
    return absl::OkStatus();
  };
  options_.stop.drain_delay = absl::Milliseconds(300);
  StartListening();
  std::atomic<int> answered{0};
  std::atomic<bool> stopped{false};
  std::vector<std::thread> callers;
  callers.reserve(8);
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto stub = v1::FramingService::NewStub(
          grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
      while (!stopped) {
        grpc::ClientContext context;
        SetDeadline(&context);
        v1::CompareReportsResponse response;
        const grpc::Status status = stub->CompareReports(&context, SomeReports(), &response);
        if (status.ok()) {
          ++answered;
        } else {
          // A call that the closing port turned away was not taken; the next server has it.
          EXPECT_NE(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
          return;
        }
      }
    });
  }
  while (answered < 50) std::this_thread::yield();
  server_->Stop();
  stopped = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, taken);
}

TEST_F(ServerTest, CallsThatOutlastTheGraceAreCancelled) {
  Gate started;
  std::atomic<absl::StatusCode> ended_by{absl::StatusCode::kOk};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext& context) {
    started.Open();
    while (context.Check().ok()) absl::SleepFor(absl::Milliseconds(1));
    ended_by = context.Check().code();
    return context.Check();
  };
  options_.stop.grace = absl::Milliseconds(100);
  StartListening();
  std::thread caller(
      [&] { EXPECT_EQ(Compare(SomeReports()).error_code(), grpc::StatusCode::UNAVAILABLE); });
  started.Wait();
  server_->Stop();
  EXPECT_EQ(ended_by.load(), absl::StatusCode::kCancelled);  // not by its deadline
  caller.join();
}

TEST_F(ServerTest, StopMayBeCalledByManyAndWaitsForTheFirst) {
  StartListening();
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { server_->Stop(); });
  for (std::thread& thread : threads) thread.join();
  server_->Stop();
  EXPECT_EQ(Compare(SomeReports()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, MetadataOverTheLimitEndsTheCallNotTheServer) {
  options_.transport.max_metadata_bytes = 2048;
  StartListening();
  grpc::ClientContext context;
  SetDeadline(&context);
  context.AddMetadata("long", std::string(4096, 'x'));
  v1::CompareReportsResponse response;
  EXPECT_EQ(stub_->CompareReports(&context, SomeReports(), &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  // gRPC may close the connection with the call; the next one takes as long as it takes to open.
  grpc::Status next = Compare(SomeReports());
  while (next.error_code() == grpc::StatusCode::UNAVAILABLE) {
    absl::SleepFor(absl::Milliseconds(10));
    next = Compare(SomeReports());
  }
  EXPECT_TRUE(next.ok()) << next.error_message();
}

TEST_F(ServerTest, RefusesCompressedMessagesBeforeTheyAreUnpacked) {
  StartListening();
  v1::CompareReportsRequest request = SomeReports();
  request.mutable_reports(0)->set_text(std::string(1'000'000, 'x'));
  for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    SetDeadline(&context);
    context.set_compression_algorithm(algorithm);
    v1::CompareReportsResponse response;
    EXPECT_EQ(stub_->CompareReports(&context, request, &response).error_code(),
              grpc::StatusCode::UNIMPLEMENTED);
  }
  EXPECT_EQ(backend_->analyses(), 0);
  EXPECT_EQ(server_->snapshot().calls.bytes_in, 0u);
  EXPECT_TRUE(Compare(SomeReports()).ok());
}

TEST_F(ServerTest, StopsThoughConnectionsHang) {
  options_.stop.grace = absl::Hours(1);  // ends only where it does not wait for them
  StartListening();
  ASSERT_TRUE(Compare(SomeReports()).ok());
  RawConnection silent(server_->address()), half(server_->address()), begun(server_->address());
  ASSERT_TRUE(silent.connected() && half.connected() && begun.connected());
  half.Send("PRI * HT");
  begun.Send(Http2Hello());
  absl::SleepFor(absl::Milliseconds(200));
  server_->Stop();
}

TEST_F(ServerTest, TakesNoMoreConnectionsThanItIsTold) {
  options_.transport.max_connections = 20;
  StartListening();
  ASSERT_TRUE(Compare(SomeReports()).ok());
  {
    std::vector<RawConnection> many;
    for (int i = 0; i < 60; ++i) {
      many.emplace_back(server_->address());
      many.back().Send(Http2Hello());
    }
    const absl::Time give_up = absl::Now() + kPatience;
    while (server_->snapshot().connections_turned_away == 0 && absl::Now() < give_up) {
      absl::SleepFor(absl::Milliseconds(10));
    }
    EXPECT_GT(server_->snapshot().connections_turned_away, 0u);
    EXPECT_TRUE(Compare(SomeReports()).ok());  // on the connection that it has
  }
  // Once they have gone, there is room again.
  grpc::Status status;
  const absl::Time give_up = absl::Now() + kPatience;
  do {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stub_ = v1::FramingService::NewStub(grpc::CreateCustomChannel(
        server_->address(), grpc::InsecureChannelCredentials(), arguments));
    status = Compare(SomeReports());
  } while (!status.ok() && absl::Now() < give_up);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(ServerTest, ReflectionIsThereUnlessItIsTurnedOff) {
  // What it answers to the question for its services, which is field 7, empty.
  const auto lists = [this] {
    const auto channel =
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    grpc::ClientContext context;
    SetDeadline(&context);
    const grpc::internal::RpcMethod method(
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        grpc::internal::RpcMethod::BIDI_STREAMING, channel);
    using Factory = grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>;
    const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream(
        Factory::Create(channel.get(), method, &context));
    const grpc::Slice question(std::string("\x3a\x00", 2));
    grpc::ByteBuffer answer;
    stream->Write(grpc::ByteBuffer(&question, 1));
    const bool read = stream->Read(&answer);
    stream->WritesDone();
    const grpc::Status status = stream->Finish();
    grpc::Slice bytes;
    if (!read || !answer.DumpToSingleSlice(&bytes).ok()) return std::to_string(status.error_code());
    return std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
  };
  StartListening();
  EXPECT_THAT(lists(), HasSubstr("parallax.v1.FramingService"));
  options_.reflection = false;
  StartListening();
  EXPECT_EQ(lists(), std::to_string(grpc::StatusCode::UNIMPLEMENTED));
}

}  // namespace
}  // namespace parallax::testing
