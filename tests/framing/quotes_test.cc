#include "server/framing/internal/quotes.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

// The quotes of the second sentence of a report that says this.
std::vector<Quote> QuotesOf(const std::string& sentence) {
  const auto report = OrDie(
      TheEngine().Analyze(Reports({{"The minister on the tax", sentence}})[0], CallContext()));
  return QuotesIn(*report, 1);
}

QuoteChange Between(const std::string& a, const std::string& b) {
  const std::vector<Quote> first = QuotesOf(absl::StrCat("\"", a, "\" the minister said."));
  const std::vector<Quote> second = QuotesOf(absl::StrCat("\"", b, "\" the minister said."));
  if (first.size() != 1 || second.size() != 1) ADD_FAILURE() << a << " | " << b;
  EXPECT_TRUE(Alike(first[0], second[0])) << a << " | " << b;
  return Change(first[0], {}, second[0], {});
}

TEST(QuotesTest, SlipsThatADeskMendsAreNoChange) {
  EXPECT_EQ(Between("We will not raise the tax this year,", "We won't raise the tax this year,"),
            QuoteChange::kNone);
  EXPECT_EQ(
      Between("Well, we will keep the tax as it is now,", "We will keep the tax as it is now,"),
      QuoteChange::kNone);
  EXPECT_EQ(Between("They [the farmers] have asked us for three changes,",
                    "They have asked us for 3 changes,"),
            QuoteChange::kNone);
}

TEST(QuotesTest, OtherWordsAlterAQuotation) {
  EXPECT_EQ(Between("We will raise the tax on grain next year,",
                    "We will raise the duty on grain next year,"),
            QuoteChange::kAltered);
  EXPECT_EQ(Between("We will raise the tax on grain next year,",
                    "We will never raise the tax on grain next year,"),
            QuoteChange::kAltered);
}

TEST(QuotesTest, ALostConditionIsACutThatTurnsTheSense) {
  EXPECT_EQ(Between("We will raise the tax next year, but only if the harvest fails,",
                    "We will raise the tax next year,"),
            QuoteChange::kCutTurn);
}

TEST(QuotesTest, OtherStatementsAreNotAlike) {
  const std::vector<Quote> first = QuotesOf("\"We will raise the tax on grain,\" he said.");
  const std::vector<Quote> second = QuotesOf("\"My father was a farmer in the north,\" he said.");
  ASSERT_EQ(first.size(), 1u);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_FALSE(Alike(first[0], second[0]));
}

TEST(QuotesTest, ShortTermsAreNoQuotes) {
  EXPECT_TRUE(QuotesOf("He called it a \"tax\" on grain.").empty());
}

}  // namespace
}  // namespace parallax::framing
