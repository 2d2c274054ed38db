#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <new>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/service/memory_limit.h"
#include "tests/service/fixture.h"
#include "tests/service/temp_folder.h"

namespace parallax::testing {
namespace {

using ::testing::SizeIs;

using CallsTest = ServiceTest;

// Too much to be done beside a call that does not give its slot away.
v1::CompareReportsRequest LongerReports() {
  v1::CompareReportsRequest request = SomeReports();
  for (v1::Report& report : *request.mutable_reports()) {
    for (int i = 0; i < 12; ++i) report.mutable_text()->append("\nIt shut on Monday .");
  }
  return request;
}

TEST_F(CallsTest, AnswersAComparison) {
  Start();
  v1::CompareReportsResponse response;
  const grpc::Status status = Compare(SomeReports(3), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_THAT(response.facts(), SizeIs(1));
  EXPECT_THAT(response.facts(0).accounts(), SizeIs(3));
  EXPECT_THAT(response.profiles(), SizeIs(3));
  EXPECT_EQ(backend_->analyses(), 3);
}

TEST_F(CallsTest, AnswersAnAnalysis) {
  Start();
  grpc::ClientContext context;
  SetDeadline(&context);
  v1::AnalyzeReportRequest request;
  request.mutable_report()->set_text("It shut .\nIt burned .");
  v1::AnalyzeReportResponse response;
  const grpc::Status status = stub_->AnalyzeReport(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.analysis().report_id(), "r1");
  EXPECT_THAT(response.analysis().sentences(), SizeIs(2));
}

TEST_F(CallsTest, RefusesAnInvalidRequestWithAllViolations) {
  Start();
  v1::CompareReportsRequest request = SomeReports();
  request.mutable_reports(0)->set_id("not valid");
  request.mutable_reports(1)->clear_text();
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_THAT(bad.field_violations(), SizeIs(2));
  EXPECT_EQ(bad.field_violations(0).field(), "reports[0].id");
  EXPECT_EQ(bad.field_violations(1).field(), "reports[1]");
  EXPECT_EQ(backend_->analyses(), 0);
}

TEST_F(CallsTest, NamesEveryReportThatTheEngineCannotRead) {
  backend_->on_analyze = [](const analysis::Report& report, const CallContext&) {
    return report.id == "r2" ? absl::OkStatus() : absl::InvalidArgumentError("no words");
  };
  Start();
  v1::CompareReportsRequest request = SomeReports(3);
  request.mutable_reports(2)->set_html("<p></p>");
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(),
            "2 violations: reports[0].text: no words; reports[2].html: no words");
}

TEST_F(CallsTest, NamesStringsThatAreNotUtf8) {
  Start();
  v1::CompareReportsRequest request = SomeReports();
  request.mutable_reports(1)->set_headline("caf\xe9");
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "reports[1].headline: byte 3 is not valid UTF-8");
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
}

TEST_F(CallsTest, RefusesBytesThatAreNoMessage) {
  Start();
  grpc::GenericStub stub(server_->InProcessChannel());
  const grpc::Slice slice("\x0a\x7f not that long");
  grpc::ByteBuffer request(&slice, 1), response;
  grpc::ClientContext context;
  SetDeadline(&context);
  grpc::Status status;
  Gate done;
  stub.UnaryCall(&context, "/parallax.v1.FramingService/CompareReports", grpc::StubOptions(),
                 &request, &response, [&](grpc::Status result) {
                   status = std::move(result);
                   done.Open();
                 });
  done.Wait();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "MALFORMED_REQUEST");
}

TEST_F(CallsTest, RefusesARequestOverTheLimitOfBytes) {
  options_.limits.max_report_bytes = 4096;
  options_.limits.max_request_bytes = 4096;
  Start();
  v1::CompareReportsRequest request = SomeReports();
  request.mutable_reports(0)->set_text(std::string(4000, 'x'));
  const size_t bytes = request.ByteSizeLong();
  ASSERT_LT(bytes, 4096u);
  EXPECT_TRUE(Compare(request).ok());
  request.mutable_reports(1)->set_text(std::string(200, 'x'));
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(),
            absl::StrCat("request: ", request.ByteSizeLong(), " bytes, limit 4096"));
}

