// The protocol both ways: the beginning, calls under way, lists, hostile lines.
#include "tests/client/mcp_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parallax::client::mcp {
namespace {

using ::testing::UnorderedElementsAre;

TEST_F(McpSessionTest, AnswersInTheClientsVersionElseTheNewest) {
  for (const auto& [asked, answered] :
       std::vector<std::pair<std::string, std::string>>{{"2024-11-05", "2024-11-05"},
                                                        {"2025-03-26", "2025-03-26"},
                                                        {"2025-06-18", "2025-06-18"},
                                                        {"2025-11-25", "2025-06-18"},
                                                        {"1", "2025-06-18"}}) {
    Connect();
    const Json result = Ask(Initialize(asked))["result"];
    EXPECT_EQ(result["protocolVersion"], answered);
    EXPECT_EQ(result["serverInfo"]["name"], "parallax");
    EXPECT_TRUE(result["capabilities"].contains("tools"));
  }
}

TEST_F(McpSessionTest, WantsToBeInitializedOnceAndFirst) {
  EXPECT_EQ(Ask(Request("1", "ping"))["result"], Json::object());
  EXPECT_EQ(Ask(Request("1", "tools/list"))["error"]["code"], kInvalidRequest);
  EXPECT_EQ(Ask(Request("1", "server/discover"))["error"]["code"], kMethodNotFound);
  EXPECT_EQ(Ask(Request("1", "initialize"))["error"]["code"], kInvalidParams);
  Begin();
  EXPECT_EQ(Ask(Initialize("2025-06-18"))["error"]["code"], kInvalidRequest);
  EXPECT_EQ(Ask(Request("1", "tools/list"))["result"]["tools"].size(), 3);
  EXPECT_EQ(Ask(Request("1", "tools/list", R"({"cursor":"x"})"))["error"]["code"], kInvalidParams);
}

TEST_F(McpSessionTest, AnswersPingsWhileAComparisonRuns) {
  Begin();
  service_.held = true;
  Send(Compare("1"));
  WaitFor(service_.running, 1);
  EXPECT_EQ(Ask(Request("2", "ping"))["id"], 2);
  EXPECT_EQ(Ask(Compare("1"))["error"]["code"], kInvalidRequest) << "an id that is under way";
  service_.held = false;
  EXPECT_EQ(Next()["id"], 1);
}

TEST_F(McpSessionTest, CancelsTheCallThatRunsAndAnswersItNot) {
  Begin();
  service_.held = true;
  Send(Compare("1"));
  WaitFor(service_.running, 1);
  Send(Cancel("\"1\""));  // another id
  Send(Cancel("2"));      // none such
  EXPECT_FALSE(session_->WaitUntilAnswered(absl::Milliseconds(20)));
  Send(Cancel("1"));
  WaitFor(service_.cancelled, 1);
  service_.held = false;
  EXPECT_EQ(Ask(Compare("3"))["id"], 3) << "the next is made, and the cancelled one not answered";
  EXPECT_EQ(Pending(), 0);
}

TEST_F(McpSessionTest, CancelsACallThatWaits) {
  Begin();
  service_.held = true;
  Send(Compare("1"));
  WaitFor(service_.running, 1);
  Send(Compare("\"two\""));
  Send(Cancel("\"two\""));
  service_.held = false;
  EXPECT_EQ(Next()["id"], 1);
  EXPECT_TRUE(session_->WaitUntilAnswered(kPatience));
  EXPECT_EQ(Pending(), 0);
  EXPECT_EQ(service_.scripted.compare_requests.size(), 1);
}

TEST_F(McpSessionTest, LetsFewCallsWait) {
  Begin();
  service_.held = true;
  Send(Compare("0"));
  WaitFor(service_.running, 1);
  for (int i = 1; i <= 16; ++i) Send(Compare(std::to_string(i)));
  EXPECT_EQ(Pending(), 0);
  EXPECT_EQ(Ask(Compare("17"))["error"]["code"], kBusy);
  service_.held = false;
  for (int i = 0; i <= 16; ++i) EXPECT_EQ(Next()["id"], i) << "in their order";
}

TEST_F(McpSessionTest, EndsWithCallsUnderWay) {
  Begin();
  service_.held = true;
  Send(Compare("1"));
  Send(Compare("2"));
  WaitFor(service_.running, 1);
  session_.reset();
  EXPECT_EQ(service_.scripted.compare_requests.size(), 0);
  EXPECT_EQ(Pending(), 0);
}

TEST_F(McpSessionTest, AnswersAListInOneLineOnceAllOfItIsDone) {
  Begin("2025-03-26");
  const Json answers = Ask("[" + Compare("1") + "," + Request("2", "ping") +
                           R"(,{"jsonrpc":"2.0","method":"notifications/initialized"},)" +
                           Initialize("2025-03-26") + ",7]");
  ASSERT_EQ(answers.size(), 4);
  std::vector<std::string> ids;
  for (const Json& answer : answers) ids.push_back(answer["id"].dump());
  EXPECT_THAT(ids, UnorderedElementsAre("1", "2", "0", "null"));
  EXPECT_EQ(Ask("[]")["error"]["code"], kInvalidRequest);
  Send(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])");
  EXPECT_EQ(Ask(Request("3", "ping"))["id"], 3) << "a list of notifications has no answer";
}

