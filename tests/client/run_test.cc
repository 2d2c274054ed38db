// Whole commands against a service that answers from a script, over an in-process channel.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "client/app.h"
#include "client/input.h"
#include "client/json.h"
#include "google/rpc/error_details.pb.h"
#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Answers with what the test has set and keeps what it was asked.
class ScriptedService final : public v1::FramingService::Service {
 public:
  grpc::Status CompareReports(grpc::ServerContext*, const v1::CompareReportsRequest* request,
                              v1::CompareReportsResponse* response) override {
    compare_requests.push_back(*request);
    if (request->reports_size() < 2) return TooFew();
    *response = SmallComparison();
    return grpc::Status::OK;
  }

  grpc::Status AnalyzeReport(grpc::ServerContext*, const v1::AnalyzeReportRequest* request,
                             v1::AnalyzeReportResponse* response) override {
    analyze_requests.push_back(*request);
    response->mutable_analysis()->set_report_id(request->report().id());
    return grpc::Status::OK;
  }

  grpc::Status FollowEvent(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::FollowEventResponse, v1::FollowEventRequest>* stream) override {
    std::vector<std::string> ids;
    v1::FollowEventRequest request;
    while (stream->Read(&request)) {
      follow_requests.push_back(request);
      v1::FollowEventResponse response;
      response.set_sequence(static_cast<int64_t>(follow_requests.size()));
      if (request.report().text() == "refuse") {
        response.mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
        response.mutable_error()->set_message("refused");
      } else {
        if (request.has_report()) ids.push_back(request.report().id());
        if (request.has_remove_report_id()) std::erase(ids, request.remove_report_id());
        response.mutable_comparison();
        if (ids.size() > 1) *response.mutable_comparison() = SmallComparison();
      }
      for (const std::string& id : ids) response.add_report_ids(id);
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  std::vector<v1::CompareReportsRequest> compare_requests;
  std::vector<v1::AnalyzeReportRequest> analyze_requests;
  std::vector<v1::FollowEventRequest> follow_requests;

 private:
  static grpc::Status TooFew() {
    google::rpc::BadRequest bad_request;
    auto* violation = bad_request.add_field_violations();
    violation->set_field("reports");
    violation->set_description("1 report, needs 2");
    google::rpc::Status status;
    status.add_details()->PackFrom(bad_request);
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "1 violation",
                        status.SerializeAsString());
  }
};

class RunTest : public testing::Test {
 protected:
  RunTest() {
    std::string pattern = testing::TempDir() + "parallax_client_XXXXXX";
    folder_ = mkdtemp(pattern.data());
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::FramingService::NewStub(server_->InProcessChannel({}));
  }
  ~RunTest() override {
    server_->Shutdown();
    std::filesystem::remove_all(folder_);
  }

  std::string File(const std::string& name, const std::string& content) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << content;
    return path;
  }

  int Run(std::vector<std::string> arguments) {
    std::vector<const char*> words;
    for (const std::string& argument : arguments) words.push_back(argument.c_str());
    const absl::StatusOr<Options> options = ParseArguments(words);
    EXPECT_TRUE(options.ok()) << options.status();
    out_.str("");
    err_.str("");
    const Console console{.out = out_, .err = err_};
    return options.ok() ? client::Run(*options, *stub_, console, nullptr) : kExitUsage;
  }

