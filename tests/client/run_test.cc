// Whole commands against a service that answers from a script, over an in-process channel.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "client/app.h"
#include "client/json.h"
#include "google/protobuf/struct.pb.h"
#include "tests/client/revised_report.h"
#include "tests/client/scripted_service.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(RunTest, ComparesFilesInTheirOrder) {
  const std::string a = File("a.txt", "Outlet: The Post\n\nHead A\n\nBody A.");
  const std::string b = File("b.html", "<p>Body B.</p>");
  EXPECT_EQ(Run({"compare", a, b}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("3 reports, 1 shared fact"));
  EXPECT_EQ(err_.str(), "");
  ASSERT_EQ(service_.compare_requests.size(), 1);
  const v1::CompareReportsRequest& request = service_.compare_requests[0];
  ASSERT_EQ(request.reports_size(), 2);
  EXPECT_EQ(request.reports(0).id(), "a");
  EXPECT_EQ(request.reports(0).outlet(), "The Post");
  EXPECT_EQ(request.reports(0).text(), "Body A.");
  EXPECT_EQ(request.reports(1).id(), "b");
  EXPECT_EQ(request.reports(1).html(), "<p>Body B.</p>");
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::VIEW_UNSPECIFIED);
}

TEST_F(RunTest, PassesOnWhatIsWanted) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--kinds=omission", "--min-severity=medium",
                 "--min-confidence=0.25", "--encoding=utf16", "--context"}),
            kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  EXPECT_THAT(request.kinds(), ElementsAre(v1::Difference::OMISSION));
  EXPECT_EQ(request.min_severity(), v1::Difference::MEDIUM);
  EXPECT_EQ(request.min_confidence(), 0.25f);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF16);
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL) << "for the sentences around";
}

TEST_F(RunTest, SendsARequestFileAsItStandsAndAnswersInJson) {
  const std::string path = File("r.json", R"({
    "reports": [{"id": "A", "text": "x", "publishTime": "2023-03-15T12:00:00Z"}, {"text": "y"}],
    "offsetEncoding": "UTF32", "view": "FULL"})");
  EXPECT_EQ(Run({"compare", "--request=" + path, "--format=json"}), kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF32);
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL);
  EXPECT_EQ(request.reports(1).id(), "") << "ids are left to the server";
  EXPECT_THAT(out_.str(), HasSubstr("\"reportId\": \"a\""));
  EXPECT_THAT(out_.str(), HasSubstr("\"kind\": \"REPORTING_VERB\""));
  v1::CompareReportsResponse parsed;
  ASSERT_TRUE(FromJson(out_.str(), "answer", parsed).ok());
  EXPECT_EQ(parsed.SerializeAsString(), SmallComparison().SerializeAsString());
}

TEST_F(RunTest, PrintsOnePageOfHtml) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--format=html"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("<!DOCTYPE html>"));
  EXPECT_EQ(service_.compare_requests.at(0).view(), v1::CompareReportsRequest::FULL);
}

