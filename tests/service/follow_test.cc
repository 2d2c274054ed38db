#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "server/service/calls.h"
#include "server/service/work_estimate.h"
#include "tests/service/direct_calls.h"
#include "tests/service/fixture.h"

namespace parallax::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

v1::FollowEventRequest Adding(const std::string& id, const std::string& text = "It shut .") {
  v1::FollowEventRequest request;
  request.mutable_report()->set_id(id);
  request.mutable_report()->set_text(text);
  return request;
}
v1::FollowEventRequest Removing(const std::string& id) {
  v1::FollowEventRequest request;
  request.set_remove_report_id(id);
  return request;
}

class FollowedEventTest : public ::testing::Test {
 protected:
  v1::FollowEventResponse Step(v1::FollowEventRequest request) {
    v1::FollowEventResponse response;
    const absl::Status status = testing::Step(workshop_, &event_, &request, &response);
    EXPECT_EQ(static_cast<int>(status.code()), response.error().code());
    return response;
  }

  FakeBackend backend_;
  api::Limits limits_;
  ByteBudget budget_{size_t{1} << 20};
  service::Workshop workshop_ = {.backend = &backend_,
                                 .limits = &limits_,
                                 .followed_bytes = &budget_,
                                 .parallel = engine::Sequentially};
  service::FollowedEvent event_;
};

TEST_F(FollowedEventTest, AnswersEachReportWithTheComparisonOfAllSoFar) {
  v1::FollowEventResponse response = Step(Adding("a"));
  EXPECT_THAT(response.report_ids(), ElementsAre("a"));
  EXPECT_THAT(response.comparison().profiles(), SizeIs(1));
  response = Step(Adding("b"));
  EXPECT_THAT(response.report_ids(), ElementsAre("a", "b"));
  ASSERT_THAT(response.comparison().facts(), SizeIs(1));
  EXPECT_THAT(response.comparison().facts(0).accounts(), SizeIs(2));
  EXPECT_EQ(backend_.analyses(), 2);  // what is known of a is kept
}

TEST_F(FollowedEventTest, AReportWithAKnownIdTakesThePlaceOfTheOldOne) {
  Step(Adding("a"));
  Step(Adding("b"));
  const v1::FollowEventResponse response = Step(Adding("a", "It burned down ."));
  EXPECT_THAT(response.report_ids(), ElementsAre("a", "b"));
  EXPECT_EQ(response.comparison().facts(0).accounts(0).mentions(0).span().text(),
            "It burned down .");
}

TEST_F(FollowedEventTest, NamesReportsWithoutAnIdAfterTheFirstFreePlace) {
  Step(Adding(""));
  Step(Adding("r3"));
  Step(Adding(""));
  EXPECT_THAT(Step(Adding("")).report_ids(), ElementsAre("r1", "r3", "r2", "r4"));
  EXPECT_THAT(Step(Removing("r1")).report_ids(), ElementsAre("r3", "r2", "r4"));
  EXPECT_THAT(Step(Adding("")).report_ids(), ElementsAre("r3", "r2", "r4", "r1"));
}

TEST_F(FollowedEventTest, RemovesReportsDownToNone) {
  Step(Adding("a"));
  const v1::FollowEventResponse response = Step(Removing("a"));
  EXPECT_TRUE(response.has_comparison());
  EXPECT_THAT(response.comparison().profiles(), SizeIs(0));
  EXPECT_THAT(response.report_ids(), SizeIs(0));
}

