// LABEL, WORDING, SCARE_QUOTES, AGENCY: how the same is named and told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/framing/selection.h"
#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using claims::Voice;
using ::testing::HasSubstr;

SceneBuilder Labels(const std::string& first, const std::string& second, bool same_entity) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "The Daily Beacon");
  a.AddSentence("The " + first + " left/leave/VERB the harbour on Friday .");
  a.AddEntity("the five", "The " + first.substr(0, first.find('/')), entities::Type::kGroup);
  ReportBuilder& b = scene.AddReport("b", "Northline");
  b.AddSentence("The " + second + " left/leave/VERB the harbour on Friday .");
  b.AddEntity(same_entity ? "the five" : "others", "The " + second.substr(0, second.find('/')),
              entities::Type::kGroup);
  return scene;
}

TEST(LabelDetectorTest, FlagsSpiesAgainstDiplomats) {
  const std::vector<Difference> found =
      Labels("spies/spy", "diplomats/diplomat", true).Find(Kind::kLabel);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "label-of-entity");
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_NE(found[0].entity, kNone);
  EXPECT_THAT(found[0].explanation, HasSubstr("spies"));
  EXPECT_THAT(found[0].explanation, HasSubstr("diplomats"));
}

TEST(LabelDetectorTest, IsLessSureWhereOnlyTheGroupOfTermsIsShared) {
  const float entity =
      Labels("spies/spy", "diplomats/diplomat", true).Find(Kind::kLabel).at(0).confidence;
  const std::vector<Difference> found =
      Labels("spies/spy", "diplomats/diplomat", false).Find(Kind::kLabel);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "label-of-group");
  EXPECT_LT(found[0].confidence, entity);
}

TEST(LabelDetectorTest, LeavesTermsThatNothingAroundThemJoinsAlone) {
  SceneBuilder scene;
  scene.AddReport("a", "One").AddSentence("Spies/spy sold/sell/VERB maps of the coast .");
  scene.AddReport("b", "Two").AddSentence("Diplomats/diplomat dined/dine/VERB with the mayor .");
  EXPECT_TRUE(scene.Find(Kind::kLabel).empty());
}

TEST(LabelDetectorTest, LeavesATermInsideANameAlone) {
  for (const bool named : {true, false}) {
    SceneBuilder scene;
    scene.AddReport("a", "One")
        .AddSentence(named ? "Members of the Old Mob left the harbour ."
                           : "Members of the mob left the harbour .");
    scene.AddReport("b", "Two").AddSentence("Members of the crowd left the harbour .");
    EXPECT_EQ(scene.Find(Kind::kLabel).empty(), named);
  }
}

TEST(LabelDetectorTest, TakesAMildTermForAPersonOnlyWhereItIsAWordForPersons) {
  for (const auto& [term, flagged] :
       {std::pair{"agitator", true}, std::pair{"breakthrough", false}}) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddSentence("Delroy Pike , an " + std::string(term) + " , left/leave/VERB .");
    a.AddEntity("Pike", "Delroy Pike");
    a.Attach(term, language::Relation::kAppos, "Pike");
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence("Delroy Pike left/leave/VERB .");
    b.AddEntity("Pike", "Delroy Pike");
    EXPECT_EQ(scene.Find(Kind::kLabel).size(), flagged ? 1 : 0) << term;
  }
}

TEST(LabelDetectorTest, LeavesNeutralVariantsAlone) {
  EXPECT_TRUE(Labels("diplomats/diplomat", "officials/official", true).Find(Kind::kLabel).empty());
}

TEST(LabelDetectorTest, LeavesTermsOfDifferentGroupsAlone) {
  EXPECT_TRUE(Labels("spies/spy", "migrants/migrant", false).Find(Kind::kLabel).empty());
}

TEST(LabelDetectorTest, LeavesATermInsideAQuotationToItsSpeaker) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("\" The spies/spy left/leave/VERB us nothing , \" he said .");
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The diplomats/diplomat left/leave/VERB on Friday .");
  EXPECT_TRUE(scene.Find(Kind::kLabel).empty());
}

SceneBuilder Quotes(const std::string& plain) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "The Daily Beacon");
  a.AddSentence("The \" rescue \" of the bank was agreed/agree/VERB .");
  a.AddScareQuote("rescue");
  ReportBuilder& b = scene.AddReport("b", "Northline");
  b.AddSentence(plain);
  return scene;
}

