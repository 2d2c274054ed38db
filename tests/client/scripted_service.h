// Whole commands against a service that answers from a script, over an in-process channel.
#ifndef PARALLAX_TESTS_CLIENT_SCRIPTED_SERVICE_H_
#define PARALLAX_TESTS_CLIENT_SCRIPTED_SERVICE_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "client/app.h"
#include "google/rpc/error_details.pb.h"
#include "tests/client/messages.h"

namespace parallax::client {

// Answers with what the test has set and keeps what it was asked.
class ScriptedService final : public v1::FramingService::Service {
 public:
  grpc::Status CompareReports(grpc::ServerContext*, const v1::CompareReportsRequest* request,
                              v1::CompareReportsResponse* response) override {
    const std::lock_guard<std::mutex> lock(mutex);
    compare_requests.push_back(*request);
    if (request->reports_size() < 2) return TooFew();
    *response = answer;
    for (int i = 0; i < request->reports_size() && i < response->profiles_size(); ++i) {
      if (echo_ids) response->mutable_profiles(i)->set_report_id(request->reports(i).id());
    }
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

  v1::CompareReportsResponse answer = SmallComparison();
  bool echo_ids = false;  // answers under the ids of the request
  std::mutex mutex;       // calls may come from many threads
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

}  // namespace parallax::client

#endif  // PARALLAX_TESTS_CLIENT_SCRIPTED_SERVICE_H_
