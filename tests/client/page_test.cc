#include "client/page/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/page/markup.h"
#include "client/page/shell.h"
#include "client/wording.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

std::string Render(const v1::CompareReportsResponse& response) {
  return RenderPage(v1::CompareReportsRequest(), response);
}

// What `pattern`'s group catches, in order.
std::vector<std::string> FindAll(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

// The part of the page between its head and its script, which come from reports.
std::string BodyOf(const std::string& page) {
  const size_t begin = page.find("<body>");
  return page.substr(begin, page.rfind("<script>") - begin);
}

// The comparison with texts to lay out and keys.
v1::CompareReportsResponse FullComparison() {
  v1::CompareReportsResponse response = SmallComparison();
  v1::ReportAnalysis& analysis = *response.add_analyses();
  analysis.set_report_id("a");
  v1::Span& headline = *analysis.add_sentences()->mutable_span();
  headline.set_section(v1::Span::HEADLINE);
  headline.set_text("Bridge shut");
  const std::string text = "The city closed the bridge on Monday. It said \"yes\".\n\nIt rained.";
  for (const auto& [begin, end] : {std::pair{0, 37}, {38, 52}, {54, 64}}) {
    v1::Span& span = *analysis.add_sentences()->mutable_span();
    span.set_section(v1::Span::BODY);
    span.set_begin(begin);
    span.set_end(end);
    span.set_text(text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
  }
  analysis.set_body_text(text);
  for (v1::Difference& difference : *response.mutable_differences()) {
    difference.set_key(absl::StrCat("k", difference.id()));
    for (v1::Position& position : *difference.mutable_positions()) {
      for (v1::Evidence& evidence : *position.mutable_evidence()) {
        if (evidence.report_id() == "a") {
          evidence.set_sentence_index(difference.id() == "d2" ? 2 : 1);
        }
      }
    }
  }
  return response;
}

TEST(Page, NamesNothingOutsideItselfAndAllowsNothingElse) {
  const std::string page = Render(FullComparison());
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_THAT(page::ContentSecurityPolicy(),
              MatchesRegex("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src "
                           "'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'"));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("content=\"", page::ContentSecurityPolicy(), "\"")));
  EXPECT_THAT(FindAll(page, "(<link|<img|<iframe|@import|url\\(|src=|https?:|eval\\(|innerHTML)"),
              IsEmpty());
  EXPECT_THAT(FindAll(BodyOf(page), "(<style| style=| on[a-z]+=)"), IsEmpty());
}

TEST(Page, BeginsWithASummaryAndTheGravest) {
  const std::string page = Render(SmallComparison());
  EXPECT_THAT(page, HasSubstr("<title>The Post, The Times, The Echo: 3 differences</title>"));
  EXPECT_THAT(page, HasSubstr("<h1>3 reports, 1 shared fact, 3 differences</h1>"));
  const size_t gravest = page.find("class=\"gravest\"");
  EXPECT_LT(page.find("<h1>"), gravest);
  EXPECT_LT(gravest, page.find("<main"));
  EXPECT_EQ(
      FindAll(page.substr(gravest, page.find("</ol>", gravest) - gravest), "href=\"#(d-d.)").size(),
      3u);
}

TEST(Page, SaysOfTheGravestWhatStandsAgainstWhat) {
  v1::CompareReportsResponse response = SmallComparison();
  EXPECT_THAT(Render(response),
              HasSubstr("commitment</span> asserted against alleged</span></li>"));
  // Two quotations that begin alike: by the words that differ.
  v1::Difference& difference = *response.mutable_differences(0);
  difference.set_kind(v1::Difference::QUOTATION);
  difference.mutable_positions(0)->set_value("the same");
  difference.mutable_positions(1)->set_value("the same");
  EXPECT_THAT(
      Render(response),
      HasSubstr("quotation</span> “closed the bridge” against “allegedly shut”</span></li>"));
}