TEST_F(FollowedEventTest, ABadStepChangesNothing) {
  Step(Adding("a"));
  Step(Adding("b"));
  backend_.on_analyze = [](const analysis::Report&, const CallContext&) {
    return absl::InvalidArgumentError("no words");
  };
  v1::FollowEventRequest request = Adding("a", "It burned down .");
  request.mutable_options()->set_view(v1::CompareReportsRequest::FULL);
  v1::FollowEventResponse response = Step(request);
  EXPECT_EQ(response.error().code(), 3);
  EXPECT_EQ(response.error().message(), "report.text: no words");
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(response.error()).field_violations(0).field(),
            "report.text");
  EXPECT_THAT(response.report_ids(), ElementsAre("a", "b"));

  backend_.on_analyze = nullptr;
  response = Step(Adding("c"));
  EXPECT_THAT(response.report_ids(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(response.comparison().facts(0).accounts(0).mentions(0).span().text(), "It shut .");
  EXPECT_THAT(response.comparison().analyses(), SizeIs(0));  // the options went with the step
}

TEST_F(FollowedEventTest, RemovingAnUnknownReportIsAnError) {
  Step(Adding("a"));
  const v1::FollowEventResponse response = Step(Removing("b"));
  EXPECT_EQ(response.error().message(), "remove_report_id: no report with this id is held");
  EXPECT_THAT(response.report_ids(), ElementsAre("a"));
}

TEST_F(FollowedEventTest, OptionsHoldUntilOthersAreGiven) {
  v1::FollowEventRequest request = Adding("a");
  request.mutable_options()->set_view(v1::CompareReportsRequest::FULL);
  EXPECT_THAT(Step(request).comparison().analyses(), SizeIs(1));
  EXPECT_THAT(Step(Adding("b")).comparison().analyses(), SizeIs(2));
  v1::FollowEventRequest change;
  change.mutable_options();
  EXPECT_THAT(Step(change).comparison().analyses(), SizeIs(0));
}

TEST_F(FollowedEventTest, HoldsNoMoreThanTheLimitOfReports) {
  limits_.max_reports = 2;
  Step(Adding("a"));
  Step(Adding("b"));
  EXPECT_EQ(Step(Adding("c")).error().message(), "report: 2 reports held, limit 2");
  EXPECT_TRUE(Step(Adding("b", "It burned .")).has_comparison());  // an old one may be replaced
  Step(Removing("a"));
  EXPECT_TRUE(Step(Adding("c")).has_comparison());
}

TEST_F(FollowedEventTest, HoldsNoMoreThanTheLimitOfBytes) {
  limits_.max_request_bytes = 100;
  Step(Adding("a", std::string(60, 'x')));
  EXPECT_EQ(Step(Adding("b", std::string(41, 'x'))).error().message(),
            "report: 101 bytes with those held, limit 100");
  EXPECT_TRUE(Step(Adding("b", std::string(40, 'x'))).has_comparison());
  EXPECT_TRUE(Step(Adding("a", std::string(60, 'y'))).has_comparison());
}

TEST_F(FollowedEventTest, AllEventsTogetherHoldNoMoreThanTheServersLimit) {
  // A text of one word takes its bytes, and what is known of it.
  const size_t known = service::EstimateBytes(1, 0);
  ByteBudget small(100 + 2 * known);
  workshop_.followed_bytes = &small;
  const auto bytes = [](char c, size_t count) { return std::string(count, c); };
  {
    service::FollowedEvent other;
    v1::FollowEventRequest request = Adding("a", bytes('x', 60));
    v1::FollowEventResponse response;
    EXPECT_TRUE(testing::Step(workshop_, &other, &request, &response).ok());
    response = Step(Adding("b", bytes('x', 41)));
    EXPECT_EQ(response.error().code(), 8);
    EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(response.error()).reason(), "TOO_MANY_EVENTS");
    EXPECT_TRUE(Step(Adding("b", bytes('x', 40))).has_comparison());
  }
  EXPECT_EQ(small.left(), 60u + known);  // what the other held is free again
  EXPECT_TRUE(Step(Adding("b", bytes('y', 60))).has_comparison());
  EXPECT_EQ(small.left(), 40u + known);
  event_ = {};
  EXPECT_EQ(small.left(), 100u + 2 * known);
}

// Over the wire.
class FollowTest : public ServiceTest {
 protected:
  using Stream = grpc::ClientReaderWriter<v1::FollowEventRequest, v1::FollowEventResponse>;