TEST(ScareQuotesDetectorTest, FlagsATermKeptAtADistanceAgainstThePlainTerm) {
  const std::vector<Difference> found =
      Quotes("Ministers agreed/agree/VERB the rescue of the bank .").Find(Kind::kScareQuotes);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_EQ(found[0].positions[1].value, "plain");
  EXPECT_EQ(found[0].positions[1].reports, std::vector<uint32_t>{1});
}

TEST(ScareQuotesDetectorTest, LeavesATermThatNoOtherReportUsesAlone) {
  EXPECT_TRUE(
      Quotes("Ministers agreed/agree/VERB to help the bank .").Find(Kind::kScareQuotes).empty());
}

TEST(ScareQuotesDetectorTest, LeavesATermThatTheOtherReportOnlyQuotesAlone) {
  EXPECT_TRUE(Quotes("\" The rescue of the bank is agreed/agree/VERB , \" ministers said .")
                  .Find(Kind::kScareQuotes)
                  .empty());
}

TEST(ScareQuotesDetectorTest, LeavesAWordThatIsOnlyMentionedAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("He left the word \" rescue \" out .");
  a.AddScareQuote("rescue");
  scene.AddReport("b", "Two").AddSentence("Ministers agreed/agree/VERB the rescue of the bank .");
  EXPECT_TRUE(scene.Find(Kind::kScareQuotes).empty());
}

TEST(ScareQuotesDetectorTest, LeavesAnOrdinaryQuotationAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The bank needs/need/VERB a \" rescue \" , he said .");
  a.AddClaim({.predicate = "needs",
              .span = "The bank needs a \" rescue \"",
              .value = commitment::Class::kAttributed,
              .source = "he",
              .cue = "said"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The rescue of the bank was agreed/agree/VERB .");
  EXPECT_TRUE(scene.Find(Kind::kScareQuotes).empty());
}

ReportBuilder& AddShots(SceneBuilder* scene, const std::string& id, bool passive) {
  ReportBuilder& report = scene->AddReport(id, "Outlet " + id);
  if (passive) {
    report.AddSentence("Shots were fired/fire/VERB at the crowd .");
    report.AddClaim(
        {.predicate = "fired", .voice = Voice::kPassive, .patient = "Shots", .fact = "shots"});
  } else {
    report.AddSentence("Guards/guard fired/fire/VERB shots at the crowd .");
    report.AddClaim({.predicate = "fired", .agent = "Guards", .patient = "shots", .fact = "shots"});
  }
  return report;
}

TEST(AgencyDetectorTest, FlagsADoerAgainstAPassiveWithoutOne) {
  SceneBuilder scene;
  AddShots(&scene, "a", false);
  AddShots(&scene, "b", true);
  const std::vector<Difference> found = scene.Find(Kind::kAgency);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kMedium);
  EXPECT_EQ(found[0].positions[0].value, "doer named: Guards");
  EXPECT_EQ(found[0].positions[1].reports, std::vector<uint32_t>{1});
}

TEST(AgencyDetectorTest, LeavesADoerWhoStandsInTheSentenceBeforeAlone) {
  SceneBuilder scene;
  AddShots(&scene, "a", false);
  ReportBuilder& b = scene.AddReport("b", "Outlet b");
  b.AddSentence("The guards/guard formed/form/VERB a line .");
  b.AddClaim({.predicate = "formed", .agent = "The guards", .patient = "a line"});
  b.AddSentence("Shots were fired/fire/VERB at the crowd .");
  b.AddClaim({.predicate = "fired", .voice = Voice::kPassive, .patient = "Shots", .fact = "shots"});
  EXPECT_TRUE(scene.Find(Kind::kAgency).empty());
}

