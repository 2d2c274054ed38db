#include "client/text_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "client/terminal.h"
#include "client/warning_view.h"
#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TextView, IsAMemoWithTheDifferencesFirst) {
  EXPECT_EQ(RenderComparison(SmallComparison(), {.width = 80}),
            R"(3 reports, 1 shared fact, 3 differences: 1 high, 1 medium, 1 low
  HIGH    The Post states it, the Times alleges it.
  MEDIUM  reporting verb
  LOW     The Echo leaves it out.

DIFFERENCES

1.  HIGH The Post states it, the Times alleges it
    The Post: “closed the bridge”
    The Times: “allegedly shut”
    commitment      asserted: The Post; alleged: The Times (confidence 0.91,
                    commitment-class)
    fact 1

2.  MEDIUM reporting verb
    The Post: ‘said "yes"’
    The Echo: “boasted”
    reporting verb  “said”: The Post; “boasted”: The Echo (confidence 0.50,
                    cue-connotation)

3.  LOW The Echo leaves it out
    The Post: “closed the bridge”
    omission        told: The Post; not told: The Echo (confidence 0.70,
                    omission)
    fact 1

SHARED FACTS
  1.  the city closed the bridge
      asserted     The Post
      alleged      The Times (a mason)
      not told     The Echo

REPORTS
  The Post: 3 claims (2 asserted, 1 denied)
      sources, by share of the words: the mayor 25%
  The Times: 1 claim
      loaded terms: “regime”
  The Echo: 0 claims

SHARED WORDING (passages told nearly word for word alike)
  The Post, The Echo: “The river rose overnight.”
)");
}

TEST(TextView, PutsWhatRestsOnOneFactOnOneCard) {
  v1::CompareReportsResponse response = SmallComparison();
  for (const int member : {0, 2}) response.mutable_differences(member)->set_group_id("d1");
  const std::string text = RenderComparison(response, {.width = 110});
  EXPECT_THAT(text, HasSubstr("3 differences on 2 cards: 1 high, 1 medium\n"));
  EXPECT_THAT(text, HasSubstr(R"(1.  HIGH The Post states it, the Times alleges it
    The Post: “closed the bridge”
    The Times: “allegedly shut”
    commitment      asserted: The Post; alleged: The Times (confidence 0.91, commitment-class)
    omission        told: The Post; not told: The Echo (confidence 0.70, omission)
    fact 1

2.  MEDIUM)"));
}

TEST(TextView, MarksTheWordsThatDifferInBracketsOrByColour) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::Evidence& evidence =
      *response.mutable_differences(0)->mutable_positions(0)->mutable_evidence(0);
  evidence.mutable_marked()->set_begin(9);
  evidence.mutable_marked()->set_end(15);
  evidence.mutable_marked()->set_text("closed");
  evidence.set_in_direct_quote(true);
  const std::string plain = RenderComparison(response, {.width = 80});
  EXPECT_THAT(plain, HasSubstr("The Post: “[closed] the bridge” (a speaker's words)\n"));
  const std::string colored = RenderComparison(response, {.width = 80, .color = true});
  EXPECT_THAT(colored, HasSubstr("\x1b[36m“\x1b[0m\x1b[1;36mclosed\x1b[0m \x1b[36mthe bridge”"));
  EXPECT_THAT(colored, Not(HasSubstr("[closed]")));
}

TEST(TextView, NumbersTheFactsThatItShowsWithoutGaps) {
  v1::CompareReportsResponse response = SmallComparison();
  // The second fact is told by one report alone and not shown; a third one is.
  v1::Fact& fact = *response.add_facts();
  fact = response.facts(0);
  fact.set_id("f3");
  fact.set_statement("he called it “a rotten");
  response.mutable_differences(1)->set_fact_id("f3");
  const std::string text = RenderComparison(response, {.width = 80});
  EXPECT_THAT(text, HasSubstr("\n  2.  he called it “a rotten …”\n"));
  EXPECT_THAT(text, HasSubstr("\n    fact 2\n"));
  EXPECT_THAT(text, Not(HasSubstr("3.  he")));
  EXPECT_THAT(text, Not(HasSubstr("it rained")));
}

