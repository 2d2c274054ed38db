// The tools, from their arguments to their results.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "client/json.h"
#include "tests/client/mcp_session.h"

namespace parallax::client::mcp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class McpToolsTest : public McpSessionTest {};

TEST_F(McpToolsTest, ComparesAndGivesTheMemoAndTheAnswerAsJson) {
  Begin();
  const Json answer = Ask(Call(R"("q")", "compare", R"({
      "reports": [{"outlet": "The Post", "headline": "H", "text": "A.", "uri": "https://post.example",
                   "published": "2023-03-15T12:00:00Z"},
                  {"id": "times", "html": "<html lang='en'><meta property='og:site_name' content='The Times'><p>B."}],
      "kinds": ["omission"], "between": [["the post", "times"]], "min_severity": "medium",
      "min_confidence": 0.25, "encoding": "utf16"})"));
  EXPECT_EQ(answer["id"], "q");
  const Json& result = answer["result"];
  EXPECT_EQ(result["isError"], false);
  EXPECT_EQ(result["content"][0]["type"], "text");
  EXPECT_THAT(result["content"][0]["text"].get<std::string>(), StartsWith("**3 reports, 1 shared"));
  v1::CompareReportsResponse structured;
  ASSERT_TRUE(FromJson(result["structuredContent"].dump(), "answer", structured).ok());
  EXPECT_EQ(structured.SerializeAsString(), SmallComparison().SerializeAsString());
  const v1::CompareReportsRequest& request = service_.scripted.compare_requests.at(0);
  EXPECT_EQ(request.reports(0).outlet(), "The Post");
  EXPECT_EQ(request.reports(0).headline(), "H");
  EXPECT_EQ(request.reports(0).text(), "A.");
  EXPECT_EQ(request.reports(0).uri(), "https://post.example");
  EXPECT_EQ(request.reports(0).publish_time().seconds(), 1678881600);
  EXPECT_EQ(request.reports(1).outlet(), "The Times") << "as the page says";
  EXPECT_THAT(request.reports(1).html(), HasSubstr("<p>B."));
  EXPECT_THAT(request.kinds(), ElementsAre(v1::Difference::OMISSION));
  EXPECT_EQ(request.report_pairs(0).first_report_id(), "r1");
  EXPECT_EQ(request.report_pairs(0).second_report_id(), "times");
  EXPECT_EQ(request.min_severity(), v1::Difference::MEDIUM);
  EXPECT_EQ(request.min_confidence(), 0.25f);
  EXPECT_EQ(request.offset_encoding(), v1::Span::UTF16);
}

TEST_F(McpToolsTest, AppliesTheHouseStyleOfTheProgram) {
  options_.style = "[severity]\nlabel = off\n";
  Begin();
  Ask(Compare("1"));
  EXPECT_EQ(service_.scripted.compare_requests.at(0).style(), options_.style);
  EXPECT_FALSE(service_.scripted.compare_requests.at(0).has_min_confidence());
}

TEST_F(McpToolsTest, LeavesOutWhatWasDismissed) {
  Begin();
  service_.scripted.answer.mutable_differences(0)->set_key("00112233445566ff");
  const Json result = Ask(Call("1", "compare", R"({"reports":[{"text":"a"},{"text":"b"}],
      "dismissed": ["00112233445566ff"]})"))["result"];
  EXPECT_EQ(result["structuredContent"]["differences"].size(), 2);
  EXPECT_THAT(result["content"][0]["text"].get<std::string>(), HasSubstr("(1 more dismissed)"));
}

TEST_F(McpToolsTest, AnalyzesOneReport) {
  Begin();
  const Json result =
      Ask(Call("1", "analyze", R"({"report":{"id":"wire","text":"A."}})"))["result"];
  EXPECT_EQ(result["structuredContent"]["analysis"]["reportId"], "wire");
  EXPECT_THAT(result["content"][0]["text"].get<std::string>(), StartsWith("wire: 0 sentences"));
}

TEST_F(McpToolsTest, ExplainsARuleAndAKindInAnyCase) {
  Begin();
  const Json one = Ask(Call("1", "explain", R"({"flag":"quotation-cut"})"))["result"];
  ASSERT_EQ(one["structuredContent"]["rules"].size(), 1);
  EXPECT_EQ(one["structuredContent"]["rules"][0]["kind"], "QUOTATION");
  EXPECT_THAT(one["content"][0]["text"].get<std::string>(),
              HasSubstr("- Raised when: a quotation loses a condition"));
  for (const char* kind : {"REPORTING_VERB", "reporting-verb", " Reporting-Verb "}) {
    const Json rules = Ask(Call("1", "explain", Json{{"flag", kind}}.dump()))["result"];
    ASSERT_EQ(rules["structuredContent"]["rules"].size(), 1) << kind;
    EXPECT_EQ(rules["structuredContent"]["rules"][0]["rule"], "reporting-verb-connotation");
  }
  EXPECT_EQ(
      Ask(Call("1", "explain", R"({"flag":"omission"})"))["result"]["structuredContent"]["rules"]
          .size(),
      2);
  const Json error = Ask(Call("1", "explain", R"({"flag":"KIND_UNSPECIFIED"})"))["error"];
  EXPECT_EQ(error["code"], kInvalidParams);
  EXPECT_THAT(error["message"].get<std::string>(), StartsWith("flag: no such rule or kind"));
}

TEST_F(McpToolsTest, RefusesArgumentsByThePathOfTheField) {
  Begin();
  for (const auto& [arguments, message] : std::vector<std::pair<std::string, std::string>>{
           {R"({"reports":[{"text":"a"},{"text":1}]})", "reports[1].text: must be text"},
           {R"({"reports":[{"text":"a"},{}]})", "reports[1]: needs text or html"},
           {R"({"reports":[{"text":"a","html":"b"},{}]})", "reports[0]: has both text and html"},
           {R"({"reports":[{"text":"a"},{"text":"b","published":"soon"}]})",
            "reports[1].published: no time that can be read"},
           {R"({"reports":[{"text":"a"},{"text":"b"}],"between":[["r1","r3"]]})",
            "between: no report is called r3; there are r1, r2"},
           {R"({"reports":[{"text":"a"},{"text":"b"}],"dismissed":["d1"]})",
            "dismissed[0]: must be the key of a difference"}}) {
    const Json answer = Ask(Call("1", "compare", arguments));
    EXPECT_EQ(answer["error"]["code"], kInvalidParams) << arguments;
    EXPECT_THAT(answer["error"]["message"].get<std::string>(), StartsWith(message)) << arguments;
  }
  EXPECT_THAT(Ask(Call("1", "comparee", "{}"))["error"]["message"].get<std::string>(),
              StartsWith("name: no such tool"));
  EXPECT_THAT(Ask(Request("1", "tools/call", "{}"))["error"]["message"].get<std::string>(),
              StartsWith("name: must be text"));
  EXPECT_TRUE(service_.scripted.compare_requests.empty());
}

TEST_F(McpToolsTest, TellsWhatTheServiceRefusesAsAResult) {
  Begin();
  const Json answer = Ask(Call("1", "analyze", R"({"report":{"text":""}})"));
  EXPECT_EQ(answer["result"]["isError"], true);
  EXPECT_FALSE(answer["result"].contains("structuredContent"));
  EXPECT_THAT(answer["result"]["content"][0]["text"].get<std::string>(),
              HasSubstr("report.published: out of range"))
      << "in the words of the arguments";
}

}  // namespace
}  // namespace parallax::client::mcp
