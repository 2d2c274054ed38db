#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client/mcp/message.h"

namespace parallax::client::mcp {
namespace {

using ::testing::HasSubstr;

Message Read(const std::string& json) { return ReadMessage(Json::parse(json)); }

TEST(McpMessage, TellsRequestsNotificationsAndRepliesApart) {
  const Message request = Read(R"({"jsonrpc": "2.0", "id": 7, "method": "m", "params": {"a": 1}})");
  EXPECT_EQ(request.kind, MessageKind::kRequest);
  EXPECT_EQ(request.id, "7");
  EXPECT_EQ(request.method, "m");
  EXPECT_EQ(request.params, Json::parse(R"({"a": 1})"));
  const Message notification = Read(R"({"jsonrpc": "2.0", "method": "n"})");
  EXPECT_EQ(notification.kind, MessageKind::kNotification);
  EXPECT_TRUE(notification.params.is_object()) << "absent params are an empty object";
  EXPECT_EQ(Read(R"({"jsonrpc": "2.0", "id": 1, "result": {}})").kind, MessageKind::kReply);
  EXPECT_EQ(Read(R"({"jsonrpc": "2.0", "id": 1, "error": {"code": 1}})").kind, MessageKind::kReply);
}

TEST(McpMessage, SendsEveryIdBackAsItCame) {
  for (const char* id :
       {"0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1.5",
        "\"\"", "\"7\"", R"("a \"b\" \\ \n")", "\"\xC3\xB8\xF0\x9F\x98\x80\""}) {
    const Message message =
        Read(std::string(R"({"jsonrpc": "2.0", "method": "m", "id": )") + id + "}");
    EXPECT_EQ(message.kind, MessageKind::kRequest) << id;
    EXPECT_EQ(message.id, id);
    EXPECT_THAT(ResultText(message.id, "{}"), HasSubstr(std::string("\"id\":") + id + ","));
  }
}

TEST(McpMessage, RefusesIdsThatCannotBeSentBack) {
  for (const char* id :
       {"null", "true", "[]", "{}", "18446744073709551616", "123456789012345678901234", "1e300"}) {
    const Message message =
        Read(std::string(R"({"jsonrpc": "2.0", "method": "m", "id": )") + id + "}");
    EXPECT_EQ(message.kind, MessageKind::kInvalid) << id;
    EXPECT_EQ(message.error, kInvalidRequest) << id;
    EXPECT_EQ(message.id, kNoId) << id;
    EXPECT_THAT(message.complaint, HasSubstr("id: ")) << id;
  }
}

TEST(McpMessage, RefusesWhatIsNoMessageUnderItsIdWhereItHasOne) {
  for (const char* json :
       {R"({"jsonrpc": "1.0", "id": 3, "method": "m"})", R"({"id": 3, "method": "m"})",
        R"({"jsonrpc": 2.0, "id": 3, "method": "m"})", R"({"jsonrpc": "2.0", "id": 3})",
        R"({"jsonrpc": "2.0", "id": 3, "method": 4})"}) {
    const Message message = Read(json);
    EXPECT_EQ(message.kind, MessageKind::kInvalid) << json;
    EXPECT_EQ(message.error, kInvalidRequest) << json;
    EXPECT_EQ(message.id, "3") << json;
  }
  for (const char* json : {"3", "null", "\"ping\"", "{}", R"({"jsonrpc": "2.0"})"}) {
    EXPECT_EQ(Read(json).kind, MessageKind::kInvalid) << json;
    EXPECT_EQ(Read(json).id, kNoId) << json;
  }
  const Message listed = Read(R"({"jsonrpc": "2.0", "id": 3, "method": "m", "params": [1]})");
  EXPECT_EQ(listed.kind, MessageKind::kInvalid);
  EXPECT_EQ(listed.error, kInvalidParams);
}

TEST(McpMessage, WritesErrorsThatAreJsonWhateverTheySay) {
  const Json error = Json::parse(ErrorText("\"x\"", kInvalidParams, "a \"b\"\n\xff"));
  EXPECT_EQ(error["id"], "x");
  EXPECT_EQ(error["error"]["code"], -32602);
  EXPECT_EQ(error["error"]["message"], "a \"b\"\n\xEF\xBF\xBD");
}

}  // namespace
}  // namespace parallax::client::mcp