TEST_F(CallsTest, TheTransportRefusesWhatIsFarOverTheLimit) {
  options_.limits.max_request_bytes = 4096;
  Start();
  v1::CompareReportsRequest request = SomeReports();
  request.mutable_reports(0)->set_text(std::string(10'000, 'x'));
  EXPECT_EQ(Compare(request).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(backend_->analyses(), 0);
}

TEST_F(CallsTest, RefusesAnAnswerOverTheLimit) {
  options_.limits.max_response_bytes = 1024;
  Start();
  v1::CompareReportsRequest request = SomeReports(8);
  request.set_view(v1::CompareReportsRequest::FULL);
  for (v1::Report& report : *request.mutable_reports()) report.set_text(std::string(500, 'x'));
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "ANSWER_TOO_LARGE");
}

TEST_F(CallsTest, KeepsFaultsOfTheEngineToItself) {
  backend_->on_analyze = [](const analysis::Report&, const CallContext&) {
    return absl::InternalError("token 7 of 3");
  };
  Start();
  const grpc::Status status = Compare(SomeReports());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message(), "internal error");
  EXPECT_EQ(ReasonOf(status), "INTERNAL");
}

TEST_F(CallsTest, RefusesWhatWouldWaitTooLongAndSaysWhenToComeBack) {
  Gate started, release;
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    started.Open();
    release.Wait();
    return absl::OkStatus();
  };
  options_.work.threads = 1;
  options_.work.max_queue_time = absl::Milliseconds(1);
  Start();
  // So much that the least that is ever taken to be left of it is more than may be waited for; and
  // the second is larger, so that it does not go first.
  v1::CompareReportsRequest request = SomeReports();
  const auto lengthen = [&] {
    for (int i = 0; i < 1000; ++i)
      request.mutable_reports(0)->mutable_text()->append("\nIt shut .");
  };
  lengthen();
  std::thread running([&, first = request] { EXPECT_TRUE(Compare(first).ok()); });
  started.Wait();
  lengthen();
  const grpc::Status refused = Compare(request);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "QUEUE_FULL");
  EXPECT_THAT(refused.error_message(),
              ::testing::MatchesRegex("would take [0-9.]+ s with what is before it, limit "
                                      "[0-9.]+ s"));
  const auto retry = DetailOf<google::rpc::RetryInfo>(refused);
  const double seconds =
      static_cast<double>(retry.retry_delay().seconds()) + 1e-9 * retry.retry_delay().nanos();
  EXPECT_GE(seconds, 0.1);
  EXPECT_LE(seconds, 30);
  release.Open();
  running.join();
  const absl::Time give_up = absl::Now() + kPatience;
  while (server_->snapshot().work.calls > 0 && absl::Now() < give_up) std::this_thread::yield();
  EXPECT_TRUE(Compare(SomeReports()).ok());
  server_->Stop();  // before what the backend refers to goes
}

TEST_F(CallsTest, RefusesAtOnceWhatCannotBeDoneInTheTimeAllowed) {
  options_.work.max_call_time = absl::Seconds(2);
  Start();
  v1::CompareReportsRequest request = SomeReports();
  for (int i = 0; i < 10'000; ++i) request.mutable_reports(0)->mutable_text()->append("it shut ");
  const grpc::Status refused = Compare(request);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "WORK_TOO_LARGE");
  EXPECT_THAT(refused.error_message(),
              ::testing::MatchesRegex("would take [0-9.]+ s with the server to itself, limit "
                                      "[0-9.]+ s"));
  EXPECT_GT(DetailOf<google::rpc::RetryInfo>(refused).retry_delay().seconds(), 0);
  EXPECT_EQ(backend_->analyses(), 0);
  EXPECT_TRUE(Compare(SomeReports()).ok());
}

