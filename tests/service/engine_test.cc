// The service with the engine itself, on the bundles: the same answer however it is asked for.
#include <grpcpp/create_channel.h>
#include <time.h>  // NOLINT(modernize-deprecated-headers): clock_gettime is POSIX, not C++

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/service/bundles.h"
#include "tests/service/fixture.h"
#include "tests/service/invariants.h"
#include "tests/service/temp_folder.h"

namespace parallax::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::unique_ptr<service::Server> ServerWithThreads(int threads) {
  service::ServerOptions options;
  options.work.threads = threads;
  options.work.max_call_time = 2 * kPatience;  // a sanitizer makes minutes of seconds
  auto server = service::Server::Start(options);
  EXPECT_TRUE(server.ok()) << server.status();
  return server.ok() ? *std::move(server) : nullptr;
}

// That all threads of this process have used.
absl::Duration ProcessorTime() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return absl::DurationFromTimespec(time);
}

class EngineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = ServerWithThreads(2);
    bundles_ = new std::vector<Bundle>(AllBundles());
    ASSERT_THAT(*bundles_, SizeIs(10));
#if defined(__SANITIZE_THREAD__)
    bundles_->resize(1);  // a comparison takes sixty times as long
#elif defined(__SANITIZE_ADDRESS__)
    bundles_->resize(3);  // eight times
