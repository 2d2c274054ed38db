// QUOTATION, OMISSION and PROMINENCE: what is quoted, left out, or put last.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using ::testing::HasSubstr;

// Two reports with one quotation each.
std::vector<Difference> Compared(const std::string& first, const std::string& second) {
  SceneBuilder scene;
  scene.AddReport("a", "One").AddSentence(first);
  scene.AddReport("b", "Two").AddSentence(second);
  return scene.Find(Kind::kQuotation);
}

TEST(QuotationDetectorTest, FlagsAWordPutInTheSpeakersMouth) {
  const std::vector<Difference> found =
      Compared("\" We will not accept a plan written in the palace , \" she said .",
               "\" We will not accept a plan cooked in the palace , \" she said .");
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "quotation-altered");
  EXPECT_EQ(found[0].severity, Severity::kHigh);
  EXPECT_THAT(found[0].explanation, HasSubstr("cooked"));
}

TEST(QuotationDetectorTest, FlagsALostNever) {
  EXPECT_EQ(Compared("\" I have never knowingly sold a stolen horse , \" he said .",
                     "\" I have never sold a stolen horse , \" he said .")
                .size(),
            1);
}

TEST(QuotationDetectorTest, FlagsACutCondition) {
  const std::vector<Difference> found =
      Compared("\" If the mast broke , then I feel cheated , \" he said .",
               "\" I feel cheated , \" he said .");
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "quotation-cut");
}

TEST(QuotationDetectorTest, FlagsAReservationCutFromTheEnd) {
  EXPECT_EQ(
      Compared("The count \" was largely orderly , but eight boxes are missing \" , it said .",
               "The count \" was largely orderly \" , it said .")
          .size(),
      1);
}

TEST(QuotationDetectorTest, LeavesPunctuationAndContractionsAlone) {
  EXPECT_TRUE(Compared("\" We do not want a bridge here , \" he said .",
                       "\" We do n't want a bridge here \" , he said .")
                  .empty());
}

TEST(QuotationDetectorTest, LeavesADashOfAnotherLengthAlone) {
  EXPECT_TRUE(Compared("\" For the pier it could be ―/―/NOUN I will not say , \" he said .",
                       "\" For the pier it could be --/--/NOUN I will not say , \" he said .")
                  .empty());
}

TEST(QuotationDetectorTest, LeavesAnEllipsisThatKeepsTheSenseAlone) {
  EXPECT_TRUE(
      Compared("\" The harbour with its old red cranes is the heart of the town , \" she said .",
               "\" The harbour ... is the heart of the town , \" she said .")
          .empty());
}

TEST(QuotationDetectorTest, LeavesAFragmentWovenIntoAnotherSentenceAlone) {
  EXPECT_TRUE(Compared("\" The harbour is the heart of the town and its people , \" she said .",
                       "She called it \" the heart of the town \" again .")
                  .empty());
}

TEST(QuotationDetectorTest, LeavesAQuotationInterruptedByItsSpeakerAlone) {
  EXPECT_TRUE(
      Compared("\" We will rebuild the pier , but the town must help us , \" she said .",
               "\" We will rebuild the pier , \" she said , \" but the town must help us . \"")
          .empty());
}

TEST(QuotationDetectorTest, LeavesATurnOfPhraseOfTwoSpeakersAlone) {
  EXPECT_TRUE(Compared("\" The people of this town deserve to know the truth , \" said Holt .",
                       "\" The people of this town deserve better trams now , \" said Veld .")
                  .empty());
}

TEST(QuotationDetectorTest, LeavesFewWordsStrewnOverALongQuotationAlone) {
  EXPECT_TRUE(
      Compared("\" We said in spring that nobody here would do a thing so silly as to want a new "
               "tower , and so let him be , \" she said .",
               "\" We do want him , \" she said .")
          .empty());
}

TEST(QuotationDetectorTest, LeavesQuotationsOnDifferentThingsAlone) {
  EXPECT_TRUE(Compared("\" We will rebuild the pier next year , \" she said .",
                       "\" The council has no money left , \" he said .")
                  .empty());
}