  std::unique_ptr<Stream> Follow() {
    contexts_.push_back(std::make_unique<grpc::ClientContext>());
    SetDeadline(contexts_.back().get());
    return stub_->FollowEvent(contexts_.back().get());
  }
  // The answer to one step.
  v1::FollowEventResponse Step(Stream* stream, const v1::FollowEventRequest& request) {
    v1::FollowEventResponse response;
    EXPECT_TRUE(stream->Write(request));
    EXPECT_TRUE(stream->Read(&response));
    return response;
  }

  std::vector<std::unique_ptr<grpc::ClientContext>> contexts_;
};

TEST_F(FollowTest, AnswersInOrderUntilTheCallerIsDone) {
  Start();
  const auto stream = Follow();
  // The server reads on only when an answer is taken.
  std::thread writer([&] {
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(stream->Write(Adding("")));
    stream->WritesDone();
  });
  v1::FollowEventResponse response;
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), i);
    EXPECT_THAT(response.comparison().profiles(), SizeIs(i));
  }
  EXPECT_FALSE(stream->Read(&response));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(FollowTest, ABadMessageIsAnsweredByItsErrorAndTheStreamGoesOn) {
  Start();
  const auto stream = Follow();
  EXPECT_TRUE(Step(stream.get(), Adding("a")).has_comparison());
  const v1::FollowEventResponse bad = Step(stream.get(), Adding("b", "caf\xe9"));
  EXPECT_EQ(bad.sequence(), 2);
  EXPECT_EQ(bad.error().code(), 3);
  EXPECT_EQ(bad.error().message(), "report.text: byte 3 is not valid UTF-8");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(bad.error()).reason(), "INVALID_REQUEST");
  EXPECT_THAT(bad.report_ids(), ElementsAre("a"));
  EXPECT_TRUE(Step(stream.get(), Adding("c")).has_comparison());
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(FollowTest, RefusesMoreStreamsThanTheLimit) {
  options_.work.max_followed_events = 1;
  Start();
  auto first = Follow();
  Step(first.get(), Adding("a"));
  const auto second = Follow();
  v1::FollowEventResponse response;
  EXPECT_FALSE(second->Read(&response));
  const grpc::Status refused = second->Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_EVENTS");
  EXPECT_GT(DetailOf<google::rpc::RetryInfo>(refused).retry_delay().seconds(), 0);
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
  // The place is free again once gRPC is done with the first, a moment after the caller is.
  for (;;) {
    const auto third = Follow();
    third->Write(Adding("a"));
    if (third->Read(&response)) {
      third->WritesDone();
      EXPECT_TRUE(third->Finish().ok());
      break;
    }
    ASSERT_EQ(third->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
}

TEST_F(FollowTest, AFullQueueIsTheErrorOfOneMessageOnly) {
  Gate release;
  std::atomic<int> started{0};
  backend_->on_analyze = [&](const analysis::Report& report, const CallContext&) {
    if (report.outlet == "slow") {
      ++started;
      release.Wait();
    }
    return absl::OkStatus();
  };
  options_.work.threads = 1;
  options_.work.max_queue_time = absl::Milliseconds(1);
  Start();
  const auto stream = Follow();
  Step(stream.get(), Adding("a"));
  v1::CompareReportsRequest slow = SomeReports();
  slow.mutable_reports(0)->set_outlet("slow");
  // So much that the least that is ever taken to be left of it is more than may be waited for.
  for (int i = 0; i < 200; ++i) slow.mutable_reports(0)->mutable_text()->append("\nIt shut .");
  std::thread running([&] { EXPECT_TRUE(Compare(slow).ok()); });
  while (started == 0) std::this_thread::yield();
  // Larger than the slow one, so that it does not go first.
  std::string text;
  for (int i = 0; i < 600; ++i) text += "It shut . ";
  const v1::FollowEventResponse response = Step(stream.get(), Adding("b", text));
  EXPECT_EQ(response.error().code(), 8);
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(response.error()).reason(), "QUEUE_FULL");
  EXPECT_THAT(response.report_ids(), ElementsAre("a"));
  release.Open();
  running.join();
  // The call may not have left yet.
  v1::FollowEventResponse next = Step(stream.get(), Adding("b"));
  while (next.error().code() == 8) next = Step(stream.get(), Adding("b"));
  EXPECT_THAT(next.report_ids(), ElementsAre("a", "b"));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  server_->Stop();  // before what the backend refers to goes
}

TEST_F(FollowTest, WhoDoesNotTakeItsAnswerIsCutOff) {
  options_.transport.max_transfer_time = absl::Milliseconds(200);
  StartListening();
  // gRPC's client would take megabytes up by itself, the faster the connection the more.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  stub_ = v1::FramingService::NewStub(
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments));
  const auto stream = Follow();
  v1::FollowEventRequest request = Adding("a");
  for (int i = 0; i < 5000; ++i) request.mutable_report()->mutable_text()->append("It shut .\n");
  request.mutable_options()->set_view(v1::CompareReportsRequest::FULL);
  ASSERT_TRUE(stream->Write(request));
  const absl::Time give_up = absl::Now() + kPatience;
  while (server_->snapshot().cut_off == 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(server_->snapshot().cut_off, 1u);
  while (server_->snapshot().open_calls > 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(server_->snapshot().open_calls, 0u);
}

TEST_F(FollowTest, WhoLeavesAStreamIdleIsCutOff) {
  options_.transport.max_event_idle = absl::Seconds(2);
  StartListening();
  const auto stream = Follow();
  Step(stream.get(), Adding("a"));
  v1::FollowEventResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(FollowTest, StreamsOfOneCallerAreBounded) {
  options_.callers.max_followed_events = 1;
  Start();
  const auto first = Follow();
  Step(first.get(), Adding("a"));
  const auto second = Follow();
  v1::FollowEventResponse response;
  EXPECT_FALSE(second->Read(&response));
  EXPECT_EQ(ReasonOf(second->Finish()), "TOO_MANY_EVENTS");
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
}

TEST_F(FollowTest, StoppingEndsStreamsThatWaitWithUnavailable) {
  StartListening();
  std::vector<std::unique_ptr<Stream>> streams;
  for (int i = 0; i < 8; ++i) {
    streams.push_back(Follow());
    Step(streams.back().get(), Adding("a"));
  }
  server_->Stop();
  for (const auto& stream : streams) {
    v1::FollowEventResponse response;
    EXPECT_FALSE(stream->Read(&response));
    const grpc::Status status = stream->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
    EXPECT_EQ(ReasonOf(status), "SHUTTING_DOWN") << status.error_message();
  }
}

TEST_F(FollowTest, StoppingLetsAStepUnderWayBeAnswered) {
  Gate started, release;
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    started.Open();
    release.Wait();
    return absl::OkStatus();
  };
  StartListening();
  const auto stream = Follow();
  ASSERT_TRUE(stream->Write(Adding("a")));
  started.Wait();
  std::thread stopping([&] { server_->Stop(); });
  absl::SleepFor(absl::Milliseconds(100));
  release.Open();
  v1::FollowEventResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_TRUE(response.has_comparison());
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopping.join();
  server_->Stop();  // before what the backend refers to goes
}

TEST_F(FollowTest, ACallerThatGoesInTheMiddleOfAStepLeavesNothingBehind) {
  options_.work.max_followed_events = 1;
  Gate started, gone;
  std::atomic<bool> first{true};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext& context) {
    if (!first.exchange(false)) return absl::OkStatus();
    started.Open();
    while (context.Check().ok()) std::this_thread::yield();
    gone.Open();
    return context.Check();
  };
  Start();
  const auto stream = Follow();
  ASSERT_TRUE(stream->Write(Adding("a")));
  started.Wait();
  contexts_.back()->TryCancel();
  gone.Wait();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  const absl::Time give_up = absl::Now() + kPatience;
  bool served = false;
  while (!served && absl::Now() < give_up) {
    const auto next = Follow();
    next->Write(Adding("a"));
    v1::FollowEventResponse response;
    served = next->Read(&response);
    next->WritesDone();
    next->Finish();
  }
  EXPECT_TRUE(served);
  server_->Stop();  // before what the backend refers to goes
}

}  // namespace
}  // namespace parallax::testing
