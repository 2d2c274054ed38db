#include "server/http/json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/api/errors.h"
#include "server/http/reply.h"

namespace parallax::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRequest[] = "parallax.v1.CompareReportsRequest";
constexpr char kResponse[] = "parallax.v1.CompareReportsResponse";

bool Room(size_t) { return true; }

TEST(JsonCodecTest, ReadsWhatProtobufReads) {
  const std::string json =
      R"({"reports": [{"id": "a", "text": "x \u00e5 \"", "publishTime": "2023-03-15T14:10:00Z"},
          {"html": "<p>"}], "offset_encoding": "UTF16", "minConfidence": 0.5})";
  v1::CompareReportsRequest expected;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &expected).ok());
  const auto bytes = JsonCodec().ToBytes(kRequest, json, 64);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  v1::CompareReportsRequest message;
  ASSERT_TRUE(message.ParseFromString(*bytes));
  EXPECT_EQ(message.SerializeAsString(), expected.SerializeAsString());
}

TEST(JsonCodecTest, SaysWhereAFaultIsAndNothingOfTheText) {
  const JsonCodec codec;
  for (const char* json :
       {"", "zembla", "[]", "{\"reports\": \"zembla\"}", R"({"reports": [{"zembla": "x"}]})",
        R"({"reports": [{"publishTime": "zembla"}]})", R"({"reports": [{"text": "zembla)",
        "{\"reports\": [{\"text\": \"zembla\xe4\"}]}", R"({"reports": [{"text": "\ud800"}]})",
        R"({"reports": [{"text": "zembla", "html": "zembla"}]})", R"({"view": "zembla"})"}) {
    const auto bytes = codec.ToBytes(kRequest, json, 64);
    ASSERT_EQ(bytes.status().code(), absl::StatusCode::kInvalidArgument) << json;
    EXPECT_EQ(api::ReasonOf(bytes.status()), "MALFORMED_REQUEST") << json;
    EXPECT_THAT(std::string(bytes.status().message()), Not(HasSubstr("zembla"))) << json;
  }
  EXPECT_THAT(std::string(codec.ToBytes(kRequest, R"({"reports": [{}, {"publishTime": "x"}]})", 64)
                              .status()
                              .message()),
              HasSubstr("reports[1].publish_time"));
}

TEST(JsonCodecTest, RefusesMoreValuesThanARequestCanUse) {
  const JsonCodec codec;
  std::string many = "{\"reports\": [{}";
  for (int i = 0; i < 100'000; ++i) many += ",{}";
  EXPECT_THAT(std::string(codec.ToBytes(kRequest, many + "]}", 64).status().message()),
              HasSubstr("values"));
  EXPECT_THAT(
      std::string(codec.ToBytes(kRequest, std::string(100'000, '['), 64).status().message()),
      HasSubstr("nested"));
  // Inside a text they count for nothing.
  const std::string text(100'000, ',');
  EXPECT_TRUE(
      codec.ToBytes(kRequest, absl::StrCat(R"({"reports": [{"text": "\")", text, "\"}]}"), 64)
          .ok());
}

TEST(JsonCodecTest, WritesEmptyListsAndZeros) {
  v1::CompareReportsResponse response;
  response.add_differences()->set_kind(v1::Difference::TIME);
  const auto json = JsonCodec().ToJson(kResponse, response.SerializeAsString(), 1 << 20, &Room);
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_THAT(*json, HasSubstr("\"facts\":[]"));
  EXPECT_THAT(*json, HasSubstr("\"kind\":\"TIME\""));
  EXPECT_THAT(*json, HasSubstr("\"confidence\":0"));
}

TEST(JsonCodecTest, StopsAtItsLimitAndWhereThereIsNoRoom) {
  v1::CompareReportsResponse response;
  response.add_facts()->set_statement(std::string(100'000, '<'));  // six bytes each in JSON
  const std::string bytes = response.SerializeAsString();
  const JsonCodec codec;
  EXPECT_EQ(api::ReasonOf(codec.ToJson(kResponse, bytes, 500'000, &Room).status()),
            "ANSWER_TOO_LARGE");
  EXPECT_EQ(codec.ToJson(kResponse, bytes, 700'000, &Room)->size() > 600'000, true);
  size_t left = 300'000;
  const auto some = [&left](size_t more) {
    if (more > left) return false;
    left -= more;
    return true;
  };
  EXPECT_EQ(api::ReasonOf(codec.ToJson(kResponse, bytes, 700'000, some).status()), "QUEUE_FULL");
}

TEST(ReplyTest, SaysInTheWordsOfHttpWhenToTryAgain) {
  const Reply reply =
      ErrorReply(api::ToRpcStatus(api::RetryLater("QUEUE_FULL", "busy", absl::Milliseconds(2300))));
  EXPECT_EQ(reply.status, 429);
  ASSERT_EQ(reply.headers.size(), 1);
  EXPECT_EQ(reply.headers[0].first, "Retry-After");
  EXPECT_EQ(reply.headers[0].second, "3");
  EXPECT_THAT(reply.body, HasSubstr("\"retryDelay\":\"2.300s\""));
  EXPECT_THAT(ClosingBytes(reply, true), HasSubstr("\r\n\r\n{"));
  EXPECT_THAT(ClosingBytes(reply, false), ::testing::EndsWith("\r\n\r\n"));
}

TEST(ReplyTest, EveryCodeHasAStatus) {
  for (int code = 1; code <= 16; ++code) {
    EXPECT_GE(HttpStatusOf(code), 400) << code;
    EXPECT_LT(HttpStatusOf(code), 600) << code;
  }
  EXPECT_EQ(HttpStatusOf(0), 200);
}

}  // namespace
}  // namespace parallax::http
