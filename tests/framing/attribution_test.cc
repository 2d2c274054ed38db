#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using attribution::SourceKind;
using commitment::Class;
using lexicon::Connotation;
using ::testing::HasSubstr;

// Adds a report in which `source` says, with `cue`, that the pier was unsafe.
ReportBuilder& AddPier(SceneBuilder* scene, std::string id, const std::string& source,
                       const std::string& cue, Connotation connotation = Connotation::kNeutral,
                       SourceKind kind = SourceKind::kNamed, Class value = Class::kAttributed) {
  ReportBuilder& report = scene->AddReport(id, "Outlet " + id);
  report.AddSentence("The old pier was unsafe/unsafe/ADJ , " + source + " " + cue + " .");
  report.AddClaim({.predicate = "unsafe",
                   .span = "The old pier was unsafe",
                   .patient = "The old pier",
                   .value = value,
                   .source = source,
                   .cue = cue,
                   .connotation = connotation,
                   .source_kind = kind,
                   .fact = "pier"});
  return report;
}

TEST(AttributionDetectorTest, FlagsTwoPeopleWithDifferentNames) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said")
      .AddEntity("Maren Holt", "Maren Holt", entities::Type::kPerson);
  AddPier(&scene, "b", "Joris Veld", "said")
      .AddEntity("Joris Veld", "Joris Veld", entities::Type::kPerson);
  const std::vector<Difference> found = scene.Find(Kind::kAttribution);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "attribution-other-source");
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_EQ(found[0].positions[0].value, "Maren Holt");
}

TEST(AttributionDetectorTest, FlagsANamedSourceAgainstAnUnnamedOne) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said").AddEntity("Maren Holt", "Maren Holt");
  AddPier(&scene, "b", "a person close to the inquiry", "said", Connotation::kNeutral,
          SourceKind::kUnnamed);
  const std::vector<Difference> found = scene.Find(Kind::kAttribution);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "attribution-anonymous");
}

TEST(AttributionDetectorTest, LeavesTheShorterNameOfTheSamePersonAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Ms Holt", "said");
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, LeavesABodyAndItsSpokeswomanAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "the Harbour Board", "said")
      .AddEntity("Harbour Board", "the Harbour Board", entities::Type::kOrganization);
  AddPier(&scene, "b", "Harbour Board spokeswoman Maren Holt", "said")
      .AddEntity("Maren Holt", "Maren Holt", entities::Type::kPerson);
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, LeavesAnUnresolvedPronounAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "she", "said");
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, LeavesAPlainAssertionToCommitment) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  ReportBuilder& b = scene.AddReport("b", "Outlet b");
  b.AddSentence("The old pier was unsafe/unsafe/ADJ .");
  b.AddClaim({.predicate = "unsafe", .patient = "The old pier", .fact = "pier"});
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, FlagsADoctorNotNamedAgainstOneNamedAtTheSameHospital) {
  SceneBuilder scene;
  for (const bool named : {true, false}) {
    const std::string source =
        named ? "Maren Holt at St Anne Hospital" : "a doctor at St Anne Hospital";
    const std::string head = named ? "Maren" : "doctor";
    ReportBuilder& report = scene.AddReport(named ? "a" : "b", named ? "One" : "Two");
    report.AddSentence("The old pier was unsafe/unsafe/ADJ , " + source + " said .");
    report.AddClaim({.predicate = "unsafe",
                     .span = "The old pier was unsafe",
                     .value = Class::kAttributed,
                     .source = source,
                     .source_head = head,
                     .cue = "said",
                     .source_kind = named ? SourceKind::kNamed : SourceKind::kRole,
                     .fact = "pier"});
    report.Attach("Hospital", language::Relation::kNmod, head);
    for (const char* word : {"St", "Anne"}) {
      report.Attach(word, language::Relation::kCompound, "Hospital");
    }
    report.Attach("at", language::Relation::kCase, "Hospital");
    if (!named) report.Attach("a", language::Relation::kDet, "doctor");
  }
  const std::vector<Difference> found = scene.Find(Kind::kAttribution);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "attribution-anonymous");
}

TEST(AttributionDetectorTest, ReadsWhatIsThoughtByNobodyNamedAsSecondHand) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "", "thought", Connotation::kNeutral, SourceKind::kImplicit, Class::kHedged);
  const std::vector<Difference> found = scene.Find(Kind::kAttribution);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[1].value, "nobody named");
}

