// Which quantities and times belong to which claim.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/claims/claims.h"
#include "tests/claims/tree_fixture.h"

namespace parallax::claims {
namespace {

constexpr int32_t kWednesday = 18906;  // 2021-10-06

TEST(ClaimValuesTest, ANumberBelongsToTheClaimOfWhatItCounts) {
  const ReadReport read = ReadBody(
      "At/IN/2/case least/JJS/3/nmod seven/CD/4/nummod sailors/sailor/NNS/5/nsubj "
      "drowned/drown/VBD/0/root and/CC/9/cc 12/CD/9/nsubj:pass were/be/VBD/9/aux:pass "
      "rescued/rescue/VBN/5/conj ././5/punct");
  EXPECT_EQ(read.ClaimOf("drowned").quantities, std::vector<uint32_t>{0});
  EXPECT_EQ(read.ClaimOf("rescued").quantities, std::vector<uint32_t>{1});
}

TEST(ClaimValuesTest, SharedSubjectBringsItsNumberToBothClaims) {
  const ReadReport read = ReadBody(
      "Four/CD/2/nummod men/man/NNS/3/nsubj fled/flee/VBD/0/root and/CC/5/cc "
      "hid/hide/VBD/3/conj ././3/punct");
  EXPECT_EQ(read.ClaimOf("fled").quantities, std::vector<uint32_t>{0});
  EXPECT_EQ(read.ClaimOf("hid").quantities, std::vector<uint32_t>{0});
}

TEST(ClaimValuesTest, NumberInsideANominalEventIsNotGivenToTheClaimAroundIt) {
  const ReadReport read = ReadBody(
      "The/DT/2/det expulsion/NN/6/nsubj of/IN/5/case six/CD/5/nummod aides/aide/NNS/2/nmod "
      "angered/anger/VBD/0/root Quito/NNP/6/obj");
  EXPECT_EQ(read.ClaimOf("expulsion").quantities, std::vector<uint32_t>{0});
  EXPECT_TRUE(read.ClaimOf("angered").quantities.empty());
}

TEST(ClaimValuesTest, BothEndsOfAChangeBelongToItsClaim) {
  const ReadReport read = ReadBody(
      "Turnout/NN/2/nsubj rose/rise/VBD/0/root from/IN/5/case 10/CD/5/nummod percent/NN/2/obl "
      "to/IN/8/case 20/CD/8/nummod percent/NN/2/obl");
  EXPECT_EQ(read.ClaimOf("rose").quantities, (std::vector<uint32_t>{0, 1}));
}

TEST(ClaimValuesTest, ValuesOfOneSentenceAreNotGivenToAnother) {
  const ReadReport read =
      Read(Sentence("Four/CD/2/nummod men/man/NNS/3/nsubj fled/flee/VBD/0/root on/IN/5/case "
                    "Monday/NNP/3/obl") +
               Sentence("Two/CD/2/nummod men/man/NNS/3/nsubj hid/hide/VBD/0/root until/IN/5/case "
                        "Tuesday/NNP/3/obl") +
               Sentence("Nobody/NN/2/nsubj spoke/speak/VBD/0/root"),
           kWednesday);
  EXPECT_EQ(read.ClaimOf("fled").quantities, std::vector<uint32_t>{0});
  EXPECT_EQ(read.ClaimOf("fled").times, std::vector<uint32_t>{0});
  EXPECT_EQ(read.ClaimOf("hid").quantities, std::vector<uint32_t>{1});
  EXPECT_EQ(read.ClaimOf("hid").times, std::vector<uint32_t>{1});
  EXPECT_TRUE(read.ClaimOf("spoke").quantities.empty());
  EXPECT_TRUE(read.ClaimOf("spoke").times.empty());
}

TEST(ClaimValuesTest, ADeadlineBelongsToWhatIsDueAndNotToTheTelling) {
  const ReadReport read = ReadBody(
      "They/PRP/3/nsubj:pass were/be/VBD/3/aux:pass told/tell/VBN/0/root to/TO/5/mark "
      "go/VB/3/xcomp by/IN/7/case Friday/NNP/5/obl",
      kWednesday);
  EXPECT_EQ(read.ClaimOf("go").times, std::vector<uint32_t>{0});
  EXPECT_TRUE(read.ClaimOf("told").times.empty());
}

TEST(ClaimValuesTest, AYearBeforeANominalEventIsItsTime) {
  const ReadReport read = ReadBody(
      "The/DT/3/det 2016/CD/3/nummod election/NN/4/nsubj changed/change/VBD/0/root "
      "everything/NN/4/obj",
      kWednesday);
  EXPECT_EQ(read.ClaimOf("election").times, std::vector<uint32_t>{0});
}

TEST(ClaimValuesTest, ClaimsOfNoValuesHaveNone) {
  const language::AnnotatedReport report =
      language::ReportOf("Four/CD/2/nummod men/man/NNS/3/nsubj fled/flee/VBD/0/root");
  const absl::StatusOr<ClaimSet> set = ExtractClaims(report.document, report.annotation, {},
                                                     lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  ASSERT_EQ(set->claims.size(), 1u);
  EXPECT_TRUE(set->claims[0].quantities.empty());
}

}  // namespace
}  // namespace parallax::claims