TEST(AgencyDetectorTest, FlagsADoerOfWhomOnlyTheMasterStandsInTheSentenceBefore) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "Outlet a");
  a.AddSentence("Guards/guard of the governor fired/fire/VERB shots at the crowd .");
  a.AddClaim({.predicate = "fired",
              .agent = "Guards of the governor",
              .agent_head = "Guards",
              .patient = "shots",
              .fact = "shots"});
  ReportBuilder& b = scene.AddReport("b", "Outlet b");
  b.AddSentence("The governor formed/form/VERB a council .");
  b.AddClaim({.predicate = "formed", .agent = "The governor", .patient = "a council"});
  b.AddSentence("Shots/shot were fired/fire/VERB at the crowd .");
  b.AddClaim({.predicate = "fired", .voice = Voice::kPassive, .patient = "Shots", .fact = "shots"});
  EXPECT_EQ(scene.Find(Kind::kAgency).size(), 1);
}

TEST(AgencyDetectorTest, LeavesTwoPassivesAlone) {
  SceneBuilder scene;
  AddShots(&scene, "a", true);
  AddShots(&scene, "b", true);
  EXPECT_TRUE(scene.Find(Kind::kAgency).empty());
}

TEST(AgencyDetectorTest, FlagsAKillingAgainstADeath) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("Guards/guard killed/kill/VERB three men .");
  a.AddClaim({.predicate = "killed", .agent = "Guards", .patient = "three men", .fact = "deaths"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("Three men died/die/VERB at the bridge .");
  b.AddClaim({.predicate = "died", .patient = "Three men", .fact = "deaths"});
  EXPECT_EQ(scene.Find(Kind::kAgency).size(), 1);
}

TEST(AgencyDetectorTest, IsLessSureWhereNothingWasDoneToAnybody) {
  const auto confidence = [](const std::string& act) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddSentence("Guards/guard " + act + "/" + act + "/VERB three men .");
    a.AddClaim({.predicate = act, .agent = "Guards", .patient = "three men", .fact = "men"});
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence("Three men were " + act + "/" + act + "/VERB at the bridge .");
    b.AddClaim({.predicate = act, .voice = Voice::kPassive, .patient = "Three men", .fact = "men"});
    const PreparedScene prepared = scene.Prepare();
    const Scene view = prepared.View();
    const Stage stage(view);
    auto found = FindCandidates(stage, 1u << static_cast<int>(Kind::kAgency), CallContext());
    EXPECT_TRUE(found.ok() && found->size() == 1) << act;
    return found->at(0).difference.confidence;
  };
  EXPECT_GT(confidence("wound"), 1.5f * confidence("feed"));
}

// --- WORDING -------------------------------------------------------------------------------------

// Two reports of what became of the crew, told in two ways.
SceneBuilder Crew(const std::string& loaded, const std::string& lemma, const std::string& patient) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The owner " + loaded + "/" + lemma + "/VERB " + patient + " at the harbour .");
  a.AddClaim({.predicate = loaded, .agent = "The owner", .patient = patient, .fact = "crew"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The owner dismissed/dismiss/VERB " + patient + " at the harbour .");
  b.AddClaim({.predicate = "dismissed", .agent = "The owner", .patient = patient, .fact = "crew"});
  return scene;
}

TEST(WordingDetectorTest, FlagsALoadedVerbAgainstAPlainOne) {
  const std::vector<Difference> found = Crew("sacked", "sack", "the sailor").Find(Kind::kWording);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "wording-predicate");
  EXPECT_EQ(found[0].severity, Severity::kLow);
  EXPECT_EQ(found[0].positions[0].value, "sacked");
}

TEST(WordingDetectorTest, LeavesAVerbOfDismissalAloneWhereNobodyIsDismissed) {
  EXPECT_TRUE(Crew("fired", "fire", "shots").Find(Kind::kWording).empty());
}

TEST(WordingDetectorTest, LeavesPlainVerbsAlone) {
  EXPECT_TRUE(Crew("met", "meet", "the sailor").Find(Kind::kWording).empty());
}

TEST(WordingDetectorTest, LeavesWhatIsSaidNotToHaveHappenedAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The owner wasted/waste/VERB no time at the harbour .");
  a.AddClaim({.predicate = "wasted", .agent = "The owner", .patient = "no time", .fact = "time"});
  a.Attach("time", language::Relation::kObj, "wasted");
  a.Attach("no", language::Relation::kDet, "time");
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The owner spent/spend/VERB time at the harbour .");
  b.AddClaim({.predicate = "spent", .agent = "The owner", .patient = "time", .fact = "time"});
  EXPECT_TRUE(scene.Find(Kind::kWording).empty());
}

}  // namespace
}  // namespace parallax::framing