// Reports with the fact at the given sentence (0: not at all) of a body of twelve.
SceneBuilder Told(const std::vector<uint32_t>& sentences, uint32_t length = 12) {
  SceneBuilder scene;
  char id = 'a';
  for (uint32_t at : sentences) {
    ReportBuilder& report = scene.AddReport(std::string(1, id), std::string("Outlet ") + id);
    ++id;
    if (at > 1) report.AddFiller(at - 1);
    if (at > 0) {
      report.AddSentence("Mayor Tove Brandt promised/promise/VERB a harbour inquiry .");
      report.AddClaim({.predicate = "promised",
                       .agent = "Mayor Tove Brandt",
                       .patient = "a harbour inquiry",
                       .fact = "inquiry"});
    }
    report.AddFiller(length - std::max(at, 1u));
  }
  return scene;
}

TEST(OmissionDetectorTest, FlagsAFactThatTwoOthersCarry) {
  const std::vector<Difference> found = Told({2, 3, 0}).Find(Kind::kOmission);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions.back().value, "ABSENT");
  EXPECT_EQ(found[0].positions.back().reports, std::vector<uint32_t>{2});
  EXPECT_TRUE(found[0].positions.back().evidence.empty());
  EXPECT_EQ(found[0].severity, Severity::kLow);
}

TEST(OmissionDetectorTest, WeighsAFactOfAHeadlineMore) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddHeadline("Brandt promises/promise/VERB harbour inquiry");
  a.AddClaim({.predicate = "promises", .agent = "Brandt", .fact = "inquiry"});
  a.AddFiller(8);
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddFiller(3);
  b.AddSentence("Mayor Brandt promised/promise/VERB an inquiry .");
  b.AddClaim({.predicate = "promised", .agent = "Mayor Brandt", .fact = "inquiry"});
  b.AddFiller(5);
  scene.AddReport("c", "Three").AddFiller(9);
  const std::vector<Difference> found = scene.Find(Kind::kOmission);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_EQ(found[0].rule, "omission-of-headline");
}

TEST(OmissionDetectorTest, LeavesABriefAlone) {
  SceneBuilder scene = Told({2, 3});
  scene.AddReport("c", "Brief").AddFiller(4);
  EXPECT_TRUE(scene.Find(Kind::kOmission).empty());
}

TEST(OmissionDetectorTest, LeavesAFactThatStandsThereUnalignedAlone) {
  SceneBuilder scene = Told({2, 3});
  ReportBuilder& c = scene.AddReport("c", "Three");
  c.AddFiller(8);
  c.AddSentence("An inquiry into the harbour was promised/promise/VERB by Mayor Brandt .");
  EXPECT_TRUE(scene.Find(Kind::kOmission).empty());
}

TEST(OmissionDetectorTest, LeavesTwoReportsThatBothCarryItAlone) {
  EXPECT_TRUE(Told({2, 3}).Find(Kind::kOmission).empty());
}

TEST(ProminenceDetectorTest, FlagsALeadThatStandsNearTheEndElsewhere) {
  SceneBuilder scene = Told({10});
  ReportBuilder& b = scene.AddReport("z", "Leader");
  b.AddHeadline("Brandt promises/promise/VERB harbour inquiry");
  b.AddClaim({.predicate = "promises",
              .agent = "Brandt",
              .patient = "harbour inquiry",
              .fact = "inquiry"});
  b.AddFiller(10);
  const std::vector<Difference> found = scene.Find(Kind::kProminence);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kLow);
  EXPECT_EQ(found[0].positions[0].reports, std::vector<uint32_t>{1});
  EXPECT_EQ(found[0].positions[1].reports, std::vector<uint32_t>{0});
}

TEST(ProminenceDetectorTest, LeavesADifferenceOfAFewSentencesAlone) {
  EXPECT_TRUE(Told({1, 4}).Find(Kind::kProminence).empty());
}

TEST(ProminenceDetectorTest, LeavesShortReportsAlone) {
  EXPECT_TRUE(Told({1, 6}, 6).Find(Kind::kProminence).empty());
}

}  // namespace
}  // namespace parallax::framing
