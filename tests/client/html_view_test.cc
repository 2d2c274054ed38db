#include "client/html_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlView, QuotesTheEvidenceOfEachReport) {
  const std::string page = RenderHtml(SmallComparison());
  EXPECT_THAT(page, HasSubstr("<h1>3 reports, 3 differences</h1>"));
  EXPECT_THAT(page, HasSubstr("<h3>high: commitment on <a href=\"#fact-1\">fact 1</a></h3>"));
  EXPECT_THAT(page, HasSubstr("<dt>The Times</dt><dd><mark>allegedly shut</mark></dd>"));
  EXPECT_THAT(page, HasSubstr("<strong>not told</strong></p>\n<dl>\n<dt>The Echo</dt>"));
}

TEST(HtmlView, GivesEachReportAColumnOfTheFacts) {
  const std::string page = RenderHtml(SmallComparison());
  EXPECT_THAT(page,
              HasSubstr("<tr id=\"fact-1\"><th>1. the city closed the bridge</th>"
                        "<td><span class=\"asserted\">asserted</span><br>“closed the bridge”</td>"
                        "<td><span class=\"alleged\">alleged</span><br>“allegedly shut” "
                        "<span class=\"source\">(a mason)</span></td>"
                        "<td class=\"none\">not told</td></tr>"));
  EXPECT_THAT(page, Not(HasSubstr("it rained"))) << "told by one report only";
}

TEST(HtmlView, LeavesOutFactsThatMayMixTwo) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::Fact& fact = *response.add_facts();
  fact = response.facts(0);
  fact.set_id("doubtful");
  fact.set_statement("something else");
  EXPECT_THAT(RenderHtml(response), HasSubstr("something else"));
  fact.set_confidence(0.4f);
  EXPECT_THAT(RenderHtml(response), Not(HasSubstr("something else")));
  EXPECT_THAT(RenderHtml(response), HasSubstr("1 less certain"));
}

TEST(HtmlView, MarksTheEvidenceWithinItsSentence) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::ReportAnalysis& analysis = *response.add_analyses();
  analysis.set_report_id("a");
  analysis.add_sentences()->mutable_span()->set_text("The city closed the bridge on Monday.");
  EXPECT_THAT(RenderHtml(response),
              HasSubstr("<dd>The city <mark>closed the bridge</mark> on Monday.</dd>"));
}

TEST(HtmlView, EscapesAllThatComesFromReports) {
  v1::CompareReportsResponse response = SmallComparison();
  const std::string attack = "<script>alert('1')</script>\" & ";
  response.mutable_profiles(0)->set_outlet(attack);
  response.mutable_facts(0)->set_statement(attack);
  v1::Difference& difference = *response.mutable_differences(0);
  difference.set_explanation(attack);
  difference.set_rule(attack);
  difference.mutable_positions(0)->set_value(attack);
  difference.mutable_positions(0)->mutable_evidence(0)->mutable_span()->set_text(attack);
  response.mutable_facts(0)->mutable_accounts(0)->mutable_mentions(0)->set_source(attack);
  const std::string page = RenderHtml(response);
  EXPECT_THAT(page, AllOf(Not(HasSubstr("<script")), HasSubstr("&lt;script&gt;"),
                          HasSubstr("&#39;1&#39;"), HasSubstr("&quot; &amp;")));
}

TEST(HtmlView, ShowsAnAnswerWithoutAnything) {
  EXPECT_THAT(RenderHtml(v1::CompareReportsResponse()),
              AllOf(HasSubstr("0 reports, 0 differences"), HasSubstr("<p>None.</p>")));
}

TEST(HtmlView, ShowsTheClaimsOfEachSentence) {
  const auto analysis = FromText<v1::ReportAnalysis>(R"pb(
    report_id: "wire"
    sentences {
      index: 0
      span { text: "It was <unsafe>, she said." }
    }
    sentences {
      index: 1
      span { text: "By <Ann Lee>" }
      furniture: "byline"
    }
    attributions {
      id: "t"
      source { text: "she" }
    }
    claims {
      span { text: "It was <unsafe>" }
      commitment: ATTRIBUTED
      factuality: 1
      attribution_ids: "t"
    }
  )pb");
  v1::AnalyzeReportResponse answer;
  *answer.mutable_analysis() = analysis;
  EXPECT_THAT(
      RenderHtml(answer),
      AllOf(HasSubstr("<h1>wire: 1 claim</h1>"),
            HasSubstr("<p class=\"none\">left out as byline: By &lt;Ann Lee&gt;</p>"),
            HasSubstr("<p>It was &lt;unsafe&gt;, she said.</p>"),
            HasSubstr("<dd>It was &lt;unsafe&gt; <span class=\"source\">(she)</span></dd>")));
}

TEST(HtmlView, HasWarningsInFrontEscaped) {
  const auto comparison = FromText<v1::CompareReportsResponse>(R"pb(
    profiles { report_id: "a" outlet: "The <Post>" }
    warnings { code: NOT_PROSE report_id: "a" text: "A table & no <text>." }
    warnings { code: NOTHING_SHARED text: "Nothing." }
  )pb");
  const std::string page = RenderHtml(comparison);
  EXPECT_THAT(page,
              HasSubstr("<li><strong>The &lt;Post&gt;</strong>: A table &amp; no &lt;text&gt;."
                        "</li>\n<li>Nothing.</li>"));
  EXPECT_LT(page.find("A table"), page.find("<h2>"));
  EXPECT_EQ(RenderHtml(v1::CompareReportsResponse()).find("role=\"alert\""), std::string::npos);
}

}  // namespace
}  // namespace parallax::client
