#include "server/api/parse.h"

#include <string>

#include "gmock/gmock.h"
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

}  // namespace
}  // namespace parallax::api
