#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using commitment::Class;
using lexicon::Connotation;
using ::testing::HasSubstr;

// Two reports of one theft, with the given classes.
SceneBuilder Theft(Class first, Class second) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "The Daily Beacon");
  a.AddSentence("The clerk stole/steal/VERB the harbour fund .");
  a.AddClaim({.predicate = "stole",
              .span = "The clerk stole the harbour fund",
              .agent = "The clerk",
              .patient = "the harbour fund",
              .value = first,
              .fact = "theft"});
  ReportBuilder& b = scene.AddReport("b", "Northline");
  b.AddSentence("Auditors said/say/VERB the clerk stole/steal/VERB the harbour fund .");
  b.AddClaim({.predicate = "stole",
              .span = "the clerk stole the harbour fund",
              .agent = "the clerk",
              .patient = "the harbour fund",
              .value = second,
              .source = "Auditors",
              .cue = "said",
              .fact = "theft"});
  return scene;
}

TEST(CommitmentDetectorTest, FlagsFactAgainstAllegationAsHigh) {
  const SceneBuilder scene = Theft(Class::kAsserted, Class::kAlleged);
  const std::vector<Difference> found = scene.Find(Kind::kCommitment);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kHigh);
  ASSERT_EQ(found[0].positions.size(), 2);
  EXPECT_EQ(found[0].positions[0].value, "ASSERTED");
  EXPECT_EQ(found[0].positions[1].value, "ALLEGED");
  EXPECT_THAT(found[0].explanation, HasSubstr("The Daily Beacon"));
  EXPECT_THAT(found[0].explanation, HasSubstr("Northline"));
}

TEST(CommitmentDetectorTest, EvidenceOfAnAttributedClaimShowsSourceAndCue) {
  const SceneBuilder scene = Theft(Class::kAsserted, Class::kAlleged);
  const std::vector<Difference> found = scene.Find(Kind::kCommitment);
  ASSERT_EQ(found.size(), 1);
  ASSERT_EQ(found[0].positions[1].evidence.size(), 1);
  EXPECT_EQ(scene.Text(found[0].positions[1].evidence[0]),
            "Auditors said the clerk stole the harbour fund");
}

TEST(CommitmentDetectorTest, FlagsAttributionAgainstAllegationAsMedium) {
  const std::vector<Difference> found =
      Theft(Class::kAttributed, Class::kAlleged).Find(Kind::kCommitment);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kMedium);
}

TEST(CommitmentDetectorTest, FlagsAssertionAgainstAttributionOfAnAccusation) {
  const std::vector<Difference> found =
      Theft(Class::kAsserted, Class::kAttributed).Find(Kind::kCommitment);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "commitment-contested");
}