TEST(Page, HasTheLandmarksAndOneHeadingOfTheFirstRank) {
  const std::string page = Render(FullComparison());
  for (const char* part : {"<header class=\"top\">", "<nav aria-label=\"Sections\">",
                           "<main id=\"main\">", "<footer>", "role=\"search\""}) {
    EXPECT_EQ(page.find(part), page.rfind(part)) << part;
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(FindAll(page, "(<h1>)").size(), 1u);
  EXPECT_EQ(FindAll(page, "<section id=\"([a-z]+)\" aria-labelledby=\"[a-z]+-title\"").size(), 5u);
}

TEST(Page, AnchorsEachCardByItsKey) {
  const std::string page = Render(FullComparison());
  EXPECT_THAT(FindAll(page, "<article class=\"card [a-z]+\" id=\"([^\"]*)\""),
              ElementsAre("d-kd1", "d-kd2", "d-kd3"));
  EXPECT_THAT(FindAll(page, "class=\"permalink\" href=\"#([^\"]*)\""),
              ElementsAre("d-kd1", "d-kd2", "d-kd3"));
}

TEST(Page, AnchorsTheOtherAspectsOfACardByTheirKeys) {
  v1::CompareReportsResponse response = FullComparison();
  response.mutable_differences(0)->set_group_id("g");
  response.mutable_differences(2)->set_group_id("g");
  const std::string page = Render(response);
  EXPECT_THAT(FindAll(page, "<article class=\"card [a-z]+\" id=\"([^\"]*)\""),
              ElementsAre("d-kd1", "d-kd2"));
  EXPECT_THAT(page, HasSubstr("<li id=\"d-kd3\" data-kind=\"k-omission\" data-severity=\"low\" "
                              "data-sure=\"0.7000\">"));
  response.mutable_differences(2)->set_key("kd2");
  EXPECT_THAT(FindAll(Render(response), "id=\"(d-kd2)\"").size(), 1u) << "ids stand once";
}

TEST(Page, LinksLeadSomewhereAndIdsStandOnce) {
  v1::CompareReportsResponse response = FullComparison();
  response.mutable_differences(0)->mutable_positions(1)->add_report_ids("unknown");
  response.mutable_differences(1)->mutable_positions(1)->mutable_evidence(0)->set_report_id("none");
  response.mutable_differences(2)->set_fact_id("none");
  const std::string page = Render(response);
  const std::vector<std::string> ids = FindAll(page, " id=\"([^\"]*)\"");
  const std::set<std::string> known(ids.begin(), ids.end());
  EXPECT_EQ(ids.size(), known.size());
  for (const std::string& target : FindAll(page, "href=\"#([^\"]*)\"")) {
    EXPECT_TRUE(known.contains(target)) << target;
  }
}

TEST(Page, QuotesTheEvidenceOfEachReportInItsSentence) {
  const std::string page = Render(FullComparison());
  EXPECT_THAT(
      page,
      HasSubstr(
          "<dd><q><span class=\"around\">The city </span><mark class=\"k-commitment\">closed the "
          "bridge</mark><span class=\"around\"> on Monday.</span></q></dd>"));
  EXPECT_THAT(page, HasSubstr("<dd><q>allegedly shut</q></dd>"))
      << "all of it marked would say nothing";
  EXPECT_THAT(page, HasSubstr("<dt><a href=\"#r3\">The Echo</a></dt>\n<dd class=\"absent\">not "
                              "told</dd>"));
}

TEST(Page, SaysWhoTakesWhichSideByWhichRule) {
  EXPECT_THAT(Render(SmallComparison()),
              HasSubstr("<span class=\"sides\"><b>asserted</b>: The Post; <b>alleged</b>: The "
                        "Times</span> <span class=\"rule\">commitment-class, confidence "
                        "0.91</span>"));
}

TEST(Page, HoldsEachCardAsText) {
  const std::string page = Render(SmallComparison());
  EXPECT_THAT(page,
              HasSubstr("<summary>As text</summary><pre>HIGH    The Post states it, the Times "
                        "alleges it\n"));
  EXPECT_THAT(page, HasSubstr("The Times: “allegedly shut”\n"));
}

TEST(Page, ShowsEveryKindWithItsClass) {
  const google::protobuf::EnumDescriptor& kinds = *v1::Difference::Kind_descriptor();
  ASSERT_GE(kinds.value_count(), 16);
  for (int i = 1; i < kinds.value_count(); ++i) {
    const auto kind = static_cast<v1::Difference::Kind>(kinds.value(i)->number());
    v1::CompareReportsResponse response = FullComparison();
    response.mutable_differences(0)->set_kind(kind);
    const std::string page = Render(response);
    const std::string name = page::ClassOf(kind);
    EXPECT_THAT(page, HasSubstr(absl::StrCat("class=\"kind ", name, "\">", Word(kind)))) << name;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("data-kind=\"", name, "\""))) << name;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("name=\"kind\" value=\"", name, "\""))) << name;
    EXPECT_THAT(page, HasSubstr(absl::StrCat("<mark class=\"", name, "\">closed"))) << name;
    EXPECT_THAT(page, HasSubstr(absl::StrCat(".", name))) << "no colour in the style sheet";
  }
}

