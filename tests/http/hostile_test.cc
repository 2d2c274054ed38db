// Callers that are slow, endless, or mean two things at once.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/http/connections.h"
#include "tests/http/fixture.h"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(HttpTest, OneWhoSendsNothingIsCutOff) {
  http_options_.wire.idle_time = absl::Milliseconds(20);
  StartHttp();
  EXPECT_TRUE(RawClient(http_->address()).WaitForEnd());
}

TEST_F(HttpTest, AHeadHasItsTime) {
  http_options_.wire.head_time = absl::Milliseconds(50);
  StartHttp();
  RawClient client(http_->address());
  client.Send("GET /livez HTTP/1.1\r\nHo");
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(answer, HasSubstr("MALFORMED_REQUEST"));
}

TEST_F(HttpTest, ABodyHasItsTime) {
  http_options_.wire.body_time = absl::Milliseconds(50);
  StartHttp();
  RawClient client(http_->address());
  client.Send(
      "POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "application/json\r\nContent-Length: 100\r\n\r\n{");
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpTest, AnEndlessHeadIsCutOff) {
  StartHttp();
  for (const char* part : {"A: b\r\n", "x", "\xff"}) {
    RawClient client(http_->address());
    client.Send("GET /livez HTTP/1.1\r\nHost: a\r\n");
    std::string many;
    for (size_t i = 0; i < (size_t{64} << 10); ++i) many += part;
    client.Send(many);
    EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 431"));
  }
  EXPECT_EQ(Get("/livez"), "pool: ok\n");
}

TEST_F(HttpTest, SlowCallersKeepNobodyOut) {
  http_options_.max_connections = 4;
  http_options_.wire.head_time = kPatience;
  StartHttp();
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 4; ++i) {
    slow.push_back(std::make_unique<RawClient>(http_->address()));
    slow.back()->Send("GET /livez HTTP/1.1\r\n");
  }
  // At first all places are taken, by callers that may be no slower than others.
  const absl::Time give_up = absl::Now() + kPatience;
  httplib::Result answer = Client().Get("/livez");
  while ((!answer || answer->status != 200) && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(20));
    answer = Client().Get("/livez");
  }
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(Get("/metrics"), Not(HasSubstr("parallax_http_cut_for_others_total 0\n")));
}

