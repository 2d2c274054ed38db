#include "server/api/requests.h"

#include <functional>
#include <limits>
#include <ostream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/api/errors.h"

namespace parallax::api {
namespace {

using ::testing::HasSubstr;

template <typename Message>
void AddPair(const std::string& first, const std::string& second, Message* message) {
  v1::ReportPair* pair = message->add_report_pairs();
  pair->set_first_report_id(first);
  pair->set_second_report_id(second);
}

v1::CompareReportsRequest TwoReports() {
  v1::CompareReportsRequest request;
  request.add_reports()->set_text("The mill closed.");
  request.add_reports()->set_text("The mill was shut.");
  return request;
}

struct Case {
  std::string name;
  std::function<void(v1::CompareReportsRequest*)> spoil;
  std::string message;

  // Without it GoogleTest prints the bytes, addresses among them, into the test's name.
  friend void PrintTo(const Case& given, std::ostream* out) { *out << given.name; }
};

class CompareRequestTest : public ::testing::TestWithParam<Case> {};

TEST_P(CompareRequestTest, IsRefusedWithTheReason) {
  v1::CompareReportsRequest request = TwoReports();
  GetParam().spoil(&request);
  const Limits limits = {.max_reports = 4, .max_report_bytes = 100};
  const absl::StatusOr<CompareInput> input = ReadRequest(&request, limits);
  EXPECT_EQ(input.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(input.status().message()), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Violations, CompareRequestTest,
    ::testing::Values(
        Case{"NoReports", [](auto* r) { r->clear_reports(); },
             "reports: 0 given, at least 2 needed"},
        Case{"OneReport", [](auto* r) { r->mutable_reports()->RemoveLast(); },
             "reports: 1 given, at least 2 needed"},
        Case{"TooManyReports",
             [](auto* r) {
               for (int i = 0; i < 3; ++i) r->add_reports();
             },
             "reports: 5 given, limit 4"},
        Case{"LongId", [](auto* r) { r->mutable_reports(1)->set_id(std::string(65, 'a')); },
             "reports[1].id: 65 bytes, limit 64"},
        Case{"StrangeId", [](auto* r) { r->mutable_reports(0)->set_id("a b"); },
             "reports[0].id: characters other than A-Z a-z 0-9 . _ -"},
        Case{"NonAsciiId", [](auto* r) { r->mutable_reports(0)->set_id("caf\xc3\xa9"); },
             "reports[0].id: characters other than A-Z a-z 0-9 . _ -"},
        Case{"SameId",
             [](auto* r) {
               r->mutable_reports(0)->set_id("x");
               r->mutable_reports(1)->set_id("x");
             },
             "reports[1].id: same as reports[0].id"},
        Case{"IdOfAnotherPlace", [](auto* r) { r->mutable_reports(0)->set_id("r2"); },
             "reports[1].id: same as reports[0].id"},
        Case{"NoBody", [](auto* r) { r->mutable_reports(1)->clear_text(); },
             "reports[1]: neither text nor html"},
        Case{"BrokenStyle", [](auto* r) { r->set_style("[severity]\nlabel = grave\n"); },
             "style: line 2: label: must be off, low, medium or high"},
        Case{"EmptyText", [](auto* r) { r->mutable_reports(1)->set_text(" \r\n\t"); },
             "reports[1].text: empty"},
        Case{"EmptyHtml", [](auto* r) { r->mutable_reports(1)->set_html(""); },
             "reports[1].html: empty"},
        Case{"LongText", [](auto* r) { r->mutable_reports(1)->set_text(std::string(101, 'x')); },
             "reports[1]: 101 bytes, limit 100"},
        Case{"LongWithHeadline",
             [](auto* r) {
               r->mutable_reports(1)->set_text(std::string(60, 'x'));
               r->mutable_reports(1)->set_headline(std::string(50, 'y'));
             },
             "reports[1]: 110 bytes, limit 100"},
        Case{"LongOutlet",
             [](auto* r) { r->mutable_reports(0)->set_outlet(std::string(257, 'x')); },
             "reports[0].outlet: 257 bytes, limit 256"},
        Case{"LongUri", [](auto* r) { r->mutable_reports(0)->set_uri(std::string(2049, 'x')); },
             "reports[0].uri: 2049 bytes, limit 2048"},
        Case{"Language", [](auto* r) { r->mutable_reports(0)->set_language_code("de"); },
             "reports[0].language_code: not supported; supported: en and its regional forms"},
        Case{"LanguageThatBeginsAlike",
             [](auto* r) { r->mutable_reports(0)->set_language_code("enm"); },
             "reports[0].language_code: not supported; supported: en and its regional forms"},
        Case{"Time",
             [](auto* r) {
               r->mutable_reports(0)->mutable_publish_time()->set_seconds(221845392000);
             },
             "reports[0].publish_time: outside years 1000 to 8999"},
        Case{"TimeBefore",
             [](auto* r) {
               r->mutable_reports(0)->mutable_publish_time()->set_seconds(-30610224001);
             },
             "reports[0].publish_time: outside years 1000 to 8999"},
        Case{"LanguageEndsInHyphen",
             [](auto* r) { r->mutable_reports(0)->set_language_code("en-"); },
             "reports[0].language_code: no well-formed BCP 47 tag"},
        Case{"LanguageWithEmptySubtag",
             [](auto* r) { r->mutable_reports(0)->set_language_code("en--US"); },
             "reports[0].language_code: no well-formed BCP 47 tag"},
        Case{"LanguageWithLongSubtag",
             [](auto* r) { r->mutable_reports(0)->set_language_code("en-abcdefghi"); },
             "reports[0].language_code: no well-formed BCP 47 tag"},
        Case{"Invisible", [](auto* r) { r->mutable_reports(0)->set_text("\u200D \u00AD\n\u2060"); },
             "reports[0].text: empty"},
        Case{"Nanoseconds",
             [](auto* r) { r->mutable_reports(0)->mutable_publish_time()->set_nanos(-1); },
             "reports[0].publish_time.nanos: -1, must be 0 to 999999999"},
        Case{"Encoding",
             [](auto* r) { r->set_offset_encoding(static_cast<v1::Span::Encoding>(9)); },
             "offset_encoding: unknown value 9"},
        Case{"View", [](auto* r) { r->set_view(static_cast<v1::CompareReportsRequest::View>(7)); },
             "view: unknown value 7"},
        Case{"Kind",
             [](auto* r) {
               r->add_kinds(v1::Difference::TIME);
               r->add_kinds(static_cast<v1::Difference::Kind>(99));
             },
             "kinds[1]: unknown value 99"},
        Case{"UnspecifiedKind", [](auto* r) { r->add_kinds(v1::Difference::KIND_UNSPECIFIED); },
             "kinds[0]: unspecified"},
        Case{"ManyKinds",
             [](auto* r) {
               for (int i = 0; i < 65; ++i) r->add_kinds(v1::Difference::TIME);
             },
             "kinds: 65 given, limit 64"},
        Case{"Severity",
             [](auto* r) { r->set_min_severity(static_cast<v1::Difference::Severity>(-4)); },
             "min_severity: unknown value -4"},
        Case{"Confidence", [](auto* r) { r->set_min_confidence(1.5F); },
             "min_confidence: outside 0 to 1"},
        Case{"ConfidenceThatIsNoNumber",
             [](auto* r) { r->set_min_confidence(std::numeric_limits<float>::quiet_NaN()); },
             "min_confidence: outside 0 to 1"},
        Case{"PairOfOne", [](auto* r) { AddPair("r1", "r1", r); },
             "report_pairs[0]: twice the same report"},
        Case{"PairOfTooFew", [](auto* r) { AddPair("r1", "", r); },
             "report_pairs[0]: needs two ids"},
        Case{"PairOfUnknown",
             [](auto* r) {
               AddPair("r1", "r2", r);
               AddPair("r2", "r3", r);
             },
             "report_pairs[1].second_report_id: no report has this id"},
        Case{"ManyPairs",
             [](auto* r) {
               for (int i = 0; i < 2017; ++i) AddPair("r1", "r2", r);
             },
             "report_pairs: 2017 given, limit 2016"},
        Case{"AllAtOnce",
             [](auto* r) {
               r->mutable_reports(0)->set_id("?");
               r->mutable_reports(1)->set_text("");
               r->set_min_confidence(-1);
             },
             "3 violations: reports[0].id: characters other than A-Z a-z 0-9 . _ -; "
             "reports[1].text: empty; min_confidence: outside 0 to 1"}),
    [](const auto& info) { return info.param.name; });

TEST(RequestsTest, ReadsEveryFieldOfAComparison) {
  v1::CompareReportsRequest request;
  v1::Report* report = request.add_reports();
  report->set_id("A.1_x-Y");
  report->set_outlet("The Courier");
  report->set_headline("Mill closes");
  report->set_html("<p>The mill closed.</p>");
  report->mutable_publish_time()->set_seconds(1633507200);
  report->set_language_code("EN-gb");
  request.add_reports()->set_text("The mill was shut.");
  request.set_offset_encoding(v1::Span::UTF16);
  request.set_view(v1::CompareReportsRequest::FULL);
  request.add_kinds(v1::Difference::COMMITMENT);
  request.add_kinds(v1::Difference::PROMINENCE);
  request.set_min_severity(v1::Difference::MEDIUM);
  request.set_min_confidence(0.25F);
  request.set_style("[warn]\nregime\n");
  AddPair("A.1_x-Y", "r2", &request);

  const absl::StatusOr<CompareInput> input = ReadRequest(&request, Limits());
  ASSERT_TRUE(input.ok()) << input.status();
  ASSERT_EQ(input->reports.size(), 2u);
  const analysis::Report& first = input->reports[0];
  EXPECT_EQ(first.id, "A.1_x-Y");
  EXPECT_EQ(first.outlet, "The Courier");
  EXPECT_EQ(first.headline, "Mill closes");
  EXPECT_EQ(first.body, "<p>The mill closed.</p>");
  EXPECT_EQ(first.format, text::Format::kHtml);
  EXPECT_EQ(first.publish_seconds, 1633507200);
  const analysis::Report& second = input->reports[1];
  EXPECT_EQ(second.id, "r2");
  EXPECT_EQ(second.outlet, "r2");
  EXPECT_EQ(second.body, "The mill was shut.");
  EXPECT_EQ(second.format, text::Format::kPlain);
  EXPECT_FALSE(second.publish_seconds.has_value());
  EXPECT_EQ(input->options.encoding, text::Encoding::kUtf16);
  EXPECT_TRUE(input->options.full);
  EXPECT_EQ(input->options.compare.kinds, (1u << 1) | (1u << 15));
  EXPECT_EQ(input->options.compare.min_severity, framing::Severity::kMedium);
  EXPECT_EQ(input->options.compare.min_confidence, 0.25F);
  EXPECT_THAT(input->options.compare.style.warned(), ::testing::ElementsAre("regime"));
  EXPECT_THAT(input->options.compare.between,
              ::testing::ElementsAre(::testing::Pair("A.1_x-Y", "r2")));
}

TEST(RequestsTest, LeavesOutWhatIsNotAskedFor) {
  v1::CompareReportsRequest request = TwoReports();
  const absl::StatusOr<CompareInput> input = ReadRequest(&request, Limits());
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->options.encoding, text::Encoding::kUtf8);
  EXPECT_FALSE(input->options.full);
  EXPECT_EQ(input->options.compare.kinds, 0u);
  EXPECT_EQ(input->options.compare.min_severity, framing::Severity::kUnspecified);
  EXPECT_EQ(input->options.compare.style, framing::Style());
}

TEST(RequestsTest, TakesReportsExactlyAtTheLimits) {
  v1::CompareReportsRequest request = TwoReports();
  request.mutable_reports(0)->set_id(std::string(64, 'i'));
  request.mutable_reports(0)->set_outlet(std::string(256, 'o'));
  request.mutable_reports(0)->set_headline(std::string(40, 'h'));
  request.mutable_reports(0)->set_text(std::string(60, 't'));
  EXPECT_TRUE(ReadRequest(&request, {.max_reports = 2, .max_report_bytes = 100}).ok());
}

TEST(RequestsTest, AnalysisNeedsAReport) {
  v1::AnalyzeReportRequest request;
  request.set_offset_encoding(static_cast<v1::Span::Encoding>(4));
  const absl::StatusOr<AnalyzeInput> input = ReadRequest(&request, Limits());
  EXPECT_EQ(input.status().message(),
            "2 violations: report: missing; offset_encoding: unknown value 4");
}

TEST(RequestsTest, AnalysisNamesTheReportByItsPlace) {
  v1::AnalyzeReportRequest request;
  request.mutable_report()->set_text("The mill closed.");
  request.set_offset_encoding(v1::Span::UTF32);
  const absl::StatusOr<AnalyzeInput> input = ReadRequest(&request, Limits());
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->report.id, "r1");
  EXPECT_EQ(input->encoding, text::Encoding::kUtf32);
}

TEST(RequestsTest, FollowingNeedsAnActionOrOptions) {
  v1::FollowEventRequest request;
  EXPECT_EQ(ReadRequest(&request, Limits()).status().message(), "action: missing, as are options");
  request.mutable_options()->set_min_severity(v1::Difference::HIGH);
  const absl::StatusOr<FollowInput> input = ReadRequest(&request, Limits());
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->options->compare.min_severity, framing::Severity::kHigh);
  EXPECT_FALSE(input->report.has_value());
}

