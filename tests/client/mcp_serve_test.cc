// The server on real descriptors: bounded lines, the ends of either side, and nothing but protocol.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/mcp/line_reader.h"
#include "client/mcp/message.h"
#include "client/mcp/serve.h"
#include "client/mcp/session.h"
#include "tests/client/scripted_service.h"

namespace parallax::client::mcp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Two ends of a pipe; closes what is still open.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
  ~Pipe() {
    CloseReader();
    CloseWriter();
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void CloseReader() { Close(ends_[0]); }
  void CloseWriter() { Close(ends_[1]); }
  void Write(const std::string& bytes) {
    for (size_t at = 0; at < bytes.size();) {
      const ssize_t count = write(writer(), bytes.data() + at, bytes.size() - at);
      ASSERT_GT(count, 0);
      at += static_cast<size_t>(count);
    }
  }
  std::string ReadAll() {
    std::string all;
    std::array<char, 4096> block;
    for (ssize_t count; (count = read(reader(), block.data(), block.size())) > 0;) {
      all.append(block.data(), static_cast<size_t>(count));
    }
    return all;
  }

 private:
  static void Close(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
  std::array<int, 2> ends_ = {-1, -1};
};

TEST(McpLineReader, PassesOverLinesThatAreTooLong) {
  Pipe pipe;
  Pipe output;
  std::thread writer([&pipe] {
    pipe.Write("one\n\n" + std::string(10, 'a') + "\n" + std::string(11, 'b') + "\n" +
               std::string(300'000, 'c') + "\nlast");
    pipe.CloseWriter();
  });
  LineReader reader(pipe.reader(), output.writer(), 10);
  std::vector<std::string> seen;
  std::string line;
  for (auto outcome = reader.Next(&line); outcome != LineReader::Outcome::kEnd;
       outcome = reader.Next(&line)) {
    seen.push_back(outcome == LineReader::Outcome::kTooLong ? "too long" : line);
  }
  writer.join();
  EXPECT_THAT(seen, ElementsAre("one", "", "aaaaaaaaaa", "too long", "too long", "last"));
}

TEST(McpLineReader, EndsWhereNobodyReadsTheAnswers) {
  Pipe input;
  Pipe output;
  LineReader reader(input.reader(), output.writer(), 10);
  std::string line;
  input.Write("one\n");
  EXPECT_EQ(reader.Next(&line), LineReader::Outcome::kLine);
  EXPECT_FALSE(IsClosed(output.writer()));
  output.CloseReader();
  EXPECT_TRUE(IsClosed(output.writer()));
  EXPECT_EQ(reader.Next(&line), LineReader::Outcome::kEnd) << "though more could come";
}

class McpServeTest : public testing::Test {
 protected:
  McpServeTest() {
    std::signal(SIGPIPE, SIG_IGN);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::FramingService::NewStub(server_->InProcessChannel({}));
  }
  ~McpServeTest() override { server_->Shutdown(); }

  // Serves in a thread until `talk` has returned and the server has ended; its exit code.
  template <typename Talk>
  int Serve(Talk talk) {
    int code = -1;
    std::thread thread([&] {
      code = mcp::Serve(options_, *stub_, input_.reader(), output_.writer(), err_);
      output_.CloseWriter();
    });
    talk();
    thread.join();
    return code;
  }

  static constexpr char kInitialize[] =
      R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}})";
  static constexpr char kCompare[] =
      R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"compare",)"
      R"("arguments":{"reports":[{"text":"a"},{"text":"b"}]}}})";

  Options options_;
  ScriptedService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::FramingService::Stub> stub_;
  Pipe input_;
  Pipe output_;
  std::ostringstream err_;
};

TEST_F(McpServeTest, AnswersAllThatWasAskedBeforeTheEnd) {
  std::string written;
  const int code = Serve([&] {
    input_.Write(absl::StrCat(kInitialize, "\r\n", kCompare));
    input_.CloseWriter();
    written = output_.ReadAll();
  });
  EXPECT_EQ(code, kExitDone);
  const std::vector<std::string> lines = absl::StrSplit(written, '\n');
  ASSERT_EQ(lines.size(), 3) << written;
  EXPECT_EQ(Json::parse(lines[0])["id"], 1);
  EXPECT_EQ(Json::parse(lines[1])["id"], 2);
  EXPECT_EQ(lines[2], "") << "the last line has its end";
  EXPECT_EQ(err_.str(), "");
}

TEST_F(McpServeTest, GoesOnBehindALineThatIsTooLong) {
  std::string written;
  Serve([&] {
    input_.Write(std::string(Session::MaxLineBytes() + 1, 'x') + "\n");
    input_.Write(R"({"jsonrpc":"2.0","id":3,"method":"ping"})");
    input_.CloseWriter();
    written = output_.ReadAll();
  });
  const std::vector<std::string> lines = absl::StrSplit(written, '\n');
  ASSERT_EQ(lines.size(), 3) << written;
  EXPECT_EQ(Json::parse(lines[0])["error"]["code"], kInvalidRequest);
  EXPECT_EQ(Json::parse(lines[1])["id"], 3);
}

TEST_F(McpServeTest, EndsQuietlyWhereNobodyReadsTheAnswers) {
  const int code = Serve([&] {
    output_.CloseReader();
    input_.Write(absl::StrCat(kInitialize, "\n", kCompare, "\n"));
  });
  EXPECT_EQ(code, kExitDone) << "though standard input is still open";
  EXPECT_EQ(err_.str(), "");
}

TEST_F(McpServeTest, SaysWhichStyleCannotBeRead) {
  options_.style_file = "/nowhere/house.style";
  EXPECT_EQ(Serve([] {}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("/nowhere/house.style: No such file"));
}

}  // namespace
}  // namespace parallax::client::mcp