#endif
  }
  static void TearDownTestSuite() {
    server_.reset();
    delete bundles_;
  }

  static v1::CompareReportsResponse Compare(const v1::CompareReportsRequest& request,
                                            service::Server& server = *server_) {
    const auto stub = v1::FramingService::NewStub(server.InProcessChannel());
    grpc::ClientContext context;
    SetDeadline(&context, 2 * kPatience);
    v1::CompareReportsResponse response;
    const grpc::Status status = stub->CompareReports(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static std::unique_ptr<service::Server> server_;
  static std::vector<Bundle>* bundles_;
};

std::unique_ptr<service::Server> EngineTest::server_;
std::vector<Bundle>* EngineTest::bundles_;

TEST_F(EngineTest, AnswersAreTheSameByteForByteWithAnyNumberOfThreads) {
  const auto one = ServerWithThreads(1);
  const auto many = ServerWithThreads(16);
  for (const Bundle& bundle : *bundles_) {
    v1::CompareReportsRequest request = bundle.request;
    request.set_view(v1::CompareReportsRequest::FULL);
    const std::string expected = Compare(request, *one).SerializeAsString();
    EXPECT_FALSE(expected.empty());
    for (int repeat = 0; repeat < 3; ++repeat) {
      EXPECT_TRUE(Compare(request, *many).SerializeAsString() == expected) << bundle.name;
    }
  }
}

TEST_F(EngineTest, EveryAnswerHoldsTogether) {
  for (const Bundle& bundle : *bundles_) {
    v1::CompareReportsRequest request = bundle.request;
    request.set_view(v1::CompareReportsRequest::FULL);
    EXPECT_THAT(WrongWith(request, Compare(request)), IsEmpty()) << bundle.name;
  }
}

TEST_F(EngineTest, EveryAnalysisHoldsTogether) {
  const auto stub = v1::FramingService::NewStub(server_->InProcessChannel());
  for (const Bundle& bundle : *bundles_) {
    v1::AnalyzeReportRequest request;
    *request.mutable_report() = bundle.request.reports(0);
    grpc::ClientContext context;
    SetDeadline(&context);
    v1::AnalyzeReportResponse response;
    ASSERT_TRUE(stub->AnalyzeReport(&context, request, &response).ok());
    EXPECT_GT(response.analysis().claims_size(), 0);
    EXPECT_THAT(WrongWith(request.report(), response.analysis()), IsEmpty()) << bundle.name;
  }
}

TEST_F(EngineTest, SpeechNestedByTheHundredGrowsInBounds) {
  v1::AnalyzeReportRequest request;
  for (int i = 0; i < 300; ++i) request.mutable_report()->mutable_text()->append("said he said ");
  const auto stub = v1::FramingService::NewStub(server_->InProcessChannel());
  grpc::ClientContext context;
  SetDeadline(&context);
  v1::AnalyzeReportResponse response;
  ASSERT_TRUE(stub->AnalyzeReport(&context, request, &response).ok());
  EXPECT_GT(response.analysis().claims_size(), 0);
  for (const v1::Claim& claim : response.analysis().claims()) {
    EXPECT_LE(claim.signals_size(), 32);
    EXPECT_LE(claim.attribution_ids_size(), 32);
  }
}

TEST_F(EngineTest, IdenticalReportsShareAllAndDifferInNothing) {
  for (const Bundle& bundle : *bundles_) {
    v1::CompareReportsRequest request;
    for (const char* id : {"a", "b", "c"}) {
      *request.add_reports() = bundle.request.reports(0);
      request.mutable_reports()->rbegin()->set_id(id);
    }
    const v1::CompareReportsResponse response = Compare(request);
    EXPECT_GT(response.facts_size(), 0) << bundle.name;
    EXPECT_THAT(response.differences(), IsEmpty())
        << bundle.name << ": " << response.differences(0).DebugString();
  }
}

TEST_F(EngineTest, OrderOfReportsDoesNotDecideWhatDiffers) {
  const unsigned seed = 1;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  // What is told of whom, without ids and order.
  const auto substance = [](const v1::CompareReportsResponse& response) {
    std::vector<std::string> lines;
    for (const v1::Fact& fact : response.facts()) {
      std::vector<std::string> mentions;
      for (const v1::Account& account : fact.accounts()) {
        for (const v1::FactMention& mention : account.mentions()) {
          mentions.push_back(account.report_id() + "/" + mention.claim_id());
        }
      }
      std::sort(mentions.begin(), mentions.end());
      lines.push_back("fact " + absl::StrJoin(mentions, " "));
    }
    for (const v1::Difference& difference : response.differences()) {
      std::vector<std::string> sides;
      for (const v1::Position& position : difference.positions()) {
        std::vector<std::string> ids(position.report_ids().begin(), position.report_ids().end());
        std::sort(ids.begin(), ids.end());
        sides.push_back(absl::StrJoin(ids, "+"));
      }
      std::sort(sides.begin(), sides.end());
      lines.push_back("difference " + v1::Difference::Kind_Name(difference.kind()) + " " +
                      absl::StrJoin(sides, " against "));
    }
    std::sort(lines.begin(), lines.end());
    return absl::StrJoin(lines, "\n");
  };
  for (const Bundle& bundle : *bundles_) {
    v1::CompareReportsRequest shuffled = bundle.request;
    std::shuffle(shuffled.mutable_reports()->pointer_begin(),
                 shuffled.mutable_reports()->pointer_end(), random);
    EXPECT_EQ(substance(Compare(shuffled)), substance(Compare(bundle.request))) << bundle.name;
  }
}

TEST_F(EngineTest, FiltersTakeOutWhatIsNotWantedAndNothingElse) {
  v1::CompareReportsRequest request = bundles_->front().request;
  const v1::CompareReportsResponse all = Compare(request);
  request.add_kinds(v1::Difference::OMISSION);
  request.add_kinds(v1::Difference::COMMITMENT);
  request.set_min_severity(v1::Difference::MEDIUM);
  request.set_min_confidence(0.5F);
  const v1::CompareReportsResponse some = Compare(request);
  std::vector<std::string> wanted, got;
  for (v1::Difference difference : all.differences()) {
    if ((difference.kind() == v1::Difference::OMISSION ||
         difference.kind() == v1::Difference::COMMITMENT) &&
        difference.severity() >= v1::Difference::MEDIUM && difference.confidence() >= 0.5F) {
      difference.clear_id();
      difference.clear_group_id();  // of those that are left
      wanted.push_back(difference.SerializeAsString());
    }
  }
  for (v1::Difference difference : some.differences()) {
    difference.clear_id();
    difference.clear_group_id();
    got.push_back(difference.SerializeAsString());
  }
  EXPECT_EQ(got, wanted);
  EXPECT_LT(some.differences_size(), all.differences_size());
  EXPECT_EQ(some.facts_size(), all.facts_size());
}

TEST_F(EngineTest, HouseStyleOfTheServerIsAppliedToAllCallsAndThatOfACallBehindIt) {
  const auto count = [](const v1::CompareReportsResponse& response, v1::Difference::Kind kind) {
    return std::count_if(response.differences().begin(), response.differences().end(),
                         [kind](const v1::Difference& d) { return d.kind() == kind; });
  };
  const v1::CompareReportsRequest& request = bundles_->front().request;
  const v1::CompareReportsResponse plain = Compare(request);
  ASSERT_GT(plain.differences_size(), 0);
  const v1::Difference::Kind first = plain.differences(0).kind();
  const auto other = std::find_if(plain.differences().begin(), plain.differences().end(),
                                  [first](const v1::Difference& d) { return d.kind() != first; });
  ASSERT_NE(other, plain.differences().end());
  const TempFolder folder;
  service::ServerOptions options;
  options.style_file =
      folder.Write("house.style", "[severity]\n" + v1::Difference::Kind_Name(first) + " = off\n");
  const auto server = service::Server::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  const v1::CompareReportsResponse housed = Compare(request, **server);
  EXPECT_EQ(count(housed, first), 0);
  EXPECT_EQ(count(housed, other->kind()), count(plain, other->kind()));
  v1::CompareReportsRequest styled = request;
  styled.set_style("[severity]\n" + v1::Difference::Kind_Name(other->kind()) + " = off\n" +
                   v1::Difference::Kind_Name(first) + " = high\n");
  const v1::CompareReportsResponse both = Compare(styled, **server);
  EXPECT_EQ(count(both, first), 0) << "a call brings nothing back";
  EXPECT_EQ(count(both, other->kind()), 0);
}

TEST_F(EngineTest, FollowingEndsWithTheComparisonOfAllReports) {
  const v1::CompareReportsRequest& request = bundles_->front().request;
  const auto stub = v1::FramingService::NewStub(server_->InProcessChannel());
  grpc::ClientContext context;
  SetDeadline(&context);
  const auto stream = stub->FollowEvent(&context);
  v1::FollowEventResponse response;
  for (const v1::Report& report : request.reports()) {
    v1::FollowEventRequest step;
    *step.mutable_report() = report;
    ASSERT_TRUE(stream->Write(step));
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_TRUE(response.has_comparison()) << response.error().message();
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(response.comparison(), Compare(request)));
}

TEST_F(EngineTest, AReportWithoutWordsIsNamed) {
  v1::CompareReportsRequest request = bundles_->front().request;
  request.mutable_reports(1)->clear_headline();
  request.mutable_reports(1)->set_html("<html><body><script>x()</script></body></html>");
  request.mutable_reports(2)->clear_headline();
  request.mutable_reports(2)->set_text("... --- ...");
  const auto stub = v1::FramingService::NewStub(server_->InProcessChannel());
  grpc::ClientContext context;
  SetDeadline(&context);
  v1::CompareReportsResponse response;
  const grpc::Status status = stub->CompareReports(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_THAT(bad.field_violations(), SizeIs(2));
  EXPECT_EQ(bad.field_violations(0).field(), "reports[1].html");
  EXPECT_EQ(bad.field_violations(1).field(), "reports[2].text");
}

TEST_F(EngineTest, WorkStopsSoonAfterItsCallerHasGone) {
  // Far more text than is read until then.
  v1::CompareReportsRequest request;
  std::string text;
  for (const Bundle& bundle : *bundles_) {
    for (const v1::Report& report : bundle.request.reports()) text += report.text() + "\n";
  }
  while (text.size() < 200'000) text += text;
  text.resize(200'000);
  for (int i = 0; i < 2; ++i) request.add_reports()->set_text(text);
  service::ServerOptions options;
  options.work.threads = 2;
  options.work.max_call_time = absl::Hours(1);
  auto server = service::Server::Start(options);
  ASSERT_TRUE(server.ok());
  const auto stub = v1::FramingService::NewStub((*server)->InProcessChannel());
  grpc::ClientContext context;
  const absl::Duration before = ProcessorTime();
  std::thread leaving([&] {
    absl::SleepFor(absl::Milliseconds(300));
    context.TryCancel();
  });
  v1::CompareReportsResponse response;
  const grpc::Status status = stub->CompareReports(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED) << status.error_message();
  leaving.join();
  (*server)->Stop();
  // Two threads for 300 ms and what they take to notice; all of it would take a hundred times that.
  // Processor time, since other tests may keep the machine busy.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  EXPECT_LT(ProcessorTime() - before, absl::Seconds(10));
#else
  EXPECT_LT(ProcessorTime() - before, absl::Seconds(1.5));
#endif
}

}  // namespace
}  // namespace parallax::testing