  std::string folder_;
  ScriptedService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::FramingService::Stub> stub_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(RunTest, ComparesFilesInTheirOrder) {
  const std::string a = File("a.txt", "Outlet: The Post\n\nHead A\n\nBody A.");
  const std::string b = File("b.html", "<p>Body B.</p>");
  EXPECT_EQ(Run({"compare", a, b}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("3 reports, 1 shared fact"));
  EXPECT_EQ(err_.str(), "");
  ASSERT_EQ(service_.compare_requests.size(), 1);
  const v1::CompareReportsRequest& request = service_.compare_requests[0];
  ASSERT_EQ(request.reports_size(), 2);
  EXPECT_EQ(request.reports(0).id(), "a");
  EXPECT_EQ(request.reports(0).outlet(), "The Post");
  EXPECT_EQ(request.reports(0).text(), "Body A.");
  EXPECT_EQ(request.reports(1).id(), "b");
  EXPECT_EQ(request.reports(1).html(), "<p>Body B.</p>");
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::VIEW_UNSPECIFIED);
}

TEST_F(RunTest, PassesOnWhatIsWanted) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--kinds=omission", "--min-severity=medium",
                 "--min-confidence=0.25", "--encoding=utf16", "--context"}),
            kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  EXPECT_THAT(request.kinds(), ElementsAre(v1::Difference::OMISSION));
  EXPECT_EQ(request.min_severity(), v1::Difference::MEDIUM);
  EXPECT_EQ(request.min_confidence(), 0.25f);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF16);
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL) << "for the sentences around";
}

TEST_F(RunTest, SendsARequestFileAsItStandsAndAnswersInJson) {
  const std::string path = File("r.json", R"({
    "reports": [{"id": "A", "text": "x", "publishTime": "2023-03-15T12:00:00Z"}, {"text": "y"}],
    "offsetEncoding": "UTF32", "view": "FULL"})");
  EXPECT_EQ(Run({"compare", "--request=" + path, "--format=json"}), kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF32);
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL);
  EXPECT_EQ(request.reports(1).id(), "") << "ids are left to the server";
  EXPECT_THAT(out_.str(), HasSubstr("\"reportId\": \"a\""));
  EXPECT_THAT(out_.str(), HasSubstr("\"kind\": \"REPORTING_VERB\""));
  v1::CompareReportsResponse parsed;
  ASSERT_TRUE(FromJson(out_.str(), "answer", parsed).ok());
  EXPECT_EQ(parsed.SerializeAsString(), SmallComparison().SerializeAsString());
}

TEST_F(RunTest, PrintsOnePageOfHtml) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--format=html"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("<!DOCTYPE html>"));
  EXPECT_EQ(service_.compare_requests.at(0).view(), v1::CompareReportsRequest::FULL);
}

