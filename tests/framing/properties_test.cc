// Properties that hold for every comparison, on reports that differ in many ways.
#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/framing/rules.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

std::vector<Text> Pier() {
  return {
      {"Mayor took bribes over new pier, council told",
       "Mayor Lena Okoro took bribes from the builder of the new pier, the council heard on "
       "Monday.\nEight officers raided her house on Sunday.\n\"I have done nothing wrong and I "
       "will "
       "stay until the last day of my term,\" Okoro claimed.\nThe pier opened in 2019 and cost 40 "
       "million crowns.\nA mob of fishermen stormed the hall.\n"},
      {"Mayor denies taking bribes",
       "Mayor Lena Okoro denied that she had taken bribes from the builder of the new pier.\nTen "
       "officers searched her house on Sunday.\n\"I have done nothing wrong,\" Okoro said.\nThe "
       "pier, which opened in 2019, cost 55 million crowns.\nFishermen gathered in the hall.\n"},
      {"Police search mayor's house",
       "Police searched the house of Mayor Lena Okoro on Saturday.\nProsecutors allege that she "
       "took bribes from the builder of the new pier.\nThe pier opened in 2019.\nOkoro insisted "
       "that she had \"done nothing wrong\".\nA crowd of fishermen came to the hall.\n"},
  };
}

// With everything that was thought of.
engine::Comparison Everything(const std::vector<analysis::Report>& reports) {
  return CompareAll(reports, {.min_confidence = 0.0f});
}

using Flag = std::tuple<Kind, std::string, float, std::vector<std::pair<std::string, TokenRange>>>;

std::vector<Flag> Flags(const engine::Comparison& comparison) {
  std::vector<Flag> flags;
  for (const Difference& difference : comparison.differences) {
    std::vector<std::pair<std::string, TokenRange>> evidence;
    for (const Position& position : difference.positions) {
      for (const Evidence& shown : position.evidence) {
        evidence.emplace_back(comparison.reports[shown.report]->id, shown.tokens);
      }
    }
    std::sort(evidence.begin(), evidence.end());
    flags.emplace_back(difference.kind, std::string(difference.rule), difference.confidence,
                       evidence);
  }
  std::sort(flags.begin(), flags.end());
  return flags;
}

TEST(FramingPropertiesTest, EveryDifferenceIsSound) {
  const engine::Comparison comparison = Everything(Reports(Pier()));
  ASSERT_FALSE(comparison.differences.empty());
  for (size_t i = 0; i < comparison.differences.size(); ++i) {
    const Difference& difference = comparison.differences[i];
    EXPECT_GT(difference.confidence, 0);
    EXPECT_LT(difference.confidence, 1);
    EXPECT_LE(difference.group, i) << "the gravest of a group comes first";
    EXPECT_EQ(comparison.differences[difference.group].group, difference.group);
    ASSERT_GE(difference.positions.size(), 2u);
    std::set<uint32_t> reports;
    for (const Position& position : difference.positions) {
      EXPECT_FALSE(position.value.empty());
      for (const uint32_t report : position.reports) {
        EXPECT_TRUE(reports.insert(report).second) << "a report on two sides";
      }
      EXPECT_EQ(position.evidence.empty(), position.value == "ABSENT");
      for (const Evidence& evidence : position.evidence) {
        const text::Document& document = comparison.reports[evidence.report]->document;
        EXPECT_TRUE(evidence.tokens.Contains(evidence.marked));
        EXPECT_TRUE(document.sentence_of(evidence.tokens.begin).tokens.Contains(evidence.tokens));
      }
    }
    EXPECT_GE(reports.size(), 2u);
  }
}

TEST(FramingPropertiesTest, ExchangingTheOutletsChangesNoFlag) {
  std::vector<analysis::Report> reports = Reports(Pier());
  const std::vector<Flag> before = Flags(Everything(reports));
  std::swap(reports[0].outlet, reports[1].outlet);
  std::swap(reports[1].outlet, reports[2].outlet);
  EXPECT_EQ(Flags(Everything(reports)), before);
}

TEST(FramingPropertiesTest, TheOrderOfReportsChangesNoFlag) {
  std::vector<analysis::Report> reports = Reports(Pier());
  const std::vector<Flag> before = Flags(Everything(reports));
  std::rotate(reports.begin(), reports.begin() + 1, reports.end());
  EXPECT_EQ(Flags(Everything(reports)), before);
  std::swap(reports[0], reports[1]);
  EXPECT_EQ(Flags(Everything(reports)), before);
}

std::set<std::string> Words(absl::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : absl::StrCat(text, " ")) {
    if (absl::ascii_isalnum(c)) {
      word += absl::ascii_tolower(c);
    } else if (!word.empty()) {
      words.insert(word);
      word.clear();
    }
  }
  return words;
}

TEST(FramingPropertiesTest, ExplanationsSayNothingThatIsNotShown) {
  const engine::Comparison comparison = Everything(Reports(Pier()));
  for (const Difference& difference : comparison.differences) {
    std::string allowed =
        absl::StrCat(RuleNamed(difference.rule).sentence,
                     " Outlet a b c on one side and others on the other against in a quotation");
    for (const Position& position : difference.positions) {
      absl::StrAppend(&allowed, " ", position.value);
      for (const Evidence& evidence : position.evidence) {
        const text::Document& document = comparison.reports[evidence.report]->document;
        absl::StrAppend(&allowed, " ", document.text(evidence.tokens));
      }
    }
    const std::set<std::string> known = Words(allowed);
    for (const std::string& word : Words(difference.explanation)) {
      EXPECT_TRUE(known.contains(word)) << word << " in: " << difference.explanation;
    }
  }
}

TEST(FramingPropertiesTest, AskingForLessSureFlagsKeepsTheSureOnes) {
  const std::vector<analysis::Report> reports = Reports(Pier());
  const std::vector<Flag> all = Flags(Everything(reports));
  const std::vector<Flag> shown = Flags(CompareAll(reports));
  EXPECT_LT(shown.size(), all.size());
  EXPECT_TRUE(std::includes(all.begin(), all.end(), shown.begin(), shown.end()));
}

TEST(FramingPropertiesTest, EqualReportsDifferInNothing) {
  const engine::Comparison comparison = CompareAll(Reports({Pier()[0], Pier()[0]}));
  EXPECT_FALSE(comparison.alignment.facts.empty());
  EXPECT_TRUE(comparison.differences.empty());
}

TEST(FramingPropertiesTest, CopiesOfOneStoryAreOneOrigin) {
  const engine::Comparison comparison =
      CompareAll(Reports({Pier()[0], Pier()[0], Pier()[1], Pier()[2]}));
  bool several = false;
  for (const alignment::Fact& fact : comparison.alignment.facts) {
    std::set<uint32_t> reports;
    for (const alignment::ClaimRef& mention : fact.mentions) reports.insert(mention.report);
    const bool copied = reports.contains(0) && reports.contains(1);
    EXPECT_EQ(fact.origins, reports.size() - (copied ? 1 : 0));
    several |= copied && fact.origins >= 2;
  }
  EXPECT_TRUE(several);
}

}  // namespace
}  // namespace parallax::framing
