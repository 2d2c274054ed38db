#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/fixture.h"

namespace parallax::testing {
namespace {

using ::testing::SizeIs;

using CallsTest = ServiceTest;

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

TEST_F(CallsTest, RefusesCallsOnceTheQueueIsFullAndSaysWhenToComeBack) {
  Gate release;
  std::atomic<int> started{0};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    ++started;
    release.Wait();
    return absl::OkStatus();
  };
  options_.work = {.threads = 1, .max_queued_calls = 2};
  Start();
  std::thread running([&] { EXPECT_TRUE(Compare(SomeReports()).ok()); });
  while (started == 0) std::this_thread::yield();
  // A call that was given up keeps its place in the queue until its turn. Where the machine is too
  // busy even for a refusal, the next call has more time.
  std::vector<grpc::StatusCode> codes;
  grpc::Status refused;
  absl::Duration patience = absl::Milliseconds(50);
  do {
    refused = Compare(SomeReports(), nullptr, patience);
    codes.push_back(refused.error_code());
    patience *= 1.5;
  } while (refused.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_GE(codes.size(), 3u);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "QUEUE_FULL");
  const auto retry = DetailOf<google::rpc::RetryInfo>(refused);
  const double seconds =
      static_cast<double>(retry.retry_delay().seconds()) + 1e-9 * retry.retry_delay().nanos();
  EXPECT_GE(seconds, 0.1);
  EXPECT_LE(seconds, 10);
  release.Open();
  running.join();
  // Those that were given up may still hold their places.
  grpc::Status next = Compare(SomeReports());
  while (next.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) next = Compare(SomeReports());
  EXPECT_TRUE(next.ok()) << next.error_message();
  server_->Stop();  // before what the backend refers to goes
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
  EXPECT_EQ(Compare(SomeReports(), nullptr, absl::Milliseconds(50)).error_code(),
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
  options_.work.max_call_time = absl::Milliseconds(30);
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
