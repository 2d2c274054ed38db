// Values, units and objects of quantities.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/values/values.h"
#include "tests/values/value_fixture.h"

namespace parallax::values {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A sentence of words "form/XPOS" whose numbers modify the next noun and all else the first noun.
ReadReport ReadPhrase(absl::string_view words) {
  std::vector<std::pair<std::string, std::string>> tagged;
  for (absl::string_view word : absl::StrSplit(words, ' ', absl::SkipEmpty())) {
    const size_t slash = word.rfind('/');
    tagged.emplace_back(word.substr(0, slash), word.substr(slash + 1));
  }
  const auto next_noun = [&](size_t from) {
    for (size_t i = from; i < tagged.size(); ++i) {
      if (absl::StartsWith(tagged[i].second, "NN")) return i + 1;
    }
    return size_t{0};
  };
  size_t root = next_noun(0);
  if (root == 0) root = 1;
  std::string text;
  for (size_t i = 0; i < tagged.size(); ++i) {
    size_t head = i + 1 == root ? 0 : root;
    std::string relation = head == 0 ? "root" : "dep";
    if (head != 0 && (tagged[i].second == "CD" || tagged[i].second == "$")) {
      const size_t noun = next_noun(i + 1);
      if (noun != 0) head = noun;
      relation = "nummod";
    }
    absl::StrAppend(&text, tagged[i].first, "/", absl::AsciiStrToLower(tagged[i].first), "/",
                    tagged[i].second, "/", head, "/", relation, " ");
  }
  return ReadBody(text);
}

struct QuantityCase {
  std::string name;
  std::string words;
  double low;
  double high;
  bool approximate;
  QuantityKind kind;
  std::string unit;
  std::string covered;
};

class QuantityTest : public testing::TestWithParam<QuantityCase> {};

TEST_P(QuantityTest, HasTheValuesThatTheWordsAllow) {
  const ReadReport read = ReadPhrase(GetParam().words);
  ASSERT_EQ(read.set.quantities.size(), 1u);
  const Quantity& quantity = read.set.quantities[0];
  EXPECT_DOUBLE_EQ(quantity.low, GetParam().low);
  EXPECT_DOUBLE_EQ(quantity.high, GetParam().high);
  EXPECT_EQ(quantity.approximate, GetParam().approximate);
  EXPECT_EQ(quantity.kind, GetParam().kind);
  EXPECT_EQ(quantity.unit, GetParam().unit);
  EXPECT_EQ(read.Text(quantity.tokens), GetParam().covered);
}

using Kind = QuantityKind;
INSTANTIATE_TEST_SUITE_P(
    Forms, QuantityTest,
    testing::Values(
        QuantityCase{"Digits", "20/CD people/NNS", 20, 20, false, Kind::kCount, "", "20"},
        QuantityCase{"Word", "Eight/CD envoys/NNS", 8, 8, false, Kind::kCount, "", "Eight"},
        QuantityCase{"Grouped", "43,885,310/CD votes/NNS", 43885310, 43885310, false, Kind::kCount,
                     "", "43,885,310"},
        QuantityCase{"HundredAnd", "two/CD hundred/CD and/CC fifty/CD men/NNS", 250, 250, false,
                     Kind::kCount, "", "two hundred and fifty"},
        QuantityCase{"HyphenWord", "twenty-one/CD men/NNS", 21, 21, false, Kind::kCount, "",
                     "twenty-one"},
        QuantityCase{"HyphenTokens", "twenty/CD -/HYPH one/CD men/NNS", 21, 21, false, Kind::kCount,
                     "", "twenty - one"},
        QuantityCase{"Scale", "1.5/CD million/CD voters/NNS", 1.5e6, 1.5e6, false, Kind::kCount, "",
                     "1.5 million"},
        QuantityCase{"GluedScale", "3bn/CD people/NNS", 3e9, 3e9, false, Kind::kCount, "", "3bn"},
        QuantityCase{"HalfMillion", "half/DT a/DT million/CD voters/NNS", 5e5, 5e5, false,
                     Kind::kCount, "", "half a million"},
        QuantityCase{"AHundred", "a/DT hundred/CD men/NNS", 100, 100, false, Kind::kCount, "",
                     "a hundred"},
        QuantityCase{"ADozen", "a/DT dozen/CD men/NNS", 12, 12, false, Kind::kCount, "", "a dozen"},
        QuantityCase{"AtLeast", "at/IN least/JJS seven/CD men/NNS", 7, kInfinity, false,
                     Kind::kCount, "", "at least seven"},
        QuantityCase{"NoFewerThan", "no/DT fewer/JJR than/IN 7/CD men/NNS", 7, kInfinity, false,
                     Kind::kCount, "", "no fewer than 7"},
        QuantityCase{"MoreThan", "more/JJR than/IN 7/CD men/NNS", 8, kInfinity, false, Kind::kCount,
                     "", "more than 7"},
        QuantityCase{"MoreThanRound", "more/JJR than/IN 1,000/CD men/NNS", 1000, kInfinity, false,
                     Kind::kCount, "", "more than 1,000"},
        QuantityCase{"UpTo", "up/IN to/IN 30/CD men/NNS", 0, 30, false, Kind::kCount, "",
                     "up to 30"},
        QuantityCase{"FewerThan", "fewer/JJR than/IN 30/CD men/NNS", 0, 29, false, Kind::kCount, "",
                     "fewer than 30"},
        QuantityCase{"About", "about/RB 20/CD men/NNS", 18, 22, true, Kind::kCount, "", "about 20"},
        QuantityCase{"Some", "some/DT 40/CD men/NNS", 36, 44, true, Kind::kCount, "", "some 40"},
        QuantityCase{"Nearly", "nearly/RB 200/CD men/NNS", 180, 200, true, Kind::kCount, "",
                     "nearly 200"},
        QuantityCase{"OrMore", "50/CD or/CC more/JJR men/NNS", 50, kInfinity, false, Kind::kCount,
                     "", "50 or more"},
        QuantityCase{"Range", "10/CD to/TO 20/CD men/NNS", 10, 20, false, Kind::kCount, "",
                     "10 to 20"},
        QuantityCase{"DashRange", "10-20/CD men/NNS", 10, 20, false, Kind::kCount, "", "10-20"},
        QuantityCase{"Between", "between/IN 10/CD and/CC 20/CD men/NNS", 10, 20, false,
                     Kind::kCount, "", "between 10 and 20"},
        QuantityCase{"ScaledRange", "two/CD to/TO three/CD million/CD men/NNS", 2e6, 3e6, false,
                     Kind::kCount, "", "two to three million"},
        QuantityCase{"Dozens", "dozens/NNS of/IN men/NNS", 20, 199, true, Kind::kCount, "",
                     "dozens"},
        QuantityCase{"TensOfThousands", "tens/NNS of/IN thousands/NNS of/IN men/NNS", 20000, 199990,
                     true, Kind::kCount, "", "tens of thousands"},
        QuantityCase{"SeveralHundred", "several/JJ hundred/CD men/NNS", 300, 2000, true,
                     Kind::kCount, "", "several hundred"},
        QuantityCase{"AboutRoundsToWholes", "about/RB 7,000/CD men/NNS", 6300, 7700, true,
                     Kind::kCount, "", "about 7,000"},
        QuantityCase{"BillionsOfDollars", "billions/NNS of/IN dollars/NNS", 2e9, 1.999e12, true,
                     Kind::kMoney, "USD", "billions of dollars"},
        QuantityCase{"HundredsOfMiles", "hundreds/NNS of/IN miles/NNS", 200, 1999, true,
                     Kind::kMeasure, "mile", "hundreds of miles"},
        QuantityCase{"PerCent", "20/CD per/IN cent/NN", 20, 20, false, Kind::kPercent, "percent",
                     "20 per cent"},
        QuantityCase{"PercentSign", "2.5/CD %/NN", 2.5, 2.5, false, Kind::kPercent, "percent",
                     "2.5 %"},
        QuantityCase{"AThird", "a/DT third/NN of/IN voters/NNS", 100.0 / 3 - 3, 100.0 / 3 + 3, true,
                     Kind::kPercent, "percent", "a third"},
        QuantityCase{"DollarSign", "$/$ 3/CD million/CD fine/NN", 3e6, 3e6, false, Kind::kMoney,
                     "USD", "$ 3 million"},
        QuantityCase{"GluedMoney", "£3.5m/CD fine/NN", 3.5e6, 3.5e6, false, Kind::kMoney, "GBP",
                     "£3.5m"},
        QuantityCase{"WordMoney", "20/CD billion/CD euros/NNS", 2e10, 2e10, false, Kind::kMoney,
                     "EUR", "20 billion euros"},
        QuantityCase{"CanadianDollars", "20/CD Canadian/JJ dollars/NNS", 20, 20, false,
                     Kind::kMoney, "CAD", "20 Canadian dollars"},
        QuantityCase{"Pence", "40/CD pence/NNS", 0.4, 0.4, false, Kind::kMoney, "GBP", "40 pence"},
        QuantityCase{"Kilometres", "12/CD km/NNS", 12, 12, false, Kind::kMeasure, "kilometre",
                     "12 km"},
        QuantityCase{"NauticalMiles", "40/CD nautical/JJ miles/NNS", 40, 40, false, Kind::kMeasure,
                     "nautical mile", "40 nautical miles"},
        QuantityCase{"GluedUnit", "30mm/CD cracks/NNS", 30, 30, false, Kind::kMeasure, "millimetre",
                     "30mm"},
        QuantityCase{"GluedPercent", "38pc/CD fall/NN", 38, 38, false, Kind::kPercent, "percent",
                     "38pc"},
        QuantityCase{"MoneyScaleInATokenOfItsOwn", "€5~/CD m/NN fine/NN", 5e6, 5e6, false,
                     Kind::kMoney, "EUR", "€5m"},
        QuantityCase{"LetterApartIsNoScale", "€5/CD m/NN fine/NN", 5, 5, false, Kind::kMoney, "EUR",
                     "€5"},
        QuantityCase{"GluedCurrencyLetters", "DKr28bn/CD loan/NN", 2.8e10, 2.8e10, false,
                     Kind::kMoney, "DKK", "DKr28bn"},
        QuantityCase{"DanishKroner", "22/CD kroner/NNS in/IN Copenhagen/NNP", 22, 22, false,
                     Kind::kMoney, "DKK", "22 kroner"},
        QuantityCase{"Hours", "72/CD hours/NNS", 72, 72, false, Kind::kDuration, "hour",
                     "72 hours"},
        QuantityCase{"YearsOld", "nine/CD years/NNS old/JJ", 9, 9, false, Kind::kAge, "year",
                     "nine years old"},
        QuantityCase{"YearOldTokens", "22/CD -/HYPH year/NN -/HYPH old/JJ man/NN", 22, 22, false,
                     Kind::kAge, "year", "22 - year - old"},
        QuantityCase{"YearOldOneToken", "22-year-old/JJ man/NN", 22, 22, false, Kind::kAge, "year",
                     "22-year-old"},
        QuantityCase{"Ordinal", "third/JJ time/NN", 3, 3, false, Kind::kOrdinal, "", "third"}),
    [](const testing::TestParamInfo<QuantityCase>& info) { return info.param.name; });

TEST(QuantitiesTest, IsBoundToWhatIsCounted) {
  const ReadReport read = ReadBody(
      "At/IN/2/case least/JJS/3/nmod seven/CD/4/nummod sailors/sailor/NNS/5/nsubj "
      "drowned/drown/VBD/0/root and/CC/9/cc 12/CD/9/nsubj:pass were/be/VBD/9/aux:pass "
      "rescued/rescue/VBN/5/conj ././5/punct");
  ASSERT_EQ(read.set.quantities.size(), 2u);
  EXPECT_EQ(read.report.document.text(read.set.quantities[0].counted), "sailors");
  EXPECT_EQ(read.set.quantities[1].counted, language::kNoToken);
}

TEST(QuantitiesTest, AgeBehindANameBelongsToThePerson) {
  const ReadReport read = ReadBody(
      "Orlov/NNP/5/nsubj ,/,/3/punct 43/CD/1/appos ,/,/3/punct left/leave/VBD/0/root ././5/punct");
  ASSERT_EQ(read.set.quantities.size(), 1u);
  EXPECT_EQ(read.set.quantities[0].kind, QuantityKind::kAge);
  EXPECT_EQ(read.report.document.text(read.set.quantities[0].counted), "Orlov");
}

TEST(QuantitiesTest, NumbersInNamesAndYearsAreNoQuantities) {
  EXPECT_TRUE(ReadBody("Article/NN/0/root 5/CD/1/nummod").set.quantities.empty());
  EXPECT_TRUE(ReadBody("He/PRP/2/nsubj left/leave/VBD/0/root in/IN/4/case 1998/CD/2/obl")
                  .set.quantities.empty());
  EXPECT_TRUE(ReadBody("No/DT/2/det one/NN/3/nsubj left/leave/VBD/0/root").set.quantities.empty());
}

TEST(QuantitiesTest, ScoresAndOrdinalsInNamesAreNoQuantities) {
  EXPECT_TRUE(ReadPhrase("a/DT 5-4/CD decision/NN").set.quantities.empty());
  EXPECT_TRUE(ReadPhrase("a/DT 60/CD -/HYPH 40/CD vote/NN").set.quantities.empty());
  EXPECT_TRUE(ReadBody("the/DT/3/det Second/JJ/3/amod Avenue/NNP/0/root").set.quantities.empty());
}

TEST(QuantitiesTest, AFourDigitCountIsAQuantity) {
  const ReadReport read = ReadBody("2000/CD/2/nummod people/NNS/3/nsubj left/leave/VBD/0/root");
  ASSERT_EQ(read.set.quantities.size(), 1u);
  EXPECT_EQ(read.set.quantities[0].low, 2000);
}

TEST(QuantitiesTest, AChangeFromOneValueToAnotherIsTwoQuantities) {
  const ReadReport read = ReadBody(
      "Turnout/NN/2/nsubj rose/rise/VBD/0/root from/IN/5/case 10/CD/5/nummod percent/NN/2/obl "
      "to/IN/8/case 20/CD/8/nummod percent/NN/2/obl");
  ASSERT_EQ(read.set.quantities.size(), 2u);
}

TEST(QuantitiesTest, QuantitiesAreOrderedAndDoNotOverlap) {
  const ReadReport read = ReadBody(
      "More/JJR/3/advmod than/IN/1/fixed 20/CD/5/nummod of/IN/5/case 300/CD/6/nummod "
      "men/man/NNS/8/nsubj about/RB/8/advmod 40/CD/0/root");
  uint32_t end = 0;
  ASSERT_GE(read.set.quantities.size(), 2u);
  for (const Quantity& quantity : read.set.quantities) {
    EXPECT_GE(quantity.tokens.begin, end);
    EXPECT_LT(quantity.tokens.begin, quantity.tokens.end);
    end = quantity.tokens.end;
  }
}

}  // namespace
}  // namespace parallax::values
