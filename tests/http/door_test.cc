// The calls as JSON: the same answers, limits and errors as through gRPC.
#include <fcntl.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "server/service/byte_call.h"
#include "server/service/log.h"
#include "tests/http/fixture.h"
#include "tests/service/temp_folder.h"

namespace parallax::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCompare[] = "/v1/reports:compare";
constexpr char kAnalyze[] = "/v1/reports:analyze";

TEST_F(HttpTest, AnswersAsGrpcDoes) {
  StartHttp();
  const httplib::Result result = Post(kCompare, kTwoReports);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200) << result->body;
  EXPECT_EQ(result->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(result->get_header_value("Cache-Control"), "no-store");
  v1::CompareReportsResponse expected, response;
  ASSERT_TRUE(Compare(SomeReports(), &expected).ok());
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(result->body, &response).ok());
  EXPECT_EQ(response.SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(response.facts_size(), 1);

  const httplib::Result analysis =
      Post(kAnalyze, R"({"report": {"id": "x", "text": "It shut on Monday ."}})");
  ASSERT_TRUE(analysis);
  EXPECT_EQ(analysis->status, 200) << analysis->body;
  EXPECT_THAT(analysis->body, HasSubstr("\"reportId\":\"x\""));
}

TEST_F(HttpTest, ListsAllViolationsAsGrpcDoes) {
  StartHttp();
  const httplib::Result result =
      Post(kCompare, R"({"reports": [{"id": "a b", "text": "x"}, {"text": ""}]})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 400);
  EXPECT_EQ(ReasonIn(result->body), "INVALID_REQUEST");
  EXPECT_THAT(result->body, HasSubstr("\"field\":\"reports[0].id\""));
  EXPECT_THAT(result->body, HasSubstr("\"field\":\"reports[1]"));
  EXPECT_EQ(nlohmann::json::parse(result->body)["code"], 3);
}

TEST_F(HttpTest, RefusesWhatIsNoSuchMessage) {
  StartHttp();
  for (const char* body : {"", "x", "[]", R"({"zembla": 1})", R"({"reports": 5})"}) {
    const httplib::Result result = Post(kCompare, body);
    ASSERT_TRUE(result) << body;
    EXPECT_EQ(result->status, 400) << body;
    EXPECT_EQ(ReasonIn(result->body), "MALFORMED_REQUEST") << body;
    EXPECT_THAT(result->body, Not(HasSubstr("zembla")));
  }
  EXPECT_EQ(backend_->analyses(), 0);
}

TEST_F(HttpTest, TakesNothingButPlainJson) {
  StartHttp();
  httplib::Client client = Client();
  EXPECT_EQ(client.Post(kCompare, kTwoReports, "text/plain")->status, 415);
  EXPECT_EQ(client.Post(kCompare, kTwoReports, "multipart/form-data; boundary=x")->status, 415);
  // A bomb is not unpacked to be measured.
  EXPECT_EQ(client
                .Post(kCompare, {{"Content-Encoding", "gzip"}}, std::string(1000, '\x1f'),
                      "application/json")
                ->status,
            415);
  EXPECT_EQ(client.Post(kCompare, kTwoReports, "Application/JSON; charset=utf-8")->status, 200);
  EXPECT_EQ(client.Get(kCompare)->status, 405);
  EXPECT_EQ(client.Get(kCompare)->get_header_value("Allow"), "POST, OPTIONS");
  EXPECT_EQ(client.Put(kCompare, "{}", "application/json")->status, 405);
  EXPECT_EQ(client.Post("/v1/reports:burn", "{}", "application/json")->status, 404);
  EXPECT_EQ(ReasonIn(client.Get("/v1/reports:burn")->body), "NO_SUCH_PATH");
  EXPECT_EQ(ReasonIn(client.Get(kCompare)->body), "NO_SUCH_METHOD");
}

TEST_F(HttpTest, BoundsTheBodyHoweverItComes) {
  options_.limits.max_request_bytes = size_t{64} << 10;
  options_.limits.max_report_bytes = size_t{32} << 10;
  StartHttp();
  const std::string large(size_t{256} << 10, ' ');
  const httplib::Result announced = Post(kCompare, large);
  ASSERT_TRUE(announced);
  EXPECT_EQ(announced->status, 413);
  EXPECT_EQ(ReasonIn(announced->body), "INVALID_REQUEST");

  RawClient chunked(http_->address());
  chunked.Send(
      "POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = absl::StrCat("4000\r\n", std::string(0x4000, ' '), "\r\n");
  for (int i = 0; i < 16 && chunked.Send(chunk); ++i) {
  }
  EXPECT_THAT(chunked.ReadAll(), HasSubstr("HTTP/1.1 413"));

  // Over the service's own limit, under that of JSON: the service says so, as it does to gRPC.
  const std::string text(size_t{80} << 10, 'x');
  const httplib::Result inner =
      Post(kCompare, absl::StrCat(R"({"reports": [{"text": ")", text, R"("}, {"text": "x"}]})"));
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->status, 400);
  EXPECT_THAT(inner->body, HasSubstr("limit 65536"));
}

TEST_F(HttpTest, HandsOnTheIdsOfACall) {
  StartHttp();
  const httplib::Result result =
      Post(kCompare, kTwoReports,
           {{"X-Request-Id", "desk-7"},
            {"Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->get_header_value("X-Request-Id"), "desk-7");
  EXPECT_THAT(result->get_header_value("Traceparent"),
              ::testing::StartsWith("00-0af7651916cd43dd8448eb211c80319c-"));
}

TEST_F(HttpTest, TheCallersAddressIsTheServices) {
  const TempFolder folder;
  const int file = open(folder.File("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  {
    service::Log log(service::Log::Format::kText, file);
    options_.log = &log;
    StartHttp();
    EXPECT_EQ(Post(kCompare, kTwoReports)->status, 200);
    // Nobody else names whom it speaks for.
    grpc::ClientContext context;
    SetDeadline(&context);
    context.AddMetadata(service::kForwardedPeerKey, "10.9.9.9");
    v1::CompareReportsResponse response;
    EXPECT_TRUE(stub_->CompareReports(&context, SomeReports(), &response).ok());
    http_.reset();
    server_.reset();
  }
  close(file);
  std::ifstream read(folder.File("log"));
  const std::string lines((std::istreambuf_iterator<char>(read)), std::istreambuf_iterator<char>());
  EXPECT_THAT(lines, HasSubstr("peer=127.0.0.1 "));
  EXPECT_THAT(lines, Not(HasSubstr("10.9.9.9")));
  EXPECT_EQ(service::ForwardedPeer("10.9.9.9"), "");
}

TEST_F(HttpTest, WantsTheTokenThatGrpcWants) {
  const TempFolder folder;
  // Of the token "desk".
  options_.callers.file = folder.Write(
      "callers", "desk sha256:49be417ad74080a0031b636b44cfc26fdd0065492d6cd3b033960c4414955cf7\n");
  StartHttp();
  const httplib::Result without = Post(kCompare, kTwoReports);
  ASSERT_TRUE(without);
  EXPECT_EQ(without->status, 401);
  EXPECT_EQ(without->get_header_value("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(ReasonIn(without->body), "UNAUTHENTICATED");
  EXPECT_EQ(Post(kCompare, kTwoReports, {{"Authorization", "Bearer desk"}})->status, 200);
  EXPECT_EQ(Client().Get("/readyz")->status, 200);
}

TEST_F(HttpTest, ReadsChunks) {
  StartHttp();
  const std::string body = kTwoReports;
  RawClient client(http_->address());
  std::string request =
      "POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char c : body) absl::StrAppend(&request, "1\r\n", absl::string_view(&c, 1), "\r\n");
  client.Send(absl::StrCat(request, "0\r\n\r\n"));
  EXPECT_THAT(client.ReadAll(), HasSubstr("HTTP/1.1 200"));
}

TEST_F(HttpTest, SendsTheBodyOnlyWhereItIsWanted) {
  StartHttp();
  RawClient wanted(http_->address());
  wanted.Send(
      absl::StrCat("POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                   "Content-Type: application/json\r\nExpect: 100-continue\r\n"
                   "Content-Length: ",
                   sizeof kTwoReports - 1, "\r\n\r\n"));
  EXPECT_THAT(wanted.ReadUntil("\r\n\r\n"), HasSubstr("HTTP/1.1 100"));
  wanted.Send(kTwoReports);
  EXPECT_THAT(wanted.ReadAll(), HasSubstr("HTTP/1.1 200"));
  RawClient unwanted(http_->address());
  unwanted.Send(
      "POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "application/json\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  const std::string answer = unwanted.ReadAll();
  EXPECT_THAT(answer, HasSubstr("HTTP/1.1 413"));
  EXPECT_THAT(answer, Not(HasSubstr("HTTP/1.1 100")));
}

TEST_F(HttpTest, TheCallersDeadlineCounts) {
  backend_->on_analyze = [](const analysis::Report&, const CallContext& context) {
    while (context.Check().ok()) absl::SleepFor(absl::Milliseconds(1));
    return context.Check();
  };
  StartHttp();
  const httplib::Result result = Post(kCompare, kTwoReports, {{"Grpc-Timeout", "300m"}});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 504);
  EXPECT_EQ(ReasonIn(result->body), "DEADLINE_EXCEEDED");
  for (const char* bad : {"x", "S", "5", "123456789S", "-1S", "1 S"}) {
    EXPECT_EQ(Post(kCompare, kTwoReports, {{"Grpc-Timeout", bad}})->status, 400) << bad;
  }
}

TEST_F(HttpTest, ACallerWhoLeavesEndsItsCall) {
  // Shared: the other report's analysis may still end after this test.
  const auto begun = std::make_shared<std::atomic<bool>>(false);
  const auto cancelled = std::make_shared<std::atomic<bool>>(false);
  backend_->on_analyze = [begun, cancelled](const analysis::Report&, const CallContext& context) {
    *begun = true;
    while (context.Check().ok()) absl::SleepFor(absl::Milliseconds(1));
    if (absl::IsCancelled(context.Check())) *cancelled = true;
    return context.Check();
  };
  options_.work.max_call_time = 10 * kPatience;
  StartHttp();
  const absl::Time give_up = absl::Now() + kPatience;
  {
    RawClient client(http_->address());
    client.Send(
        absl::StrCat("POST /v1/reports:compare HTTP/1.1\r\nHost: a\r\nContent-Type: "
                     "application/json\r\nContent-Length: ",
                     sizeof kTwoReports - 1, "\r\n\r\n", kTwoReports));
    while (!*begun && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
    EXPECT_TRUE(*begun);
  }
  while (!*cancelled && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_TRUE(*cancelled);
}

TEST_F(HttpTest, CallsHaveThreeQuartersOfThePlaces) {
  Gate gate;
  std::atomic<int> waiting{0};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    ++waiting;
    gate.Wait();
    return absl::OkStatus();
  };
  options_.memory.max_cache_bytes = 0;  // or six equal reports would be analysed once
  http_options_.max_connections = 8;
  options_.work.threads = 8;
  StartHttp();
  std::vector<std::thread> callers;
  std::atomic<int> answered{0};
  callers.reserve(6);
  for (int i = 0; i < 6; ++i) {
    callers.emplace_back([&] {
      const httplib::Result result = Post(kAnalyze, R"({"report": {"text": "It shut ."}})");
      if (result && result->status == 200) ++answered;
    });
  }
  const absl::Time give_up = absl::Now() + kPatience;
  while (waiting < 6 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
  const httplib::Result refused = Post(kAnalyze, R"({"report": {"text": "It shut ."}})");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(ReasonIn(refused->body), "QUEUE_FULL");
  EXPECT_EQ(refused->get_header_value("Retry-After"), "1");
  EXPECT_THAT(Get("/livez"), HasSubstr("pool: ok"));
  gate.Open();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, 6);
}

TEST_F(HttpTest, StopsWhenWhatIsUnderWayHasEnded) {
  Gate gate;
  std::atomic<bool> begun{false};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext&) {
    begun = true;
    gate.Wait();
    return absl::OkStatus();
  };
  options_.stop.grace = kPatience;
  StartHttp();
  int status = 0;
  std::thread caller([&] {
    const httplib::Result result = Post(kAnalyze, R"({"report": {"text": "It shut ."}})");
    status = result ? result->status : -1;
  });
  const absl::Time give_up = absl::Now() + kPatience;
  while (!begun && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
  RawClient idle(http_->address());
  std::thread stopper(
      [&] { server_->Stop([&](absl::Time grace_ends) { http_->Stop(grace_ends); }); });
  EXPECT_TRUE(idle.WaitForEnd());
  gate.Open();
  stopper.join();
  caller.join();
  EXPECT_EQ(status, 200);
}

TEST_F(HttpTest, CutsWhatOutlivesTheGrace) {
  std::atomic<bool> begun{false};
  backend_->on_analyze = [&](const analysis::Report&, const CallContext& context) {
    begun = true;
    while (context.Check().ok()) absl::SleepFor(absl::Milliseconds(1));
    return context.Check();
  };
  options_.work.max_call_time = 10 * kPatience;
  StartHttp();
  std::thread caller([&] { Post(kAnalyze, R"({"report": {"text": "It shut ."}})"); });
  const absl::Time give_up = absl::Now() + kPatience;
  while (!begun && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
  http_->Stop(absl::Now());
  caller.join();
  EXPECT_TRUE(begun);
}

TEST_F(HttpTest, PagesOfAllowedOriginsMayCall) {
  http_options_.allowed_origins = {"https://desk.example.org"};
  StartHttp();
  const auto asks = [this](const char* origin) {
    return Client().Options(kCompare,
                            {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
  };
  const httplib::Result allowed = asks("https://desk.example.org");
  ASSERT_TRUE(allowed);
  EXPECT_EQ(allowed->status, 204);
  EXPECT_EQ(allowed->get_header_value("Access-Control-Allow-Origin"), "https://desk.example.org");
  EXPECT_THAT(allowed->get_header_value("Access-Control-Allow-Headers"), HasSubstr("content-type"));
  EXPECT_FALSE(asks("https://evil.example.org")->has_header("Access-Control-Allow-Origin"));
  const httplib::Result call =
      Post(kCompare, kTwoReports, {{"Origin", "https://desk.example.org"}});
  EXPECT_EQ(call->get_header_value("Access-Control-Allow-Origin"), "https://desk.example.org");
}

TEST_F(HttpTest, ServesNoCallsWhereTheyAreOff) {
  http_options_.json = false;
  StartHttp();
  EXPECT_EQ(Post(kCompare, kTwoReports)->status, 404);
  EXPECT_EQ(Client().Get("/livez")->status, 200);
}

}  // namespace
}  // namespace parallax::testing