TEST(RequestsTest, FollowingTakesPairsOfReportsThatAreYetToCome) {
  v1::FollowEventRequest request;
  AddPair("wire", "tabloid", request.mutable_options());
  const absl::StatusOr<FollowInput> input = ReadRequest(&request, Limits());
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->options->compare.between.size(), 1u);
}

TEST(RequestsTest, FollowingChecksReportIdAndOptionsTogether) {
  v1::FollowEventRequest request;
  request.mutable_report()->set_id("!");
  request.mutable_options()->set_min_confidence(2);
  EXPECT_EQ(ReadRequest(&request, Limits()).status().message(),
            "3 violations: report.id: characters other than A-Z a-z 0-9 . _ -; "
            "report: neither text nor html; options.min_confidence: outside 0 to 1");
  request.Clear();
  request.set_remove_report_id("");
  EXPECT_EQ(ReadRequest(&request, Limits()).status().message(), "remove_report_id: empty");
}

TEST(RequestsTest, ErrorsRepeatNothingThatTheCallerWrote) {
  v1::CompareReportsRequest request = TwoReports();
  const std::string secret = "unpublished";
  request.mutable_reports(0)->set_id(secret + " id");
  request.mutable_reports(0)->set_language_code(secret);
  request.mutable_reports(1)->set_text(secret + std::string(200, 'x'));
  request.set_style("[" + secret + "]\n[severity]\n" + secret + "\n" + secret + " = " + secret +
                    "\nlabel = " + secret + "\n[allow]\n" + secret + "\n" + secret);
  const absl::StatusOr<CompareInput> input = ReadRequest(&request, {.max_report_bytes = 100});
  EXPECT_THAT(ToRpcStatus(input.status()).SerializeAsString(), ::testing::Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace parallax::api