TEST(CommitmentDetectorTest, LeavesAssertionAgainstAttributionOfPlainBackgroundAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The embassy has 19 staff .");
  a.AddClaim({.predicate = "has", .agent = "The embassy", .patient = "19 staff", .fact = "f"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The embassy has 19 staff , the ministry said .");
  b.AddClaim({.predicate = "has",
              .span = "The embassy has 19 staff",
              .agent = "The embassy",
              .patient = "19 staff",
              .value = Class::kAttributed,
              .source = "the ministry",
              .cue = "said",
              .fact = "f"});
  EXPECT_TRUE(scene.Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, LeavesAssertionAgainstEndorsementAlone) {
  EXPECT_TRUE(Theft(Class::kAsserted, Class::kEndorsed).Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, LeavesEndorsementAgainstAttributionToReportingVerb) {
  EXPECT_TRUE(Theft(Class::kEndorsed, Class::kAttributed).Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, LeavesAPlanThatHasSinceHappenedAlone) {
  EXPECT_TRUE(Theft(Class::kProspective, Class::kAsserted).Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, TakesTheStrongestMentionOfAReport) {
  SceneBuilder scene = Theft(Class::kAsserted, Class::kAlleged);
  ReportBuilder& c = scene.AddReport("c", "Both Sides");
  c.AddHeadline("Clerk stole/steal/VERB harbour fund");
  c.AddClaim({.predicate = "stole", .agent = "Clerk", .patient = "harbour fund", .fact = "theft"});
  c.AddSentence("The clerk allegedly stole/steal/VERB the harbour fund .");
  c.AddClaim({.predicate = "stole",
              .agent = "The clerk",
              .patient = "the harbour fund",
              .value = Class::kAlleged,
              .fact = "theft"});
  const std::vector<Difference> found = scene.Find(Kind::kCommitment);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[0].reports, (std::vector<uint32_t>{0, 2}));
}

TEST(CommitmentDetectorTest, IgnoresClassesThatDifferWithinOneReportOnly) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddHeadline("Clerk stole/steal/VERB harbour fund");
  a.AddClaim({.predicate = "stole", .fact = "theft"});
  a.AddSentence("The clerk allegedly stole/steal/VERB the harbour fund .");
  a.AddClaim({.predicate = "stole", .value = Class::kAlleged, .fact = "theft"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The clerk stole/steal/VERB the harbour fund .");
  b.AddClaim({.predicate = "stole", .fact = "theft"});
  EXPECT_TRUE(scene.Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, IsLessSureOfAWeaklyAlignedFact) {
  SceneBuilder scene = Theft(Class::kAsserted, Class::kAlleged);
  const float sure = scene.Find(Kind::kCommitment).at(0).confidence;
  scene.SetConfidence(0.7f);
  EXPECT_LT(scene.Find(Kind::kCommitment).at(0).confidence, sure);
}

// A theft by the clerk, and an allegation of what a treasurer did with three boats.
SceneBuilder UnlikeTheft(const std::string& predicate, const std::string& lemma) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The clerk stole/steal/VERB the harbour fund .");
  a.AddClaim(
      {.predicate = "stole", .agent = "The clerk", .patient = "the harbour fund", .fact = "theft"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("A treasurer allegedly " + predicate + "/" + lemma + "/VERB three boats .");
  b.AddClaim({.predicate = predicate,
              .agent = "A treasurer",
              .patient = "three boats",
              .value = Class::kAlleged,
              .fact = "theft"});
  return scene;
}

TEST(CommitmentDetectorTest, LeavesAWeaklyAlignedFactInUnlikeWordsAlone) {
  SceneBuilder scene = UnlikeTheft("stole", "steal");
  scene.SetConfidence(0.3f);
  EXPECT_TRUE(scene.Find(Kind::kCommitment).empty());
  scene.SetConfidence(0.9f);
  EXPECT_EQ(scene.Find(Kind::kCommitment).size(), 1);
}

TEST(CommitmentDetectorTest, LeavesAnotherActInUnlikeWordsAlone) {
  SceneBuilder scene = UnlikeTheft("painted", "paint");
  scene.SetConfidence(0.7f);
  EXPECT_TRUE(scene.Find(Kind::kCommitment).empty());
}

TEST(CommitmentDetectorTest, LeavesAnEventThatBothNameInPassingAlone) {
  for (const auto& [noun, flagged] : {std::pair{"vote", false}, std::pair{"fraud", true}}) {
    SceneBuilder scene;
    for (const Class value : {Class::kAsserted, Class::kAlleged}) {
      ReportBuilder& report = scene.AddReport(value == Class::kAsserted ? "a" : "b", "Outlet");
      report.AddSentence("They spoke of the " + std::string(noun) + " in the harbour .");
      report.AddClaim({.predicate = noun,
                       .span = std::string(noun) + " in the harbour",
                       .kind = claims::PredicateKind::kNominal,
                       .place = "the harbour",
                       .value = value,
                       .fact = "event"});
    }
    EXPECT_EQ(scene.Find(Kind::kCommitment).size(), flagged ? 1 : 0) << noun;
  }
}

// --- POLARITY ------------------------------------------------------------------------------------

TEST(PolarityDetectorTest, FlagsAffirmationAgainstDenial) {
  const std::vector<Difference> found =
      Theft(Class::kAsserted, Class::kDenied).Find(Kind::kPolarity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kHigh);
  EXPECT_EQ(found[0].positions[1].value, "denied");
}

TEST(PolarityDetectorTest, TakesANegationAndADenialForOneThing) {
  for (const bool negated : {false, true}) {
    SceneBuilder scene = Theft(Class::kAsserted, Class::kDenied);
    ReportBuilder& c = scene.AddReport("c", "Third");
    const std::string fund = negated ? "no harbour fund" : "the harbour fund";
    c.AddSentence("Stole/steal/VERB " + fund + " .");
    c.AddClaim(
        {.predicate = "Stole", .patient = fund, .value = Class::kAttributed, .fact = "deed"});
    ReportBuilder& d = scene.AddReport("d", "Fourth");
    d.AddSentence("The clerk denied/deny/VERB that he stole/steal/VERB the harbour fund .");
    d.AddClaim({.predicate = "stole",
                .span = "he stole the harbour fund",
                .agent = "he",
                .patient = "the harbour fund",
                .value = Class::kDenied,
                .source = "The clerk",
                .cue = "denied",
                .connotation = Connotation::kDenying,
                .fact = "deed"});
    EXPECT_EQ(scene.Find(Kind::kPolarity).size(), negated ? 1 : 2);
  }
}

TEST(PolarityDetectorTest, TakesNoHeadlineNounForAnAffirmationBesideAClause) {
  for (const Class value : {Class::kAlleged, Class::kAsserted}) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddHeadline("Harbour fund theft");
    a.AddClaim({.predicate = "theft", .kind = claims::PredicateKind::kNominal, .fact = "theft"});
    a.AddSentence("The clerk stole/steal/VERB the harbour fund .");
    a.AddClaim({.predicate = "stole",
                .agent = "The clerk",
                .patient = "the harbour fund",
                .value = value,
                .fact = "theft"});
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence("The clerk denied/deny/VERB that he stole/steal/VERB the harbour fund .");
    b.AddClaim({.predicate = "stole",
                .span = "he stole the harbour fund",
                .patient = "the harbour fund",
                .value = Class::kDenied,
                .source = "The clerk",
                .cue = "denied",
                .connotation = Connotation::kDenying,
                .fact = "theft"});
    EXPECT_EQ(scene.Find(Kind::kPolarity).size(), value == Class::kAsserted ? 1 : 0);
  }
}

TEST(PolarityDetectorTest, LeavesADenialOfAnotherActAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The clerk stole/steal/VERB the harbour fund .");
  a.AddClaim(
      {.predicate = "stole", .agent = "The clerk", .patient = "the harbour fund", .fact = "theft"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The clerk never met/meet/VERB the mayor of the town .");
  b.AddClaim({.predicate = "met",
              .agent = "The clerk",
              .patient = "the mayor of the town",
              .value = Class::kNegated,
              .fact = "theft"});
  EXPECT_TRUE(scene.Find(Kind::kPolarity).empty());
}

TEST(PolarityDetectorTest, NamesANegationInTheReportsOwnVoice) {
  const std::vector<Difference> found =
      Theft(Class::kAttributed, Class::kNegated).Find(Kind::kPolarity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[1].value, "negated");
}

TEST(PolarityDetectorTest, DoesNotTakeAnAllegationForAnAffirmation) {
  EXPECT_TRUE(Theft(Class::kAlleged, Class::kDenied).Find(Kind::kPolarity).empty());
}

TEST(PolarityDetectorTest, LeavesReportsThatBothCarryBothSidesAlone) {
  SceneBuilder scene;
  for (const char* id : {"a", "b"}) {
    ReportBuilder& report = scene.AddReport(id, id);
    report.AddSentence("The clerk stole/steal/VERB the fund .");
    report.AddClaim({.predicate = "stole", .fact = "theft"});
    report.AddSentence("The clerk denied/deny/VERB that he stole/steal/VERB the fund .");
    report.AddClaim({.predicate = "stole",
                     .span = "he stole the fund",
                     .value = Class::kDenied,
                     .source = "The clerk",
                     .cue = "denied",
                     .connotation = Connotation::kDenying,
                     .fact = "theft"});
  }
  EXPECT_TRUE(scene.Find(Kind::kPolarity).empty());
}

TEST(PolarityDetectorTest, SetsAReportWithTheDenialAgainstOneWithoutIt) {
  SceneBuilder scene = Theft(Class::kAsserted, Class::kDenied);
  ReportBuilder& c = scene.AddReport("c", "Full Story");
  c.AddSentence("The clerk stole/steal/VERB the harbour fund , auditors said .");
  c.AddClaim({.predicate = "stole",
              .span = "The clerk stole the harbour fund",
              .value = Class::kAttributed,
              .source = "auditors",
              .cue = "said",
              .fact = "theft"});
  c.AddSentence("He denied/deny/VERB that he stole/steal/VERB it .");
  c.AddClaim(
      {.predicate = "stole", .span = "he stole it", .value = Class::kDenied, .fact = "theft"});
  const std::vector<Difference> found = scene.Find(Kind::kPolarity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[0].reports, std::vector<uint32_t>{0});
  EXPECT_EQ(found[0].positions[1].reports, (std::vector<uint32_t>{1, 2}));
}

}  // namespace
}  // namespace parallax::framing