TEST(TextView, LeavesOutFactsThatMayMixTwo) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::Fact& fact = *response.add_facts();
  fact = response.facts(0);
  fact.set_id("doubtful");
  fact.set_statement("something else");
  for (const float confidence : {0.0f, 0.6f}) {
    fact.set_confidence(confidence);
    EXPECT_THAT(RenderComparison(response, {.width = 80}), HasSubstr("something else"));
  }
  fact.set_confidence(0.4f);
  const std::string without = RenderComparison(response, {.width = 80});
  EXPECT_THAT(without, Not(HasSubstr("something else")));
  EXPECT_THAT(without, HasSubstr("1 less certain, left out here"));
  // What a difference rests on is shown whatever its confidence.
  response.mutable_differences(0)->set_fact_id("doubtful");
  EXPECT_THAT(RenderComparison(response, {.width = 80}), HasSubstr("something else"));
}

TEST(TextView, KeepsToTheWidth) {
  for (const int width : {20, 33, 47, 80, 200}) {
    for (const bool context : {false, true}) {
      const std::string text =
          RenderComparison(SmallComparison(), {.width = width, .context = context});
      for (absl::string_view line : absl::StrSplit(text, '\n')) {
        EXPECT_LE(DisplayWidth(line), width) << line;
        EXPECT_FALSE(!line.empty() && line.back() == ' ') << "blank at the end of: " << line;
      }
    }
  }
}

TEST(TextView, WithoutColourHasNoEscapeSequence) {
  EXPECT_THAT(RenderComparison(SmallComparison(), {.width = 80}), Not(HasSubstr("\x1b")));
}

TEST(TextView, QuotesEachReportInItsOwnColour) {
  const std::string text = RenderComparison(SmallComparison(), {.width = 80, .color = true});
  EXPECT_THAT(text, HasSubstr("\x1b[36mThe Post\x1b[0m: \x1b[36m“\x1b[0m\x1b[1;36mclosed the"
                              " bridge\x1b[0m\x1b[36m”\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[33mThe Times\x1b[0m: \x1b[33m“\x1b[0m\x1b[1;33mallegedly"));
  EXPECT_THAT(text, HasSubstr("\x1b[1;31mHIGH\x1b[0m"));
}

TEST(TextView, ShowsTheSentenceAroundTheEvidenceOnRequest) {
  v1::CompareReportsResponse response = SmallComparison();
  v1::ReportAnalysis& analysis = *response.add_analyses();
  analysis.set_report_id("a");
  analysis.add_sentences()->mutable_span()->set_text("The city closed the bridge on Monday.");
  EXPECT_THAT(RenderComparison(response, {.width = 120, .context = true}),
              HasSubstr("The Post: The city [closed the bridge] on Monday.\n"));
  EXPECT_THAT(RenderComparison(response, {.width = 120}), Not(HasSubstr("on Monday")));
}

TEST(TextView, TellsReportsOfOneOutletApartById) {
  v1::CompareReportsResponse response = SmallComparison();
  response.mutable_profiles(2)->set_outlet("The Post");
  const std::string text = RenderComparison(response, {.width = 80});
  EXPECT_THAT(text, HasSubstr("The Post (a)"));
  EXPECT_THAT(text, HasSubstr("not told     The Post (c)"));
}

TEST(TextView, LetsNoReportControlTheTerminal) {
  v1::CompareReportsResponse response = SmallComparison();
  response.mutable_facts(0)->set_statement("a\x1b]0;owned\x07 b\r\nc \xE2\x80\xAE d");
  response.mutable_profiles(0)->set_outlet("P\x1b[2Jost");
  const std::string text = RenderComparison(response, {.width = 80});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(text, HasSubstr("a]0;owned b c d"));
}

