#include "server/http/head.h"

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"

namespace parallax::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HeadTest, ReadsWhatCounts) {
  std::string text =
      "POST /v1/reports%3Acompare?pretty=1 HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "Application/JSON; charset=utf-8\r\nCONTENT-LENGTH:  12 \r\nAuthorization: Bearer "
      "x%41\r\nExpect: 100-Continue\r\nX-Request-Id: 7\r\nGrpc-Timeout: 5S\r\nRange: "
      "bytes=0-1\r\nAccept-Encoding: gzip\r\n\r\n";
  Head head;
  ASSERT_TRUE(ReadHead(&text, &head).ok());
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.path, "/v1/reports:compare");
  EXPECT_EQ(head.content_type, "application/json");
  EXPECT_EQ(head.length.value_or(0), 12);
  EXPECT_TRUE(head.has_body());
  EXPECT_EQ(head.authorization, "Bearer x%41");
  EXPECT_TRUE(head.expects_continue);
  EXPECT_EQ(head.request_id, "7");
  EXPECT_EQ(head.timeout, "5S");
  // What would have the library do more than it is asked.
  EXPECT_THAT(text, Not(HasSubstr("Range")));
  EXPECT_THAT(text, Not(HasSubstr("gzip")));
  EXPECT_EQ(text, "POST /v1/reports:compare HTTP/1.1\r\nCONTENT-LENGTH: 12\r\n\r\n");
}

struct BadHead {
  const char* name;
  std::string text;
  friend void PrintTo(const BadHead& bad, std::ostream* out) { *out << bad.name; }
};

class BadHeadTest : public ::testing::TestWithParam<BadHead> {};

TEST_P(BadHeadTest, IsNoHead) {
  std::string text = GetParam().text;
  Head head;
  const absl::Status status = ReadHead(&text, &head);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
}

std::string Get(absl::string_view fields) {
  return absl::StrCat("GET / HTTP/1.1\r\nHost: a\r\n", fields, "\r\n");
}

INSTANTIATE_TEST_SUITE_P(
    Heads, BadHeadTest,
    ::testing::Values(
        BadHead{"Empty", "\r\n\r\n"}, BadHead{"Version2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
        BadHead{"NoVersion", "GET /\r\nHost: a\r\n\r\n"},
        BadHead{"Absolute", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        BadHead{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
        BadHead{"NoHost", "GET / HTTP/1.1\r\n\r\n"}, BadHead{"TwoHosts", Get("Host: b\r\n")},
        BadHead{"LengthAndChunks", Get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")},
        BadHead{"ChunksAndLength", Get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")},
        BadHead{"TwoLengths", Get("Content-Length: 3\r\nContent-Length: 3\r\n")},
        BadHead{"LengthWithPlus", Get("Content-Length: +3\r\n")},
        BadHead{"LengthEscaped", Get("Content-Length: %33\r\n")},
        BadHead{"LengthOfManyDigits", Get("Content-Length: 99999999999999999999\r\n")},
        BadHead{"LengthEmpty", Get("Content-Length:\r\n")},
        BadHead{"OtherCoding", Get("Transfer-Encoding: gzip, chunked\r\n")},
        BadHead{"CodingEscaped", Get("Transfer-Encoding: %63hunked\r\n")},
        BadHead{"ChunksInOldVersion",
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"},
        BadHead{"SpaceBeforeColon", Get("Content-Length : 3\r\n")},
        BadHead{"Folded", Get("A: b\r\n c\r\n")}, BadHead{"NoColon", Get("Abc\r\n")},
        BadHead{"BareLf", Get("A: b\nContent-Length: 3\r\n")},
        BadHead{"BareCr", Get("A: b\rContent-Length: 3\r\n")},
        BadHead{"Nul", Get(absl::string_view("A: b\0c\r\n", 8))},
        BadHead{"Expect", Get("Expect: wonders\r\n")},
        BadHead{"TokenWithControl", Get("Authorization: a\x01\r\n")},
        BadHead{"TwoTokens", Get("Authorization: a\r\nAuthorization: b\r\n")}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace parallax::http
