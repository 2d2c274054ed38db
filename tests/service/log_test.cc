#include "server/service/log.h"

#include <unistd.h>

#include <memory>
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

  Log& Begin(Log::Format format) {
    log_ = std::make_unique<Log>(format, ends_[1]);
    return *log_;
  }
  // Ends the log, so that all is written.
  std::string Written() {
    log_.reset();
    close(ends_[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = read(ends_[0], buffer, sizeof(buffer))) > 0;) text.append(buffer, n);
    return text;
  }

  int ends_[2];
  std::unique_ptr<Log> log_;
};

TEST_F(LogTest, WritesTextForPeople) {
  Log& log = Begin(Log::Format::kText);
  log.Write(Log::Severity::kInfo, "call",
            {{"method", "CompareReports"}, {"bytes", 31}, {"note", "two words"}, {"none", ""}});
  EXPECT_THAT(Written(), MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z INFO call "
                                      "method=CompareReports bytes=31 note=\"two words\" "
                                      "none=\"\"\n"));
}

TEST_F(LogTest, WritesJsonForCollectors) {
  Log& log = Begin(Log::Format::kJson);
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
  Log& log = Begin(Log::Format::kText);
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

TEST_F(LogTest, AReaderThatStallsCostsLinesNotTime) {
  Log& log = Begin(Log::Format::kText);
  const std::string text(1000, 'x');
  // Nobody reads: a pipe holds 64 KiB, the queue a MiB. All of it returns.
  for (int i = 0; i < 3000; ++i) Info(&log, "line", {{"text", text}});
  const uint64_t dropped = log.dropped();
  EXPECT_GT(dropped, 1000u);
  // It reads again: what was queued comes, with the number of lines that did not.
  std::thread reader([this] {
    char buffer[65536];
    std::string all;
    for (ssize_t n; (n = read(ends_[0], buffer, sizeof(buffer))) > 0;) all.append(buffer, n);
    EXPECT_THAT(all, ::testing::HasSubstr("WARNING log lines dropped lines="));
    EXPECT_THAT(all, ::testing::HasSubstr("after"));
  });
  // The queue has room once some of it was read.
  uint64_t before = 0;
  do {
    before = log.dropped();
    Info(&log, "after");
  } while (log.dropped() != before);
  log_.reset();
  close(ends_[1]);
  reader.join();
}

TEST_F(LogTest, EndsThoughNobodyReads) {
  Log& log = Begin(Log::Format::kText);
  for (int i = 0; i < 1000; ++i) Info(&log, "line", {{"text", std::string(1000, 'x')}});
  log_.reset();
  close(ends_[1]);
}

TEST(LineSamplerTest, LetsSoManyASecondThroughAndCountsTheRest) {
  LineSampler sampler(2);
  const absl::Time now = absl::FromUnixSeconds(1000);
  uint64_t left_out = 7;
  EXPECT_TRUE(sampler.Passes(now, &left_out));
  EXPECT_EQ(left_out, 0u);
  EXPECT_TRUE(sampler.Passes(now, &left_out));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(sampler.Passes(now, &left_out));
  EXPECT_TRUE(sampler.Passes(now + absl::Seconds(1), &left_out));
  EXPECT_EQ(left_out, 5u);
  EXPECT_TRUE(sampler.Passes(now + absl::Seconds(1), &left_out));
  EXPECT_EQ(left_out, 0u);
}

TEST_F(LogTest, NoLogIsSilent) {
  Info(nullptr, "x");
  Warn(nullptr, "x", {{"a", 1}});
  Error(nullptr, "x");
  EXPECT_EQ(Written(), "");
}

}  // namespace
}  // namespace parallax::service