TEST(ConnectionsTest, WhereAllPlacesAreAtWorkANewcomerIsTurnedAwayWithAWord) {
  auto connections = http::Connections::Listen("127.0.0.1", 0, 2, {}, "no place");
  ASSERT_TRUE(connections.ok()) << connections.status();
  Gate gate;
  std::atomic<int> working{0};
  (*connections)->Start([&](http::Wire* wire) {
    wire->Begin("", 0);  // from now on it waits for us
    ++working;
    gate.Wait();
    wire->WriteAll("served");
  });
  RawClient first((*connections)->address()), second((*connections)->address());
  const absl::Time give_up = absl::Now() + kPatience;
  while (working < 2 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(RawClient((*connections)->address()).ReadAll(), "no place");
  EXPECT_EQ((*connections)->turned_away(), 1);
  gate.Open();
  EXPECT_EQ(first.ReadAll(), "served");
  EXPECT_EQ(second.ReadAll(), "served");
  (*connections)->Stop(absl::Now() + kPatience);
  EXPECT_EQ((*connections)->count(), 0);
}

TEST(ConnectionsTest, AnAddressInUseIsAnError) {
  auto first = http::Connections::Listen("127.0.0.1", 0, 2, {}, "");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second =
      http::Connections::Listen("127.0.0.1", PortOf((*first)->address()), 2, {}, "");
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(http::Connections::Listen("192.0.2.1", 0, 2, {}, "").status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(HttpTest, OneWhoDoesNotReadItsAnswerIsCutOff) {
  http_options_.wire.write_time = absl::Milliseconds(100);
  StartHttp();
  RawClient client(http_->address());
  // Asks again and again, and reads nothing: the answers fill what lies between.
  const std::string request = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
  std::string many;
  for (int i = 0; i < 400; ++i) many += request;
  const absl::Time give_up = absl::Now() + kPatience;
  while (client.Send(many) && absl::Now() < give_up) {
  }
  EXPECT_LT(absl::Now(), give_up);
  EXPECT_EQ(Get("/livez"), "pool: ok\n");
}

TEST_F(HttpTest, WhatMeansTwoThingsIsRefusedAndTheConnectionClosed) {
  StartHttp();
  for (const char* head :
       {"POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
        "application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost : a\r\n\r\n"}) {
    RawClient client(http_->address());
    client.Send(absl::StrCat(head, "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"));
    const std::string answer = client.ReadAll();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << head;
    EXPECT_THAT(answer, Not(HasSubstr("parallax_build_info"))) << head;
  }
}

TEST_F(HttpTest, WhatFollowsARefusedBodyIsNoRequest) {
  StartHttp();
  RawClient client(http_->address());
  const std::string inner = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
  client.Send(
      absl::StrCat("POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
                   "text/plain\r\nContent-Length: ",
                   inner.size(), "\r\n\r\n", inner));
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(answer, Not(HasSubstr("parallax_build_info")));
}

TEST_F(HttpTest, BadChunksEndTheConnection) {
  StartHttp();
  struct Bad {
    const char* chunks;
    bool endless;  // is waited for until the caller says that nothing more comes
  };
  for (const Bad& bad : {Bad{"zz\r\n{}\r\n0\r\n\r\n", false}, Bad{"-2\r\n{}\r\n0\r\n\r\n", true},
                         Bad{"2\r\n{}XX0\r\n\r\n", false}, Bad{"ffffffffffffffff\r\n{}", false},
                         Bad{"fffffffffffffff\r\n{}\r\n", true}}) {
    RawClient client(http_->address());
    client.Send(
        absl::StrCat("POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
                     "application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                     bad.chunks, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"));
    if (bad.endless) client.EndSending();
    const std::string answer = client.ReadAll();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << bad.chunks;
    EXPECT_THAT(answer, Not(HasSubstr("parallax_build_info"))) << bad.chunks;
  }
}

TEST_F(HttpTest, RequestsOfOneConnectionAreAnsweredInTurn) {
  StartHttp();
  RawClient client(http_->address());
  client.Send(absl::StrCat("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n",
                           "POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
                           "application/json\r\nContent-Length: ",
                           sizeof kTwoReports - 1, "\r\n\r\n", kTwoReports,
                           "GET /readyz HTTP/1.0\r\n\r\n"));
  const std::string answers = client.ReadAll();
  const size_t second = answers.find("HTTP/1.1 200", 1);
  ASSERT_NE(second, std::string::npos) << answers;
  EXPECT_THAT(answers.substr(second), HasSubstr("\"facts\""));
  EXPECT_THAT(answers.substr(second), HasSubstr("descriptors: ok"));
}

TEST_F(HttpTest, NothingOfTheLibrarysOwnIsServed) {
  StartHttp();
  // Ranges, of which the library would make an answer in many parts.
  RawClient ranges(http_->address());
  std::string many = "bytes=0-0";
  for (int i = 0; i < 2000; ++i) many += ",0-0";
  ranges.Send(absl::StrCat("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: ", many,
                           "\r\nAccept-Encoding: gzip\r\n\r\n"));
  const std::string answer = ranges.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, Not(HasSubstr("multipart")));
  EXPECT_THAT(answer, HasSubstr("parallax_build_info"));
  for (const char* path :
       {"/../etc/passwd", "/%2e%2e/", "//", "*", "/livez/", "/LIVEZ", "/livez%00"}) {
    RawClient client(http_->address());
    client.Send(absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 404")) << path;
  }
}

TEST_F(HttpTest, BytesThatAreNoHttpAreRefused) {
  StartHttp();
  for (const std::string& bytes :
       {std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00\r\n\r\n", 9), std::string(64, '\0') + "\r\n\r\n",
        std::string("\r\n\r\n\r\n\r\n")}) {
    RawClient client(http_->address());
    client.Send(bytes);
    EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 400"));
  }
}

TEST_F(HttpTest, HoldsNoMoreBytesThanItMay) {
  http_options_.max_held_bytes = size_t{1} << 20;
  StartHttp();
  const httplib::Result result = Post("/v1/reports:compare", std::string(size_t{3} << 20, ' '));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 429);
  EXPECT_EQ(ReasonIn(result->body), "OUT_OF_MEMORY");
  // What it held is free again.
  EXPECT_EQ(Post("/v1/reports:compare", kTwoReports)->status, 200);
}

}  // namespace
}  // namespace parallax::testing