TEST(TextView, ShowsAnAnswerWithoutAnything) {
  EXPECT_EQ(RenderComparison(v1::CompareReportsResponse(), {.width = 80}),
            "0 reports, 0 shared facts, 0 differences\n\nDIFFERENCES\n  none\n\n"
            "SHARED FACTS\n  none\n\nREPORTS\n");
}

TEST(TextView, ToleratesIdsThatLeadNowhere) {
  const auto response = FromText<v1::CompareReportsResponse>(R"pb(
    facts {
      accounts { report_id: "x" }
      accounts { report_id: "y" }
      absent_report_ids: "z"
    }
    differences {
      fact_id: "none"
      positions { evidence { report_id: "q" sentence_index: -5 } }
      positions { value: "ABSENT" report_ids: "w" }
    }
    shared_wordings {}
    analyses { report_id: "u" }
  )pb");
  const std::string text = RenderComparison(response, {.width = 80, .context = true});
  EXPECT_THAT(text, HasSubstr("not told: w"));
  EXPECT_THAT(text, HasSubstr("q: “”"));
}

TEST(TextView, ShowsTheClaimsOfEachSentence) {
  const auto analysis = FromText<v1::ReportAnalysis>(R"pb(
    report_id: "wire"
    sentences {
      index: 0
      span { section: HEADLINE text: "City closes bridge" }
    }
    sentences {
      index: 1
      span { section: BODY text: "The mayor said it was unsafe." }
    }
    sentences {
      index: 2
      span { section: BODY text: "By Ann Lee" }
      furniture: "byline"
    }
    attributions {
      id: "t1"
      source { text: "The mayor" }
      cue { text: "said" }
    }
    claims {
      sentence_index: 0
      span { text: "City closes bridge" }
      commitment: ASSERTED
      factuality: 3
    }
    claims {
      sentence_index: 1
      span { text: "it was unsafe" }
      commitment: ATTRIBUTED
      factuality: 1.25
      attribution_ids: "t1"
      signals {
        span { text: "said" }
        rule: "neutral-cue"
      }
      signals {
        span { text: "maybe" }
        rule: "hedge-adverb"
      }
    }
    loaded_terms {
      sentence_index: 1
      span { text: "unsafe" }
      alternative: "closed"
    }
  )pb");
  v1::AnalyzeReportResponse answer;
  *answer.mutable_analysis() = analysis;
  EXPECT_EQ(RenderAnalysis(answer, {.width = 80}), R"(wire: 2 sentences, 2 claims, 1 attribution

  0.  City closes bridge
      asserted     City closes bridge

  1.  The mayor said it was unsafe.
      attributed   it was unsafe (The mayor: said) [“maybe” hedge-adverb]

  2.  left out as byline: By Ann Lee

LOADED TERMS
  “unsafe” in sentence 1, plainer: closed
)");
  const std::string full = RenderAnalysis(answer, {.width = 80, .numbers = true});
  EXPECT_THAT(full, HasSubstr("from +3, certainly, over 0, open, to\n  -3, certainly not."));
  EXPECT_THAT(full, HasSubstr("attributed   +1.2 it was unsafe"));
}

TEST(TextView, HasWarningsInFront) {
  const auto comparison = FromText<v1::CompareReportsResponse>(R"pb(
    profiles { report_id: "a" outlet: "The Post" }
    warnings { code: LANGUAGE_UNSUPPORTED report_id: "a" text: "It reads as German." }
    warnings { code: NOTHING_SHARED text: "Nothing is shared." }
  )pb");
  const std::string start =
      "WARNING The Post: It reads as German.\nWARNING Nothing is shared.\n\n1 report";
  EXPECT_EQ(RenderComparison(comparison, {.width = 80}).substr(0, start.size()), start);
  EXPECT_EQ(WarningsAsText(v1::CompareReportsResponse(), 80, false), "");
}

}  // namespace
}  // namespace parallax::client