TEST(Page, CountsTheCardsOfEachFilter) {
  const std::string page = Render(SmallComparison());
  EXPECT_THAT(page, HasSubstr("name=\"report\" value=\"0\">The Post <span class=\"n\">3</span>"));
  EXPECT_THAT(page, HasSubstr("name=\"report\" value=\"1\">The Times <span class=\"n\">1</span>"));
  EXPECT_THAT(FindAll(page, "name=\"severity\" value=\"([a-z]+)\""),
              ElementsAre("high", "medium", "low"));
}

TEST(Page, LaysOutTheReportsInParagraphsWithWhatIsQuotedMarked) {
  const std::string page = Render(FullComparison());
  EXPECT_THAT(page,
              HasSubstr("<h4><span class=\"sentence\" id=\"r1-s0\">Bridge shut</span></h4>\n"
                        "<p><span class=\"sentence\" id=\"r1-s1\">The city <a class=\"passage "
                        "k-commitment\" href=\"#d-kd1\" data-cards=\"0 2\"><mark "
                        "class=\"k-commitment\">closed the bridge</mark></a> on Monday.</span> "
                        "<span class=\"sentence\" id=\"r1-s2\">It <a class=\"passage "
                        "k-reporting-verb\""));
  EXPECT_THAT(page,
              HasSubstr("</p>\n<p><span class=\"sentence\" id=\"r1-s3\">It rained.</span></p>"));
}

TEST(Page, SaysWhenAndWhereReportsWerePublished) {
  const auto request = FromText<v1::CompareReportsRequest>(R"pb(
    reports {
      id: "a"
      publish_time { seconds: 1678889400 }
      uri: "https://post.example/a"
    }
    reports { id: "b" uri: "javascript:alert(1)" }
  )pb");
  const std::string page = RenderPage(request, SmallComparison());
  EXPECT_THAT(page, HasSubstr("<li><a href=\"#r1\">The Post</a> <time "
                              "datetime=\"2023-03-15T14:10:00Z\">15 March 2023, 14:10 UTC</time>"));
  EXPECT_THAT(page, HasSubstr("href=\"https://post.example/a\""));
  EXPECT_THAT(page, HasSubstr("<span class=\"address\">javascript:alert(1)</span>"));
}

TEST(Page, FindsReportsThatTheRequestNamesByTheirPlace) {
  const auto request = FromText<v1::CompareReportsRequest>(R"pb(
    reports { publish_time { seconds: 1678889400 } }
  )pb");
  v1::CompareReportsResponse response;
  response.add_profiles()->set_report_id("r1");
  EXPECT_THAT(RenderPage(request, response), HasSubstr("15 March 2023, 14:10 UTC"));
}

TEST(Page, GivesEachReportAColumnOfTheFacts) {
  const std::string page = Render(SmallComparison());
  EXPECT_THAT(page, HasSubstr("<tr role=\"row\" id=\"fact-1\"><th role=\"rowheader\" scope=\"row\">"
                              "<span class=\"number\">1</span> the city closed the bridge"));
  EXPECT_THAT(page, HasSubstr("<td role=\"cell\" class=\"c-asserted\" data-outlet=\"The Post\">"
                              "<span class=\"class\"><a href=\"#r1\">asserted</a></span> "
                              "<q>closed the bridge</q></td>"));
  EXPECT_THAT(page, HasSubstr("<q>allegedly shut</q> <span class=\"source\">a mason</span></td>"));
  EXPECT_THAT(page, HasSubstr("class=\"untold\" data-outlet=\"The Echo\">not told</td>"));
  EXPECT_THAT(FindAll(page,
                      "class=\"links\">(<a href=\"#d-d1\">high [^\n]*</a> <a "
                      "href=\"#d-d3\">low )")
                  .size(),
              1u);
  EXPECT_THAT(page, Not(HasSubstr("it rained"))) << "told by one report only";
}

TEST(Page, LeavesOutFactsThatMayMixTwo) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::Fact& fact = *response.add_facts();
  fact = response.facts(0);
  fact.set_id("doubtful");
  fact.set_statement("something else");
  EXPECT_THAT(Render(response), HasSubstr("something else"));
  fact.set_confidence(0.4f);
  EXPECT_THAT(Render(response),
              AllOf(Not(HasSubstr("something else")), HasSubstr("1 less certain")));
}

TEST(Page, NarrowsTheColumnsOfManyReports) {
  v1::CompareReportsResponse response = SmallComparison();
  for (int i = 0; i < 5; ++i) response.add_profiles()->set_report_id(absl::StrCat("more", i));
  EXPECT_THAT(
      Render(response),
      AllOf(HasSubstr("<table role=\"table\" class=\"facts narrow\">"),
            HasSubstr("<span aria-hidden=\"true\">al</span><span class=\"unseen\">alleged")));
}

