// Health and metrics.
#include <sys/wait.h>

#include <cstdio>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/http/fixture.h"

namespace parallax::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(HttpTest, SaysThatAllIsWell) {
  StartHttp();
  EXPECT_EQ(Get("/livez"), "pool: ok\n");
  EXPECT_EQ(Get("/readyz"), "pool: ok\nserving: ok\nmemory: ok\ndescriptors: ok\n");
  const httplib::Result head = Client().Head("/readyz");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->body, "");
}

TEST_F(HttpTest, IsNotReadyWhileItStopsAndStillAnswers) {
  StartHttp();
  bool asked = false;
  server_->Stop([&](absl::Time grace_ends) {
    const httplib::Result ready = Client().Get("/readyz");
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->status, 503);
    EXPECT_THAT(ready->body, HasSubstr("serving: stopping\n"));
    EXPECT_EQ(Client().Get("/livez")->status, 200);
    EXPECT_EQ(Post("/v1/reports:compare", kTwoReports)->status, 200);
    http_->Stop(grace_ends);
    asked = true;
  });
  EXPECT_TRUE(asked);
}

TEST_F(HttpTest, CountsWhatWasDone) {
  options_.memory.max_cache_bytes = 0;  // so that each report is analysed
  StartHttp();
  EXPECT_EQ(Post("/v1/reports:compare", kTwoReports)->status, 200);
  EXPECT_TRUE(Compare(SomeReports()).ok());
  EXPECT_EQ(Post("/v1/reports:compare", "{}")->status, 400);
  EXPECT_EQ(Post("/v1/reports:compare", "x")->status, 400);
  EXPECT_EQ(Client().Get("/zembla")->status, 404);
  const std::string page = Get("/metrics");
  EXPECT_THAT(page,
              AllOf(HasSubstr("parallax_build_info{model=\"abc\",version=\"1.2.3\"} 1\n"),
                    HasSubstr("parallax_calls_total{method=\"CompareReports\",reason=\"OK\"} 2\n"),
                    HasSubstr("parallax_calls_total{method=\"CompareReports\","
                              "reason=\"INVALID_REQUEST\"} 1\n"),
                    HasSubstr("parallax_calls_total{method=\"FollowEvent\",reason=\"OK\"} 0\n"),
                    HasSubstr("parallax_reports_total 4\n"),
                    HasSubstr("parallax_stage_duration_seconds_count{stage=\"analyze\"} 4\n"),
                    HasSubstr("parallax_stage_duration_seconds_count{stage=\"compare\"} 2\n"),
                    HasSubstr("parallax_call_wait_seconds_count{method=\"CompareReports\"} 3\n"),
                    HasSubstr("parallax_call_work_seconds_bucket{method=\"CompareReports\","
                              "le=\"+Inf\"} 3\n")));
  EXPECT_THAT(
      page, AllOf(HasSubstr("parallax_http_requests_total{code=\"400\","
                            "path=\"/v1/reports:compare\"} 2\n"),
                  HasSubstr("parallax_http_requests_total{code=\"404\",path=\"other\"} 1\n"),
                  HasSubstr("parallax_check{check=\"pool\"} 1\n"), HasSubstr("parallax_ready 1\n"),
                  HasSubstr("parallax_queue_calls 0\n"),
                  HasSubstr("parallax_cache_lookups_total{result=\"hit\"} 0\n"),
                  HasSubstr("process_resident_memory_bytes "), Not(HasSubstr("zembla"))));
}

TEST_F(HttpTest, CountsFlagsByKindAndRule) {
  engine::Comparison comparison;
  framing::Difference difference;
  difference.kind = framing::Kind::kQuantity;
  difference.rule = "quantity-conflict";
  comparison.differences = {difference, difference};
  metrics_.OnComparison(absl::Milliseconds(3), comparison);
  StartHttp();
  EXPECT_THAT(Get("/metrics"),
              HasSubstr("parallax_flags_total{kind=\"QUANTITY\",rule=\"quantity-conflict\"} 2\n"));
}

// What Prometheus reads: every line is a comment or a sample, and every family has help and type.
TEST_F(HttpTest, WritesWhatPrometheusReads) {
  StartHttp();
  EXPECT_EQ(Post("/v1/reports:compare", kTwoReports)->status, 200);
  const httplib::Result result = Client().Get("/metrics");
  EXPECT_EQ(result->get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  const std::regex sample(R"re([a-z_]+(\{([a-z]+="[^"]*",?)+\})? (-?[0-9.e+-]+|\+Inf|Nan))re");
  std::set<std::string> helped;
  for (const absl::string_view line : absl::StrSplit(result->body, '\n', absl::SkipEmpty())) {
    if (absl::StartsWith(line, "# HELP ")) {
      helped.insert(std::string(line.substr(7, line.find(' ', 7) - 7)));
    } else if (!absl::StartsWith(line, "# TYPE ")) {
      EXPECT_TRUE(std::regex_match(std::string(line), sample)) << line;
    }
  }
  EXPECT_GE(helped.size(), 40);
}

struct Usage {
  const char* arguments;
  const char* says;
};

TEST(ParallaxdHttpTest, SaysWhatIsWrongWithItsFlags) {
  for (const Usage& usage :
       {Usage{"--http_address=0.0.0.0:7341", "--http_address: 0.0.0.0 is not loopback"},
        Usage{"--http_address=junk", "--http_address: junk, must be HOST:PORT"},
        Usage{"--http_address=:0 --http_max_connections=1",
              "--http_max_connections: 1, must be 4 to 4096"},
        Usage{"--http_address=:0 --http_allowed_origins=desk",
              "--http_allowed_origins: desk, must be http:// or https:// and a host"}}) {
    FILE* const output =
        popen((std::string(PARALLAXD " ") + usage.arguments + " 2>&1").c_str(), "r");
    ASSERT_NE(output, nullptr);
    std::string text;
    char bytes[512];
    size_t count = 0;
    while ((count = fread(bytes, 1, sizeof bytes, output)) > 0) text.append(bytes, count);
    EXPECT_EQ(WEXITSTATUS(pclose(output)), 2) << usage.arguments;
    EXPECT_THAT(text, HasSubstr(usage.says));
  }
}

}  // namespace
}  // namespace parallax::testing
