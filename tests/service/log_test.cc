#include "server/service/log.h"

#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "test_messages.pb.h"

namespace parallax::service {
namespace {

using ::testing::MatchesRegex;
using ::testing::SizeIs;

// What a log wrote, read back through a pipe.
class LogTest : public ::testing::Test {
 protected:
  LogTest() { EXPECT_EQ(pipe(ends_), 0); }
  ~LogTest() override { close(ends_[0]); }

  int fd() const { return ends_[1]; }
  std::string Written() {
    close(ends_[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = read(ends_[0], buffer, sizeof(buffer))) > 0;) text.append(buffer, n);
    return text;
  }

 private:
  int ends_[2];
};

TEST_F(LogTest, WritesTextForPeople) {
  Log log(Log::Format::kText, fd());
  log.Write(Log::Severity::kInfo, "call",
            {{"method", "CompareReports"}, {"bytes", 31}, {"note", "two words"}, {"none", ""}});
  EXPECT_THAT(Written(), MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z INFO call "
                                      "method=CompareReports bytes=31 note=\"two words\" "
                                      "none=\"\"\n"));
}

TEST_F(LogTest, WritesJsonForCollectors) {
  Log log(Log::Format::kJson, fd());
  log.Write(Log::Severity::kWarning, "call",
            {{"text", "a \"b\" \\ \n\x01 \xc3\xa9"}, {"count", 3}, {"seconds", 0.25}});
  parallax::testing::LogLine line;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(Written(), &line).ok());
  EXPECT_EQ(line.severity(), "WARNING");
  EXPECT_EQ(line.message(), "call");
  EXPECT_EQ(line.text(), "a \"b\" \\ \n\x01 \xc3\xa9");
  EXPECT_EQ(line.count(), 3);
  EXPECT_EQ(line.seconds(), 0.25);
}

TEST_F(LogTest, LinesOfSeveralThreadsDoNotMix) {
  Log log(Log::Format::kText, fd());
  std::vector<std::thread> writers;
  writers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&log, i] {
      for (int n = 0; n < 50; ++n) Info(&log, "line", {{"writer", i}, {"end", "."}});
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string text = Written();
  const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  ASSERT_THAT(lines, SizeIs(200));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, MatchesRegex(".* INFO line writer=[0-3] end=\\."));
  }
}

TEST_F(LogTest, NoLogIsSilent) {
  Info(nullptr, "x");
  Warn(nullptr, "x", {{"a", 1}});
  Error(nullptr, "x");
  EXPECT_EQ(Written(), "");
}

}  // namespace
}  // namespace parallax::service