TEST(Page, TellsOfEachReportInFigures) {
  const std::string page = Render(SmallComparison());
  EXPECT_THAT(page, HasSubstr("<rect class=\"c-asserted\" x=\"0.00\" width=\"66.67\""));
  EXPECT_THAT(page, HasSubstr("3 claims: <span class=\"swatch c-asserted\">2 asserted</span>"));
  EXPECT_THAT(page, HasSubstr("<li>the mayor <span class=\"n\">25%</span></li>"));
  EXPECT_THAT(page, HasSubstr("“regime”"));
  EXPECT_THAT(page,
              HasSubstr("<li><q>The river rose overnight.</q> <span class=\"note\"><a "
                        "href=\"#r1\">The Post</a>, <a href=\"#r3\">The Echo</a></span></li>"));
}

// Sets every text of the message and of those in it, but the ids, which hold it together.
void SetAllTexts(const std::string& text, google::protobuf::Message* message) {
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == field->CPPTYPE_MESSAGE;
    const bool is_text = field->cpp_type() == field->CPPTYPE_STRING && field->name() != "id" &&
                         field->name().find("_id") == std::string::npos;
    const int count = field->is_repeated() ? reflection.FieldSize(*message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (is_message && field->is_repeated()) {
        SetAllTexts(text, reflection.MutableRepeatedMessage(message, field, i));
      } else if (is_message) {
        SetAllTexts(text, reflection.MutableMessage(message, field));
      } else if (is_text && !field->is_repeated()) {
        reflection.SetString(message, field, text);
      }
    }
  }
}

TEST(Page, EscapesAllThatComesFromReports) {
  const std::string attack = "</script><script>alert('1')</script>\" onload=\"x\" & ";
  v1::CompareReportsResponse response = FullComparison();
  *response.add_warnings() = v1::Warning();
  response.mutable_warnings(0)->set_text("x");
  response.set_model_id(attack);
  SetAllTexts(attack, &response);
  auto request = FromText<v1::CompareReportsRequest>(R"pb(reports { id: "a" uri: "x" })pb");
  SetAllTexts(attack, &request);
  const std::string page = RenderPage(request, response);
  EXPECT_EQ(FindAll(page, "(<script)").size(), 1u) << "the page's own";
  EXPECT_EQ(FindAll(page, "(</script)").size(), 1u);
  EXPECT_THAT(FindAll(BodyOf(page), "(onload=\")"), IsEmpty());
  EXPECT_GT(FindAll(page, "(&lt;script&gt;alert\\(&#39;1&#39;\\))").size(), 15u);
}

TEST(Page, ShowsAnAnswerWithoutAnything) {
  EXPECT_THAT(Render(v1::CompareReportsResponse()),
              AllOf(HasSubstr("<h1>0 reports, 0 shared facts, 0 differences</h1>"),
                    HasSubstr("None was found."), Not(HasSubstr("class=\"filters\""))));
}

TEST(Page, HasWarningsInFrontEscaped) {
  const auto comparison = FromText<v1::CompareReportsResponse>(R"pb(
    profiles { report_id: "a" outlet: "The <Post>" }
    warnings { code: NOT_PROSE report_id: "a" text: "A table & no <text>." }
    warnings { code: NOTHING_SHARED text: "Nothing." }
  )pb");
  const std::string page = Render(comparison);
  EXPECT_THAT(page,
              HasSubstr("<li><strong>The &lt;Post&gt;</strong>: A table &amp; no &lt;text&gt;."
                        "</li>\n<li>Nothing.</li>"));
  EXPECT_LT(page.find("A table"), page.find("<main"));
  EXPECT_EQ(BodyOf(Render(v1::CompareReportsResponse())).find("class=\"warnings\""),
            std::string::npos);
}

TEST(AnalysisPage, ShowsTheClaimsOfEachSentenceWithoutNumbers) {
  v1::AnalyzeReportResponse answer;
  *answer.mutable_analysis() = FromText<v1::ReportAnalysis>(R"pb(
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
  const std::string page = RenderPage(v1::AnalyzeReportRequest(), answer);
  EXPECT_THAT(page,
              AllOf(HasSubstr("<h1>wire: 1 claim</h1>"),
                    HasSubstr("left out as byline: By &lt;Ann Lee&gt;</li>"),
                    HasSubstr("<p class=\"said\">It was &lt;unsafe&gt;, she said.</p>"),
                    HasSubstr("<li><span class=\"swatch c-attributed\">attributed</span> It was "
                              "&lt;unsafe&gt; <span class=\"source\">she</span></li>")));
  EXPECT_THAT(BodyOf(page), Not(HasSubstr("+1.0")));
}

}  // namespace
}  // namespace parallax::client