TEST_F(McpSessionTest, AnswersWhatIsLeftOfAListWhenOneIsCancelled) {
  Begin("2025-03-26");
  service_.held = true;
  Send("[" + Compare("1") + "," + Request("2", "ping") + "]");
  WaitFor(service_.running, 1);
  Send(Cancel("1"));
  const Json answers = Next();
  ASSERT_EQ(answers.size(), 1);
  EXPECT_EQ(answers[0]["id"], 2);
}

TEST_F(McpSessionTest, RefusesListsInOtherVersions) {
  Begin("2025-06-18");
  EXPECT_EQ(Ask("[" + Request("1", "ping") + "]")["error"]["code"], kInvalidRequest);
}

TEST_F(McpSessionTest, OutlivesHostileLines) {
  Begin();
  std::string deep = R"({"jsonrpc":"2.0","id":1,"method":"ping","params":)";
  std::string wide = deep + "{\"a\":[0";
  for (int i = 0; i < 100'000; ++i) {
    deep += "{\"a\":";
    wide += ",0";
  }
  for (const auto& [line, code] : std::vector<std::pair<std::string, int>>{
           {deep, kInvalidRequest},
           {wide + "]}}", kInvalidRequest},
           {"{", kParseError},
           {"\xff\xfe", kParseError},
           {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", kParseError},
           {std::string("\0{}", 3), kParseError},
           {R"({"jsonrpc":"2.0","id":1,"method":"ping"} {})", kParseError},
           {R"({"jsonrpc":"2.0","id":1,"method":"\ud800"})", kParseError},
           {"NaN", kParseError},
           {"\"ping\"", kInvalidRequest},
           {R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":7})", kInvalidParams}}) {
    EXPECT_EQ(Ask(line)["error"]["code"], code) << line.substr(0, 80);
  }
  session_->RefuseLongLine();
  EXPECT_EQ(Next()["error"]["code"], kInvalidRequest);
  // None of these has an answer.
  Send("");
  Send(" \t\r");
  Send(R"({"jsonrpc":"2.0","method":"no/such"})");
  Send(R"({"jsonrpc":"2.0","method":"ping","params":7})");
  Send(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})");
  Send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}})");
  Send(R"({"jsonrpc":"2.0","id":5,"result":{}})");
  EXPECT_EQ(Ask(Request("2", "ping"))["id"], 2);
}

}  // namespace
}  // namespace parallax::client::mcp