TEST_F(RunTest, AnalyzesOneReport) {
  const std::string a = File("wire.txt", "Head\n\nBody.");
  EXPECT_EQ(Run({"analyze", a, "--encoding=utf8"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("wire: 0 sentences"));
  EXPECT_EQ(service_.analyze_requests.at(0).report().headline(), "Head");
  EXPECT_EQ(service_.analyze_requests.at(0).offset_encoding(), v1::Span::UTF8);
}

TEST_F(RunTest, EndsWithOneWhereTheServerSaysNo) {
  const std::string path = File("r.json", R"({"reports": [{"text": "x"}]})");
  EXPECT_EQ(Run({"compare", "--request=" + path}), kExitRefused);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(),
            "parallax: the request was refused: 1 violation (INVALID_ARGUMENT)\n"
            "  reports: 1 report, needs 2\n");
}

TEST_F(RunTest, EndsWithOneWhereNobodyAnswers) {
  // Nothing listens on the socket of this name.
  stub_ = v1::FramingService::NewStub(
      grpc::CreateChannel("unix:" + folder_ + "/none.sock", grpc::InsecureChannelCredentials()));
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--timeout=10"}), kExitRefused);
  EXPECT_THAT(err_.str(), StartsWith("parallax: "));
  EXPECT_THAT(err_.str(), HasSubstr("UNAVAILABLE"));
}

TEST_F(RunTest, EndsWithTwoWhereAFileCannotBeRead) {
  EXPECT_EQ(Run({"compare", folder_ + "/none.txt", File("a.txt", "A")}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("none.txt: No such file"));
  EXPECT_THAT(service_.compare_requests, IsEmpty());
}

TEST_F(RunTest, EndsWithTwoWhereTheRequestIsNoJson) {
  EXPECT_EQ(Run({"analyze", "--request=" + File("r.json", "{\"report\": {")}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("r.json: not an AnalyzeReportRequest in JSON"));
  EXPECT_THAT(service_.analyze_requests, IsEmpty());
}

TEST_F(RunTest, EndsWithThreeWhereAGraveDifferenceIsFound) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--fail-on=high"}), kExitFound);
  EXPECT_THAT(out_.str(), StartsWith("3 reports")) << "the answer is shown all the same";
  service_.answer.mutable_differences()->DeleteSubrange(0, 1);
  EXPECT_EQ(Run({"compare", a, a, "--fail-on=high"}), kExitDone);
  EXPECT_EQ(Run({"compare", a, a, "--fail-on=medium"}), kExitFound);
  service_.answer.clear_differences();
  EXPECT_EQ(Run({"compare", a, a, "--fail-on=low"}), kExitDone);
}

TEST_F(RunTest, AsksForWhatDividesTwoReports) {
  const std::string a = File("a.txt", "Outlet: The Post\n\nHead\n\nBody.");
  const std::string b = File("b.txt", "B");
  EXPECT_EQ(Run({"compare", a, b, "--between=the post,b.txt"}), kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  ASSERT_EQ(request.report_pairs_size(), 1);
  EXPECT_EQ(request.report_pairs(0).first_report_id(), "a");
  EXPECT_EQ(request.report_pairs(0).second_report_id(), "b");
  EXPECT_EQ(Run({"compare", a, b, "--between=a,c"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("no report is called c; there are a, b"));
}

TEST_F(RunTest, ShowsWhatIsNewAndGoneSinceABaseline) {
  const std::string a = File("a.txt", "A");
  for (int i = 0; i < 3; ++i) {
    service_.answer.mutable_differences(i)->set_key(std::string(1, static_cast<char>('k' + i)));
  }
  ASSERT_EQ(Run({"compare", a, a, "--format=json"}), kExitDone);
  const std::string baseline = File("old.json", out_.str());
  // Nothing has changed.
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--fail-on=low"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("Since the baseline: 0 new, 0 gone, 3 as before"));
  // The first is gone, another is new.
  service_.answer.mutable_differences(0)->set_key("new");
  service_.answer.mutable_differences(0)->set_explanation("Something else.");
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--fail-on=high"}), kExitFound);
  EXPECT_THAT(out_.str(), StartsWith("Since the baseline: 1 new, 1 gone, 2 as before"));
  EXPECT_THAT(out_.str(), HasSubstr("1.  HIGH Something else\n"));
  EXPECT_THAT(out_.str(), HasSubstr("GONE SINCE THE BASELINE\n\nHIGH    The Post states it"));
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--format=json"}), kExitDone);
  google::protobuf::Struct json;
  ASSERT_TRUE(FromJson(out_.str(), "answer", json).ok()) << out_.str();
  EXPECT_EQ(json.fields().at("differences").list_value().values_size(), 1);
  ASSERT_EQ(json.fields().at("gone").list_value().values_size(), 1);
  EXPECT_EQ(json.fields()
                .at("gone")
                .list_value()
                .values(0)
                .struct_value()
                .fields()
                .at("key")
                .string_value(),
            "k");
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--format=csv"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\r\nnew,1,high"));
  EXPECT_THAT(out_.str(), HasSubstr("\r\ngone,1,high"));
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--format=markdown"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("**Gone since the baseline**"));
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--format=html"}), kExitDone);
  EXPECT_THAT(err_.str(), HasSubstr("1 difference of the baseline are gone"));
  // What is not asked for is not gone.
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + baseline, "--kinds=omission"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr(" 0 gone, "));
  EXPECT_EQ(Run({"compare", a, a, "--baseline=" + File("bad.json", "[]")}), kExitUsage);
}

TEST_F(RunTest, LeavesOutWhatWasDismissedAndSaysHowMuch) {
  const std::string a = File("a.txt", "A");
  for (int i = 0; i < 3; ++i) {
    service_.answer.mutable_differences(i)->set_key("000000000000000" + std::to_string(i));
  }
  ASSERT_EQ(Run({"compare", a, a, "--format=json"}), kExitDone);
  const std::string baseline = File("old.json", out_.str());
  const std::string flag = "--dismissed=" + File("desk.keys",
                                                 "0000000000000000  # seen\n"
                                                 "ffffffffffffffff\n");
  EXPECT_EQ(Run({"compare", a, a, flag, "--fail-on=high"}), kExitDone) << "the grave one is out";
  EXPECT_THAT(out_.str(), StartsWith("3 reports, 1 shared fact, 2 differences (1 more dismissed)"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("The Post states it")));
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(Run({"compare", a, a, flag, "--fail-on=medium"}), kExitFound);
  EXPECT_EQ(Run({"compare", a, a, flag, "--format=markdown"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("2 differences (1 more dismissed)"));
  EXPECT_EQ(Run({"compare", a, a, flag, "--format=html"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("2 differences (1 more dismissed)"));
  EXPECT_EQ(Run({"compare", a, a, flag, "--format=json"}), kExitDone);
  EXPECT_EQ(err_.str(), "parallax: 1 dismissed difference left out\n");
  v1::CompareReportsResponse json;
  ASSERT_TRUE(FromJson(out_.str(), "answer", json).ok()) << "no member that a message has not";
  EXPECT_EQ(json.differences_size(), 2);
  // What is dismissed is neither new nor gone.
  EXPECT_EQ(Run({"compare", a, a, flag, "--baseline=" + baseline}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("Since the baseline: 0 new, 0 gone, 2 as before"));
  service_.answer.mutable_differences()->DeleteSubrange(0, 1);
  EXPECT_EQ(Run({"compare", a, a, flag, "--baseline=" + baseline}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("Since the baseline: 0 new, 0 gone, 2 as before"));
}

TEST_F(RunTest, EndsWithTwoWhereTheDismissedCannotBeRead) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--dismissed=" + File("bad.keys", "# ok\nd1\n")}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("bad.keys: line 2: expected the key of a difference"));
  EXPECT_EQ(Run({"compare", a, a, "--dismissed=" + folder_ + "/none"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("none: No such file"));
  EXPECT_THAT(service_.compare_requests, IsEmpty());
}

TEST_F(RunTest, WritesTablesMarkdownAndAnnotations) {
  const std::string a = File("a.txt", "URL: https://post.example/1\n\nHead\n\nA");
  EXPECT_EQ(Run({"compare", a, a, "--format=csv"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("change,card,severity"));
  EXPECT_EQ(Run({"compare", a, a, "--format=csv-facts"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("fact,statement"));
  EXPECT_EQ(Run({"compare", a, a, "--format=markdown"}), kExitDone);
  EXPECT_THAT(out_.str(), StartsWith("**3 reports"));
  EXPECT_EQ(Run({"compare", a, a, "--format=annotations", "--encoding=utf8"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\"source\": \"https://post.example/1\""));
  const v1::CompareReportsRequest& request = service_.compare_requests.back();
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF32) << "as the model counts";
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL);
}

TEST_F(RunTest, TakesAFolderForTheReportsInIt) {
  std::filesystem::create_directories(folder_ + "/story");
  File("story/b.txt", "Head\n\nB.");
  File("story/a.txt", "Head\n\nA.");
  EXPECT_EQ(Run({"compare", folder_ + "/story"}), kExitDone);
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  ASSERT_EQ(request.reports_size(), 2);
  EXPECT_EQ(request.reports(0).id(), "a");
  EXPECT_EQ(request.reports(1).id(), "b");
  std::filesystem::remove(folder_ + "/story/b.txt");
  EXPECT_EQ(Run({"compare", folder_ + "/story"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("two or more reports, or --request=FILE; given: 1"));
}

TEST_F(RunTest, SendsTheHouseStyleAsItStands) {
  const std::string text = "[severity]\nlabel = off\n";
  const std::string style = "--style=" + File("house.style", text);
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, style}), kExitDone);
  EXPECT_EQ(service_.compare_requests.at(0).style(), text);
  EXPECT_EQ(Run({"compare", a, a}), kExitDone);
  EXPECT_EQ(service_.compare_requests.at(1).style(), "");
  EXPECT_EQ(Run({"follow", "--once", folder_, style}), kExitDone);
  EXPECT_EQ(service_.follow_requests.at(0).options().style(), text);
  std::filesystem::create_directories(folder_ + "/story");
  File("story/a.txt", "A.");
  File("story/b.txt", "B.");
  EXPECT_EQ(Run({"compare", "--format=jsonl", folder_ + "/story", style}), kExitDone);
  EXPECT_EQ(service_.compare_requests.back().style(), text);
}

TEST_F(RunTest, EndsWithTwoWhereTheHouseStyleCannotBeRead) {
  const std::string a = File("a.txt", "A");
  EXPECT_EQ(Run({"compare", a, a, "--style=" + folder_ + "/none"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("/none: No such file"));
  EXPECT_EQ(Run({"compare", a, a, "--style=" + File("house.style", "[allow]\ncaf\xe9")}),
            kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("house.style: not UTF-8 at byte 11"));
  EXPECT_THAT(service_.compare_requests, IsEmpty());
}

TEST_F(RunTest, ARevisionIsOfTwoReportsThatAreSentWhole) {
  const std::string a = File("a.txt", "A");
  const std::string b = File("b.txt", "B");
  EXPECT_EQ(Run({"compare", "--revision", a, b, a}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--revision needs two versions of one report"));
  EXPECT_EQ(Run({"compare", "--revision", a, b}), kExitRefused);
  EXPECT_THAT(err_.str(), HasSubstr("no analysis of the two versions"));
  const v1::CompareReportsRequest& request = service_.compare_requests.at(0);
  EXPECT_EQ(request.view(), v1::CompareReportsRequest::FULL);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF8);
  service_.answer = RevisedReport();
  EXPECT_EQ(Run({"compare", "--revision", a, b}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("SILENT CHANGES"));
  EXPECT_EQ(Run({"compare", "--revision", "--format=markdown", a, b}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("**Silent changes"));
  EXPECT_EQ(Run({"compare", "--revision", "--format=json", a, b}), kExitDone);
  google::protobuf::Struct json;
  EXPECT_TRUE(FromJson(out_.str(), "answer", json).ok()) << out_.str();
}

TEST_F(RunTest, FollowsAFolderOnce) {
  File("a.txt", "Head\n\nBody A.");
  File("b.txt", "Head\n\nBody B.");
  File(".hidden.txt", "x");
  File("notes.doc", "x");
  EXPECT_EQ(Run({"follow", "--once", folder_, "--min-severity=low"}), kExitDone);
  ASSERT_EQ(service_.follow_requests.size(), 2);
  EXPECT_EQ(service_.follow_requests[0].report().id(), "a");
  EXPECT_EQ(service_.follow_requests[0].options().min_severity(), v1::Difference::LOW);
  EXPECT_EQ(service_.follow_requests[1].report().id(), "b");
  EXPECT_FALSE(service_.follow_requests[1].has_options());
  EXPECT_THAT(out_.str(), StartsWith("== a.txt: 1 report, 0 facts, 0 differences, 0 new\n"
                                     "== b.txt: 2 reports, 2 facts, 3 differences, 3 new\n"
                                     "HIGH    The Post states it, the Times alleges it\n"));
}

TEST_F(RunTest, ShowsADifferenceOfAFollowedEventOnce) {
  for (const char* name : {"a.txt", "b.txt", "c.txt"}) File(name, "Body.");
  EXPECT_EQ(Run({"follow", "--once", folder_}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("== c.txt: 3 reports, 2 facts, 3 differences, 0 new\n"));
  EXPECT_EQ(out_.str().find("HIGH"), out_.str().rfind("HIGH"));
}

TEST_F(RunTest, GoesOnFollowingAfterAReportThatIsRefused) {
  File("a.txt", "Body.");
  File("b.txt", "refuse");
  File("c.txt", "caf\xe9");
  File("d.txt", "Body.");
  EXPECT_EQ(Run({"follow", "--once", "--format=jsonl", folder_}), kExitRefused);
  EXPECT_EQ(service_.follow_requests.size(), 3);
  EXPECT_THAT(err_.str(), HasSubstr("c.txt: not UTF-8"));
  EXPECT_THAT(out_.str(),
              HasSubstr("\"error\":{\"code\":3,\"message\":\"refused\",\"details\":[]}"));
  EXPECT_THAT(out_.str(), HasSubstr("\"reportIds\":[\"a\",\"d\"]"));
}

TEST_F(RunTest, CannotFollowAFolderThatIsNotThere) {
  EXPECT_EQ(Run({"follow", folder_ + "/none"}), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("/none: No such file"));
}

}  // namespace
}  // namespace parallax::client