TEST_F(RunTest, AnalyzesOneReport) {
  const std::string a = File("wire.txt", "Head\n\nBody.");
  EXPECT_EQ(Run({"analyze", a, "--encoding=utf8"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("wire: 0 sentences"));
  EXPECT_EQ(service_.analyze_requests.at(0).report().headline(), "Head");
  EXPECT_EQ(service_.analyze_requests.at(0).offset_encoding(), v1::Span::UTF8);
}

TEST_F(RunTest, EndsWithOneWhereTheServerSaysNo) {
  const std::string path = File("r.json", R"({"reports": [{"text": "x"}]})");
  EXPECT_EQ(Run({"compare", "--request=" + path}), kExitRefused);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(),
            "parallax: the request was refused: 1 violation (INVALID_ARGUMENT)\n"
            "  reports: 1 report, needs 2\n");
}

TEST_F(RunTest, EndsWithOneWhereNobodyAnswers) {
  // Nothing listens on the socket of this name.
  stub_ = v1::FramingService::NewStub(
      grpc::CreateChannel("unix:" + folder_ + "/none.sock", grpc::InsecureChannelCredentials()));
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--timeout=10"}), kExitRefused);
  EXPECT_THAT(err_.str(), StartsWith("parallax: "));
  EXPECT_THAT(err_.str(), HasSubstr("UNAVAILABLE"));
}

TEST_F(RunTest, EndsWithTwoWhereAFileCannotBeRead) {
  EXPECT_EQ(Run({"compare", folder_ + "/none.txt", File("a.txt", "A")}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("none.txt: No such file"));
  EXPECT_THAT(service_.compare_requests, IsEmpty());
}

TEST_F(RunTest, EndsWithTwoWhereTheRequestIsNoJson) {
  EXPECT_EQ(Run({"analyze", "--request=" + File("r.json", "{\"report\": {")}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("r.json: not an AnalyzeReportRequest in JSON"));
  EXPECT_THAT(service_.analyze_requests, IsEmpty());
}

TEST_F(RunTest, AnswersEachLineByALine) {
  const std::string path = File("r.jsonl",
                                "{\"reports\": [{\"text\": \"x\"}, {\"text\": \"y\"}]}\n\n"
                                "{\"reports\": [{\"text\": \"x\"}]}\n"
                                "nonsense\n"
                                "{\"reports\": [{\"text\": \"x\"}, {\"text\": \"z\"}]}");
  EXPECT_EQ(Run({"compare", "--request=" + path, "--format=jsonl"}), kExitUsage);
  std::istringstream lines(out_.str());
  std::vector<std::string> answers;
  for (std::string line; std::getline(lines, line);) answers.push_back(line);
  ASSERT_EQ(answers.size(), 4);
  EXPECT_THAT(answers[0], StartsWith("{\"facts\":["));
  EXPECT_THAT(answers[1], StartsWith("{\"error\":{\"code\":3,\"message\":\"1 violation\""));
  EXPECT_THAT(answers[1], HasSubstr("google.rpc.BadRequest"));
  EXPECT_THAT(answers[2], HasSubstr("line 4: not a CompareReportsRequest"));
  EXPECT_EQ(answers[3], answers[0]);
}

TEST_F(RunTest, FollowsAFolderOnce) {
  File("a.txt", "Head\n\nBody A.");
  File("b.txt", "Head\n\nBody B.");
  File(".hidden.txt", "x");
  File("notes.doc", "x");
  EXPECT_EQ(Run({"follow", "--once", folder_, "--min-severity=low"}), kExitDone);
  ASSERT_EQ(service_.follow_requests.size(), 2);
  EXPECT_EQ(service_.follow_requests[0].report().id(), "a");
  EXPECT_EQ(service_.follow_requests[0].options().min_severity(), v1::Difference::LOW);
  EXPECT_EQ(service_.follow_requests[1].report().id(), "b");
  EXPECT_FALSE(service_.follow_requests[1].has_options());
  EXPECT_THAT(out_.str(), StartsWith("== a.txt: 1 report, 0 facts, 0 differences, 0 new\n"
                                     "== b.txt: 2 reports, 2 facts, 3 differences, 3 new\n"
                                     "HIGH    The Post states it, the Times alleges it\n"));
}

TEST_F(RunTest, ShowsADifferenceOfAFollowedEventOnce) {
  for (const char* name : {"a.txt", "b.txt", "c.txt"}) File(name, "Body.");
  EXPECT_EQ(Run({"follow", "--once", folder_}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("== c.txt: 3 reports, 2 facts, 3 differences, 0 new\n"));
  EXPECT_EQ(out_.str().find("HIGH"), out_.str().rfind("HIGH"));
}

TEST_F(RunTest, GoesOnFollowingAfterAReportThatIsRefused) {
  File("a.txt", "Body.");
  File("b.txt", "refuse");
  File("c.txt", "caf\xe9");
  File("d.txt", "Body.");
  EXPECT_EQ(Run({"follow", "--once", "--format=jsonl", folder_}), kExitRefused);
  EXPECT_EQ(service_.follow_requests.size(), 3);
  EXPECT_THAT(err_.str(), HasSubstr("c.txt: not UTF-8"));
  EXPECT_THAT(out_.str(),
              HasSubstr("\"error\":{\"code\":3,\"message\":\"refused\",\"details\":[]}"));
  EXPECT_THAT(out_.str(), HasSubstr("\"reportIds\":[\"a\",\"d\"]"));
}

TEST_F(RunTest, CannotFollowAFolderThatIsNotThere) {
  EXPECT_EQ(Run({"follow", folder_ + "/none"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("/none: No such file"));
}

}  // namespace
}  // namespace parallax::client