TEST_F(CallsTest, ACallThatIsGivenUpLeavesTheQueue) {
  Gate started, release;
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    started.Open();
    release.Wait();
    return absl::OkStatus();
  };
  options_.work.threads = 1;
  Start();
  std::thread running([&] { EXPECT_TRUE(Compare(SomeReports()).ok()); });
  started.Wait();
  EXPECT_EQ(Compare(LongerReports(), nullptr, absl::Seconds(1)).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  const absl::Time give_up = absl::Now() + kPatience;
  while (server_->snapshot().work.calls > 1 && absl::Now() < give_up) std::this_thread::yield();
  EXPECT_EQ(server_->snapshot().work.calls, 1u);
  release.Open();
  running.join();
  server_->Stop();  // before what the backend refers to goes
}

TEST_F(CallsTest, MemoryThatRunsOutCostsItsCallOnly) {
  backend_->on_analyze = [](const analysis::Report& report, const CallContext&) -> absl::Status {
    if (report.outlet == "large") throw std::bad_alloc();
    return absl::OkStatus();
  };
  Start();
  v1::CompareReportsRequest request = SomeReports(3);
  request.mutable_reports(1)->set_outlet("large");
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "OUT_OF_MEMORY");
  EXPECT_TRUE(Compare(SomeReports()).ok());
}

