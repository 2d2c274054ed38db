// A conversation by the Model Context Protocol with a service that answers from a script and can be
// held.
#ifndef PARALLAX_TESTS_CLIENT_MCP_SESSION_H_
#define PARALLAX_TESTS_CLIENT_MCP_SESSION_H_

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "client/mcp/session.h"
#include "server/base/mutex.h"
#include "tests/client/scripted_service.h"

namespace parallax::client::mcp {

inline constexpr absl::Duration kPatience = absl::Seconds(60);

// As the scripted one; while it is held, comparisons wait until they are cancelled or let go.
class HeldService final : public v1::FramingService::Service {
 public:
  grpc::Status CompareReports(grpc::ServerContext* context,
                              const v1::CompareReportsRequest* request,
                              v1::CompareReportsResponse* response) override {
    ++running;
    while (held && !context->IsCancelled()) absl::SleepFor(absl::Milliseconds(1));
    --running;
    if (context->IsCancelled()) {
      ++cancelled;
      return grpc::Status(grpc::StatusCode::CANCELLED, "gone");
    }
    return scripted.CompareReports(context, request, response);
  }
  grpc::Status AnalyzeReport(grpc::ServerContext* context, const v1::AnalyzeReportRequest* request,
                             v1::AnalyzeReportResponse* response) override {
    if (request->report().text().empty()) {
      google::rpc::BadRequest bad_request;
      auto* violation = bad_request.add_field_violations();
      violation->set_field("report.publish_time");
      violation->set_description("out of range");
      google::rpc::Status status;
      status.add_details()->PackFrom(bad_request);
      return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "1 violation",
                          status.SerializeAsString());
    }
    return scripted.AnalyzeReport(context, request, response);
  }

  ScriptedService scripted;
  std::atomic<bool> held = false;
  std::atomic<int> running = 0;
  std::atomic<int> cancelled = 0;
};

class McpSessionTest : public testing::Test {
 protected:
  McpSessionTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::FramingService::NewStub(server_->InProcessChannel({}));
    Connect();
  }
  ~McpSessionTest() override {
    session_.reset();
    server_->Shutdown();
  }

  // Begins a conversation, a new one where there was one.
  void Connect() {
    session_ = std::make_unique<Session>(options_, *stub_, [this](absl::string_view line) {
      MutexLock lock(&mutex_);
      lines_.push_back(std::string(line));
      changed_.SignalAll();
    });
  }

  void Send(const std::string& line) { session_->Take(line); }

  // The next line that was written; null where none comes.
  Json Next() {
    const absl::Time end = absl::Now() + kPatience;
    MutexLock lock(&mutex_);
    while (lines_.empty()) {
      if (absl::Now() > end) return nullptr;
      changed_.WaitFor(&mutex_, absl::Milliseconds(50));
    }
    const std::string line = lines_.front();
    lines_.pop_front();
    EXPECT_EQ(line.find('\n'), std::string::npos);
    return Json::parse(line);
  }

  size_t Pending() {
    MutexLock lock(&mutex_);
    return lines_.size();
  }

  Json Ask(const std::string& line) {
    Send(line);
    return Next();
  }

  static std::string Request(const std::string& id, const std::string& method,
                             const std::string& params = "{}") {
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":)" +
           params + "}";
  }
  static std::string Initialize(const std::string& version) {
    return Request("0", "initialize", R"({"protocolVersion":")" + version + "\"}");
  }
  static std::string Call(const std::string& id, const std::string& tool,
                          const std::string& arguments) {
    return Request(id, "tools/call", R"({"name":")" + tool + R"(","arguments":)" + arguments + "}");
  }
  static std::string Compare(const std::string& id) {
    return Call(id, "compare", R"({"reports":[{"text":"a"},{"text":"b"}]})");
  }
  static std::string Cancel(const std::string& id) {
    return R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" + id +
           "}}";
  }

  void Begin(const std::string& version = "2025-06-18") { Ask(Initialize(version)); }

  void WaitFor(const std::atomic<int>& count, int value) {
    const absl::Time end = absl::Now() + kPatience;
    while (count != value && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
    ASSERT_EQ(count, value);
  }

  Options options_;
  HeldService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::FramingService::Stub> stub_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<std::string> lines_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<Session> session_;
};

}  // namespace parallax::client::mcp

#endif  // PARALLAX_TESTS_CLIENT_MCP_SESSION_H_