TEST(AttributionDetectorTest, TellsASourceKeptBackFromOneThatWasNotFound) {
  for (const bool kept_back : {true, false}) {
    SceneBuilder scene;
    AddPier(&scene, "a", "Maren Holt", "said");
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence(kept_back ? "The old pier was unsafe/unsafe/ADJ , it is said/say/VERB ."
                            : "The old pier was unsafe/unsafe/ADJ , saying/say/VERB so .");
    b.AddClaim({.predicate = "unsafe",
                .span = "The old pier was unsafe",
                .patient = "The old pier",
                .value = Class::kAttributed,
                .cue = kept_back ? "said" : "saying",
                .fact = "pier"});
    if (kept_back) b.Attach("is", language::Relation::kAuxPass, "said");
    EXPECT_EQ(scene.Find(Kind::kAttribution).size(), kept_back ? 1 : 0);
  }
}

TEST(AttributionDetectorTest, LeavesDenialsToPolarity) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Joris Veld", "denied", Connotation::kDenying, SourceKind::kNamed,
          Class::kDenied);
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, LeavesTwoSourcesThatBothStayUnnamedAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "a person close to the inquiry", "said", Connotation::kNeutral,
          SourceKind::kUnnamed);
  AddPier(&scene, "b", "an insider", "said", Connotation::kNeutral, SourceKind::kUnnamed);
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

TEST(AttributionDetectorTest, LeavesTheSpeakersOfWordsInQuotationMarksAlone) {
  SceneBuilder scene;
  for (const char* source : {"Maren Holt", "Joris Veld"}) {
    ReportBuilder& report = scene.AddReport(source, source);
    report.AddSentence(
        absl::StrCat("\" The old pier was unsafe/unsafe/ADJ , \" ", source, " said ."));
    report.AddClaim({.predicate = "unsafe",
                     .span = "The old pier was unsafe",
                     .value = Class::kAttributed,
                     .source = source,
                     .cue = "said",
                     .fact = "pier"});
  }
  EXPECT_TRUE(scene.Find(Kind::kAttribution).empty());
}

// --- REPORTING_VERB ------------------------------------------------------------------------------

TEST(ReportingVerbDetectorTest, FlagsANeutralCueAgainstADistancingOne) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Holt", "claimed", Connotation::kDistancing, SourceKind::kNamed,
          Class::kAlleged);
  const std::vector<Difference> found = scene.Find(Kind::kReportingVerb);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_EQ(found[0].positions[0].value, "said");
  EXPECT_EQ(found[0].positions[1].value, "claimed");
  EXPECT_THAT(found[0].explanation, HasSubstr("claimed"));
}

TEST(ReportingVerbDetectorTest, FlagsEndorsingAgainstNeutralOnOneUtterance) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Maren Holt", "admitted", Connotation::kEndorsing, SourceKind::kNamed,
          Class::kEndorsed);
  EXPECT_EQ(scene.Find(Kind::kReportingVerb).size(), 1);
}

TEST(ReportingVerbDetectorTest, LeavesTwoNeutralCuesAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Maren Holt", "stated");
  EXPECT_TRUE(scene.Find(Kind::kReportingVerb).empty());
}

TEST(ReportingVerbDetectorTest, LeavesCuesOfDifferentPeopleAlone) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Joris Veld", "boasted", Connotation::kCharged);
  EXPECT_TRUE(scene.Find(Kind::kReportingVerb).empty());
}

TEST(ReportingVerbDetectorTest, IsLessSureWhereSomethingElseIsSaid) {
  const auto confidence = [](const std::string& second) {
    SceneBuilder scene;
    AddPier(&scene, "a", "Maren Holt", "said");
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence(second + " , Holt claimed .");
    b.AddClaim({.predicate = "unsafe",
                .span = second,
                .value = Class::kAlleged,
                .source = "Holt",
                .cue = "claimed",
                .connotation = Connotation::kDistancing,
                .fact = "pier"});
    const std::vector<Difference> found = scene.Find(Kind::kReportingVerb);
    return found.empty() ? 0 : found[0].confidence;
  };
  EXPECT_GT(confidence("The old pier was unsafe"),
            1.5f * confidence("Trams of that make were unsafe"));
}

TEST(ReportingVerbDetectorTest, LeavesADenialToPolarity) {
  SceneBuilder scene;
  AddPier(&scene, "a", "Maren Holt", "said");
  AddPier(&scene, "b", "Maren Holt", "denied", Connotation::kDenying, SourceKind::kNamed,
          Class::kDenied);
  EXPECT_TRUE(scene.Find(Kind::kReportingVerb).empty());
}

}  // namespace
}  // namespace parallax::framing
