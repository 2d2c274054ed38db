#include "client/cards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/client/messages.h"

namespace parallax::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two aspects of one disagreement, of which the second quotes a part of what the first quotes.
v1::CompareReportsResponse OneCard() {
  return FromText<v1::CompareReportsResponse>(R"pb(
    facts {
      id: "f1"
      accounts { report_id: "a" }
      accounts { report_id: "b" }
    }
    profiles { report_id: "a" outlet: "The Post" }
    profiles { report_id: "b" outlet: "The Times" }
    differences {
      id: "d1"
      key: "00ff"
      group_id: "d1"
      severity: HIGH
      fact_id: "f1"
      explanation: "They differ: “six members” against “nine”."
      positions {
        report_ids: "b"
        evidence {
          report_id: "b"
          sentence_index: 2
          span { section: BODY begin: 40 end: 44 text: "nine" }
        }
      }
      positions {
        report_ids: "a"
        evidence {
          report_id: "a"
          sentence_index: 1
          span { section: BODY begin: 10 end: 36 text: "expelled six members today" }
          marked { section: BODY begin: 19 end: 22 text: "six" }
        }
      }
    }
    differences { id: "d2" key: "aa" group_id: "d2" severity: MEDIUM explanation: "Other." }
    differences {
      id: "d3"
      key: "11ee"
      group_id: "d1"
      severity: LOW
      positions {
        report_ids: "a"
        evidence {
          report_id: "a"
          sentence_index: 1
          span { section: BODY begin: 31 end: 36 text: "today" }
        }
      }
      positions { value: "ABSENT" report_ids: "b" }
    }
  )pb");
}

TEST(Cards, JoinsWhatRestsOnOneFactAndQuotesItOnce) {
  const v1::CompareReportsResponse response = OneCard();
  const std::vector<Card> cards = MakeCards(response);
  ASSERT_EQ(cards.size(), 2);
  const Card& card = cards[0];
  EXPECT_THAT(card.aspects, ElementsAre(&response.differences(0), &response.differences(2)));
  EXPECT_EQ(card.fact, 0);
  EXPECT_EQ(card.anchor, "d-00ff");
  EXPECT_THAT(card.absent_report_ids, ElementsAre("b"));
  ASSERT_EQ(card.evidence.size(), 2) << "“today” is shown within the longer passage";
  EXPECT_EQ(card.evidence[0].evidence->span().text(), "expelled six members today")
      << "in the order of the reports";
  EXPECT_THAT(card.evidence[0].marked, ElementsAre(TextRange{9, 12}, TextRange{21, 26}));
  EXPECT_EQ(card.evidence[1].evidence->span().text(), "nine");
  EXPECT_THAT(card.evidence[1].marked, ElementsAre(TextRange{0, 4})) << "the whole passage";
  EXPECT_EQ(cards[1].aspects.size(), 1);
  EXPECT_EQ(cards[1].fact, -1);
}

TEST(Cards, FindsMarkedWordsInOffsetsOfAnyUnit) {
  v1::CompareReportsResponse response = OneCard();
  v1::Evidence& evidence =
      *response.mutable_differences(0)->mutable_positions(1)->mutable_evidence(0);
  evidence.mutable_span()->set_text("“expelled” six members today");
  evidence.mutable_span()->set_end(38);  // of UTF-16 units
  evidence.mutable_marked()->set_begin(21);
  evidence.mutable_marked()->set_end(24);
  const std::vector<Card> cards = MakeCards(response);
  const CardEvidence& shown = cards[0].evidence[0];
  const std::string& text = shown.evidence->span().text();
  ASSERT_FALSE(shown.marked.empty());
  EXPECT_EQ(text.substr(shown.marked[0].begin, shown.marked[0].end - shown.marked[0].begin), "six");
}

TEST(Cards, MarkInQuotationsTheWordsThatDifferAlone) {
  const auto response = FromText<v1::CompareReportsResponse>(R"pb(
    differences {
      kind: QUOTATION
      positions {
        evidence {
          report_id: "a"
          span { text: "“We will not accept activity of this kind,”" }
        }
      }
      positions {
        evidence {
          report_id: "b"
          span { text: "“We will not accept this kind.”" }
        }
        evidence {
          report_id: "c"
          span { text: "“Nothing of the sort was ever said.”" }
        }
      }
    }
  )pb");
  const std::vector<Card> cards = MakeCards(response);
  ASSERT_EQ(cards[0].evidence.size(), 3);
  const auto words = [&](size_t i) {
    std::vector<std::string> found;
    for (const TextRange& range : cards[0].evidence[i].marked) {
      found.push_back(cards[0].evidence[i].evidence->span().text().substr(range.begin,
                                                                          range.end - range.begin));
    }
    return found;
  };
  EXPECT_THAT(words(0), ElementsAre("activity of"));
  EXPECT_THAT(words(1), IsEmpty()) << "cut: nothing in it is new";
  EXPECT_THAT(words(2), ElementsAre("“Nothing of the sort was ever said.”")) << "nothing is alike";
}

TEST(Cards, CountsThemAndNamesTheGravestThree) {
  v1::CompareReportsResponse response = OneCard();
  for (const char* id : {"d4", "d5"}) {
    v1::Difference& more = *response.add_differences();
    more.set_id(id);
    more.set_severity(v1::Difference::LOW);
  }
  const std::vector<Card> cards = MakeCards(response);
  const CardSummary summary = Summarize(response, cards);
  EXPECT_EQ(summary.reports, 2);
  EXPECT_EQ(summary.shared_facts, 1);
  EXPECT_EQ(summary.differences, 5);
  EXPECT_EQ(summary.cards, 4) << "those without a group are cards of their own";
  EXPECT_EQ(summary.high, 1);
  EXPECT_EQ(summary.medium, 1);
  EXPECT_EQ(summary.low, 2);
  EXPECT_THAT(summary.gravest, ElementsAre(0, 1, 2));
}

TEST(Cards, OfNothingAreNone) {
  const v1::CompareReportsResponse nothing;
  EXPECT_THAT(MakeCards(nothing), IsEmpty());
  EXPECT_THAT(Summarize(nothing, {}).gravest, IsEmpty());
}

TEST(Cards, HaveAnchorsThatStandOnceAndAreInert) {
  v1::CompareReportsResponse response;
  for (const char* key : {"a b\"<", "a b\"<", ""}) {
    v1::Difference& difference = *response.add_differences();
    difference.set_id("d9");
    difference.set_key(key);
  }
  const std::vector<Card> cards = MakeCards(response);
  ASSERT_EQ(cards.size(), 3);
  EXPECT_EQ(cards[0].anchor, "d-a-b--");
  EXPECT_EQ(cards[1].anchor, "d-a-b---2");
  EXPECT_EQ(cards[2].anchor, "d-d9");
}

TEST(Cards, HaveTheStatementWithoutItsQuotationsAsHeadline) {
  const v1::CompareReportsResponse response = OneCard();
  EXPECT_EQ(Headline(response.differences(0)), "They differ");
  EXPECT_EQ(Headline(response.differences(1)), "Other");
  v1::Difference silent;
  silent.set_kind(v1::Difference::REPORTING_VERB);
  EXPECT_EQ(Headline(silent), "reporting verb");
}

}  // namespace
}  // namespace parallax::client
