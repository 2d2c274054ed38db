#include "client/wording.h"

#include <gtest/gtest.h>

namespace parallax::client {
namespace {

TEST(Word, IsTheNameInPlainLetters) {
  EXPECT_EQ(Word(v1::Claim::ASSERTED), "asserted");
  EXPECT_EQ(Word(v1::Difference::REPORTING_VERB), "reporting verb");
  EXPECT_EQ(Word(v1::Difference::HIGH), "high");
}

TEST(Word, OfAValueFromALaterApiIsItsNumber) {
  EXPECT_EQ(Word(static_cast<v1::Difference::Kind>(99)), "number 99");
  EXPECT_EQ(Word(v1::Difference::KIND_UNSPECIFIED), "unknown");
}

TEST(Count, KnowsOneFromMany) {
  EXPECT_EQ(Count(1, "report"), "1 report");
  EXPECT_EQ(Count(0, "report"), "0 reports");
  EXPECT_EQ(Count(2, "analysis", "analyses"), "2 analyses");
}

TEST(Quoted, NestsOtherMarksThanTheText) {
  EXPECT_EQ(Quoted("plain"), "“plain”");
  EXPECT_EQ(Quoted("said \"yes\" twice"), "‘said \"yes\" twice’");
  EXPECT_EQ(Quoted("said “yes” twice"), "‘said “yes” twice’");
}

TEST(Quoted, LeavesWhatIsQuotedAlready) {
  EXPECT_EQ(Quoted("\"yes\""), "\"yes\"");
  EXPECT_EQ(Quoted("“yes”"), "“yes”");
  EXPECT_EQ(Quoted("\"yes\" and \"no\""), "‘\"yes\" and \"no\"’") << "two quotations";
  EXPECT_EQ(Quoted("\""), "‘\"’");
  EXPECT_EQ(Quoted(""), "“”");
}

TEST(SameWords, LooksPastMarksAtTheEnds) {
  EXPECT_TRUE(SameWords("not seek a fight", "\"not seek a fight,\""));
  EXPECT_TRUE(SameWords("“eight”", "eight"));
  EXPECT_FALSE(SameWords("eight", "eighty"));
  EXPECT_FALSE(SameWords("", "eight"));
}

TEST(Wording, ClosesQuotationsThatWereCut) {
  EXPECT_EQ(CloseQuotations("he said “the bridge"), "he said “the bridge …”");
  EXPECT_EQ(CloseQuotations("the bridge” fell"), "“… the bridge” fell");
  EXPECT_EQ(CloseQuotations("he said \"the bridge"), "he said \"the bridge …\"");
  EXPECT_EQ(CloseQuotations("the bridge\" fell"), "\"… the bridge\" fell");
  EXPECT_EQ(CloseQuotations("it is “well”, it's \"fine\""), "it is “well”, it's \"fine\"");
}

TEST(Wording, SaysWhatASideHolds) {
  v1::Position position;
  EXPECT_EQ(Side(v1::Difference::LABEL, position), "");
  position.set_value("ABSENT");
  EXPECT_EQ(Side(v1::Difference::OMISSION, position), "not told");
  position.set_value("ALLEGED");
  EXPECT_EQ(Side(v1::Difference::COMMITMENT, position), "alleged");
  position.set_value("regime");
  EXPECT_EQ(Side(v1::Difference::LABEL, position), "“regime”");
}

}  // namespace
}  // namespace parallax::client