TEST_F(CallsTest, RefusesWhatMemoryDoesNotSufficeFor) {
  options_.memory.limit = (service::ResidentMemory() + (size_t{64} << 20)) * 2;
  options_.limits.max_reports = 1000;
  options_.work.max_call_time = absl::Hours(1);
  Start();
  // Pages become trees: each of these may take 20 MiB.
  v1::CompareReportsRequest request;
  for (int i = 0; i < 100; ++i) request.add_reports()->set_html("<p>" + std::string(70'000, 'x'));
  request.mutable_reports(0)->mutable_html()->append(900'000, ' ');
  const size_t before = server_->snapshot().call_bytes_left;
  const grpc::Status status = Compare(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  EXPECT_EQ(ReasonOf(status), "OUT_OF_MEMORY");
  EXPECT_EQ(backend_->analyses(), 0);
  EXPECT_TRUE(Compare(SomeReports()).ok());
  const absl::Time give_up = absl::Now() + kPatience;
  while (server_->snapshot().call_bytes_left != before && absl::Now() < give_up) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server_->snapshot().call_bytes_left, before);
}

TEST_F(CallsTest, AReportThatComesAgainIsNotAnalysedAgain) {
  options_.memory.max_cache_bytes = size_t{1} << 20;
  Start();
  v1::CompareReportsResponse first, second;
  v1::CompareReportsRequest request = SomeReports(3);
  request.mutable_reports(2)->set_text("It burned .");
  ASSERT_TRUE(Compare(request, &first).ok());
  EXPECT_EQ(backend_->analyses(), 2);
  ASSERT_TRUE(Compare(request, &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_reports(1)->set_text("It fell .");
  ASSERT_TRUE(Compare(request).ok());
  EXPECT_EQ(backend_->analyses(), 3);
  EXPECT_GE(server_->snapshot().cache.hits, 5u);
}

TEST_F(CallsTest, IdsComeBackBehindTheAnswer) {
  Start();
  grpc::ClientContext context;
  SetDeadline(&context);
  context.AddMetadata("x-request-id", "desk-17");
  context.AddMetadata("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  v1::CompareReportsResponse response;
  ASSERT_TRUE(stub_->CompareReports(&context, SomeReports(), &response).ok());
  const auto trailing = [&](const char* key) {
    const auto place = context.GetServerTrailingMetadata().find(key);
    return place == context.GetServerTrailingMetadata().end()
               ? ""
               : std::string(place->second.data(), place->second.size());
  };
  EXPECT_EQ(trailing("x-request-id"), "desk-17");
  EXPECT_THAT(trailing("traceparent"),
              ::testing::MatchesRegex("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01"));
}

TEST_F(CallsTest, WithAListOfCallersOnlyThoseOnItAreServed) {
  TempFolder folder;
  // printf %s s3cret | sha256sum
  options_.callers.file = folder.Write(
      "callers", "desk sha256:1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0\n");
  Start();
  EXPECT_EQ(Compare(SomeReports()).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  const auto with = [&](const std::string& token) {
    grpc::ClientContext context;
    SetDeadline(&context);
    context.AddMetadata("authorization", "Bearer " + token);
    v1::CompareReportsResponse response;
    return stub_->CompareReports(&context, SomeReports(), &response);
  };
  const grpc::Status refused = with("other");
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(refused), "UNAUTHENTICATED");
  EXPECT_TRUE(with("s3cret").ok());
  // A file that is not in order leaves the old one in use; one that is holds at once.
  folder.Write("callers", "desk\n");
  EXPECT_FALSE(server_->Reload().ok());
  EXPECT_TRUE(with("s3cret").ok());
  folder.Write("callers", "wire san:wire.example\n");
  EXPECT_TRUE(server_->Reload().ok());
  EXPECT_EQ(with("s3cret").error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(CallsTest, DropsACallWhoseDeadlinePassedInTheQueue) {
  Gate release;
  std::atomic<int> started{0};
  backend_->on_analyze = [&](const analysis::Report& report, const CallContext&) {
    if (report.outlet == "first" && ++started == 1) release.Wait();
    return absl::OkStatus();
  };
  options_.work.threads = 1;
  Start();
  std::thread first([&] {
    v1::CompareReportsRequest request = SomeReports();
    request.mutable_reports(0)->set_outlet("first");
    EXPECT_TRUE(Compare(request).ok());
  });
  while (started == 0) std::this_thread::yield();
  EXPECT_EQ(Compare(LongerReports(), nullptr, absl::Seconds(1)).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  release.Open();
  first.join();
  EXPECT_TRUE(Compare(SomeReports()).ok());
  EXPECT_EQ(backend_->analyses(), 4);  // of the first and the last call
  server_->Stop();                     // before what the backend refers to goes
}

TEST_F(CallsTest, EndsWorkAtTheServersMaximumWhereTheCallerSetNone) {
  backend_->on_analyze = [](const analysis::Report&, const CallContext& context) {
    while (context.Check().ok()) std::this_thread::yield();
    return context.Check();
  };
  options_.work.max_call_time = absl::Seconds(1);
  Start();
  const grpc::Status status = Compare(SomeReports());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ReasonOf(status), "DEADLINE_EXCEEDED");
}

TEST_F(CallsTest, StopsWorkingForACallerThatHasGone) {
  Gate started, stopped;
  backend_->on_analyze = [&](const analysis::Report&, const CallContext& context) {
    started.Open();
    while (context.Check().ok()) std::this_thread::yield();
    EXPECT_EQ(context.Check().code(), absl::StatusCode::kCancelled);
    stopped.Open();
    return context.Check();
  };
  Start();
  grpc::ClientContext context;
  SetDeadline(&context);
  std::thread caller([&] {
    v1::CompareReportsResponse response;
    EXPECT_EQ(stub_->CompareReports(&context, SomeReports(), &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  started.Wait();
  context.TryCancel();
  stopped.Wait();
  caller.join();
  server_->Stop();  // before what the backend refers to goes
}

TEST_F(CallsTest, AnalysesTheReportsOfOneRequestAtTheSameTime) {
  // Each analysis waits until all four have begun.
  std::atomic<int> begun{0};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext& context) {
    ++begun;
    while (begun < 4 && context.Check().ok()) std::this_thread::yield();
    return context.Check();
  };
  options_.work.threads = 4;
  Start();
  const grpc::Status status = Compare(SomeReports(4));
  EXPECT_TRUE(status.ok()) << status.error_message();
  server_->Stop();  // before what the backend refers to goes
}

}  // namespace
}  // namespace parallax::testing
