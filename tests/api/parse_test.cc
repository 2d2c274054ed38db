#include "server/api/parse.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "gtest/gtest.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/api/errors.h"

namespace parallax::api {
namespace {

using ::testing::HasSubstr;

TEST(ParseTest, NamesEveryStringThatIsNotUtf8) {
  v1::CompareReportsRequest request;
  request.add_reports()->set_headline("fine");
  request.add_reports()->set_headline("caf\xe9 closed");
  request.mutable_reports(1)->set_outlet("\xff");
  request.add_reports()->set_html("<p>\xc3\xa9</p>\xc3");
  const std::string bytes = request.SerializeAsString();
  v1::CompareReportsRequest parsed;
  ASSERT_FALSE(parsed.ParseFromString(bytes));

  const absl::Status status = DescribeParseFailure(bytes, parsed);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
  EXPECT_EQ(status.message(),
            "3 violations: reports[1].outlet: byte 0 is not valid UTF-8; "
            "reports[1].headline: byte 3 is not valid UTF-8; "
            "reports[2].html: byte 9 is not valid UTF-8");
}

TEST(ParseTest, FindsStringsInNestedMessages) {
  v1::FollowEventRequest request;
  request.mutable_report()->set_text("\x80");
  const absl::Status status = DescribeParseFailure(request.SerializeAsString(), request);
  EXPECT_EQ(status.message(), "report.text: byte 0 is not valid UTF-8");
}

TEST(ParseTest, SaysSoWhereTheBytesAreNoSuchMessage) {
  const absl::Status status =
      DescribeParseFailure("\x0a\x7f not that long", v1::AnalyzeReportRequest());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "MALFORMED_REQUEST");
  EXPECT_THAT(std::string(status.message()), HasSubstr("parallax.v1.AnalyzeReportRequest"));
}

absl::Status Counted(const std::string& bytes, const google::protobuf::Message& expected) {
  google::protobuf::io::ArrayInputStream input(bytes.data(), static_cast<int>(bytes.size()));
  return CheckFieldCounts(&input, expected, Limits());
}

TEST(FieldCountsTest, RefusesMoreReportsThanTheLimitBeforeTheyTakeMemory) {
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += std::string("\x0a\0", 2);
  const absl::Status status = Counted(bytes, v1::CompareReportsRequest());
  EXPECT_EQ(status.message(), "reports: 100000 given, limit 64");
  EXPECT_EQ(ReasonOf(status), "INVALID_REQUEST");
  EXPECT_TRUE(Counted(bytes.substr(0, 2 * 64), v1::CompareReportsRequest()).ok());
}

TEST(FieldCountsTest, RefusesMoreFieldsThanReportsHave) {
  v1::Report report;
  std::string unknown;
  for (int i = 0; i < 10'000; ++i) unknown += "\xf8\x07\x01";  // field 127
  report.GetReflection()->MutableUnknownFields(&report)->ParseFromString(unknown);
  v1::FollowEventRequest follow;
  *follow.mutable_report() = report;
  v1::CompareReportsRequest compare;
  *compare.add_reports() = report;
  for (const google::protobuf::Message* message :
       {static_cast<google::protobuf::Message*>(&follow),
        static_cast<google::protobuf::Message*>(&compare)}) {
    const absl::Status status = Counted(message->SerializeAsString(), *message);
    EXPECT_EQ(status.message(), "the request has 10001 fields, limit 3072");
    EXPECT_EQ(ReasonOf(status), "MALFORMED_REQUEST");
  }
  EXPECT_EQ(Counted("\xfb\x07\xfc\x07", compare).message(),
            "the request has a group; the API has none");
}

TEST(FieldCountsTest, LetsThroughWhatTheLimitsAllowAndWhatTheParserRefuses) {
  v1::CompareReportsRequest request;
  for (int i = 0; i < 64; ++i) {
    v1::Report* report = request.add_reports();
    report->set_id("a");
    report->set_outlet("b");
    report->set_headline("c");
    report->set_text(std::string(1000, 'd'));
    report->set_uri("e");
    report->set_language_code("en");
    report->mutable_publish_time()->set_seconds(1);
    report->mutable_publish_time()->set_nanos(1);
    request.add_kinds(v1::Difference::QUANTITY);
  }
  EXPECT_TRUE(Counted(request.SerializeAsString(), request).ok());
  EXPECT_TRUE(Counted("\x0a\x7f not that long", request).ok());
  EXPECT_TRUE(Counted("", request).ok());
}

}  // namespace
}  // namespace parallax::api
