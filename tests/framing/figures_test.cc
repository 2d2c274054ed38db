// QUANTITY, TIME, PLACE and CAUSE: what cannot both hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <tuple>

#include "server/framing/quantities.h"
#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using claims::QuantityKind;
using ::testing::HasSubstr;

constexpr double kOpen = std::numeric_limits<double>::infinity();

claims::Quantity Number(double low, double high, bool approximate = false) {
  claims::Quantity quantity;
  quantity.low = low;
  quantity.high = high;
  quantity.approximate = approximate;
  return quantity;
}

struct PairCase {
  const char* name;
  claims::Quantity a;
  claims::Quantity b;
  bool compatible;
};

class CompatibleTest : public ::testing::TestWithParam<PairCase> {};

TEST_P(CompatibleTest, ReadsModifiersBeforeItJudges) {
  EXPECT_EQ(Compatible(GetParam().a, GetParam().b), GetParam().compatible);
  EXPECT_EQ(Compatible(GetParam().b, GetParam().a), GetParam().compatible);
}

INSTANTIATE_TEST_SUITE_P(
    Figures, CompatibleTest,
    ::testing::Values(
        PairCase{"SameValue", Number(8, 8), Number(8, 8), true},
        PairCase{"AboutTwentyAndTwentyOne", Number(20, 20, true), Number(21, 21), true},
        PairCase{"AtLeastSevenAndNine", Number(7, kOpen), Number(9, 9), true},
        PairCase{"AtLeastSevenAndFive", Number(7, kOpen), Number(5, 5), false},
        PairCase{"NineAndEleven", Number(9, 9), Number(11, 11), false},
        PairCase{"ThreeAndFour", Number(3, 3), Number(4, 4), false},
        PairCase{"CutToMillions", Number(43e6, 43e6), Number(43885310, 43885310), true},
        PairCase{"CutToWholePercent", Number(51, 51), Number(51.3, 51.3), true},
        PairCase{"TenfoldFraction", Number(0.2, 0.2, true), Number(0.02, 0.02), false},
        PairCase{"AboutThirtyThousandAndAHundred", Number(30000, 30000, true),
                 Number(100000, 100000, true), false},
        PairCase{"ARangeAndAValueInIt", Number(200, 900), Number(400, 400), true}),
    [](const auto& info) { return info.param.name; });

// Adds a report in which so many passengers were hurt.
ReportBuilder& AddHurt(SceneBuilder* scene, const std::string& id, const std::string& number,
                       double low, double high, const std::string& counted = "passengers",
                       bool approximate = false) {
  ReportBuilder& report = scene->AddReport(id, "Outlet " + id);
  report.AddSentence(number + " " + counted + " were hurt/hurt/VERB in the crash .");
  report.AddClaim({.predicate = "hurt",
                   .voice = claims::Voice::kPassive,
                   .patient = number + " " + counted,
                   .place = "the crash",
                   .fact = "hurt"});
  report.AddQuantity(
      {.words = number, .low = low, .high = high, .approximate = approximate, .counted = counted});
  return report;
}

TEST(QuantityDetectorTest, FlagsCountsThatCannotBothHold) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "31", 31, 31);
  AddHurt(&scene, "b", "50", 50, 50);
  const std::vector<Difference> found = scene.Find(Kind::kQuantity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kHigh);
  EXPECT_EQ(found[0].rule, "quantity-conflict");
  EXPECT_EQ(found[0].positions[0].value, "31");
  EXPECT_EQ(found[0].positions[1].value, "50");
}

TEST(QuantityDetectorTest, LeavesAFigureThatFitsBothSidesOut) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "Nine", 9, 9);
  AddHurt(&scene, "b", "Eleven", 11, 11);
  AddHurt(&scene, "c", "At least seven", 7, kOpen);
  const std::vector<Difference> found = scene.Find(Kind::kQuantity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[0].reports, std::vector<uint32_t>{0});
  EXPECT_EQ(found[0].positions[1].reports, std::vector<uint32_t>{1});
}

TEST(QuantityDetectorTest, LeavesWordsAndDigitsOfOneValueAlone) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "Eight", 8, 8);
  AddHurt(&scene, "b", "8", 8, 8);
  EXPECT_TRUE(scene.Find(Kind::kQuantity).empty());
}

TEST(QuantityDetectorTest, ComparesPeopleByAnyWordForPeople) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "31", 31, 31, "people");
  AddHurt(&scene, "b", "50", 50, 50, "passengers/passenger");
  EXPECT_EQ(scene.Find(Kind::kQuantity).size(), 1);
}

TEST(QuantityDetectorTest, DoesNotCompareDifferentThings) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "31", 31, 31, "people");
  AddHurt(&scene, "b", "50", 50, 50, "horses");
  EXPECT_TRUE(scene.Find(Kind::kQuantity).empty());
}

TEST(QuantityDetectorTest, CallsAHigherCountOfALaterReportAnUpdate) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "31", 31, 31).SetPublished(1000);
  AddHurt(&scene, "b", "34", 34, 34).SetPublished(9000);
  const std::vector<Difference> found = scene.Find(Kind::kQuantity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].severity, Severity::kLow);
  EXPECT_EQ(found[0].rule, "quantity-update");
}

TEST(QuantityDetectorTest, CallsALowerCountOfALaterReportAConflict) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "34", 34, 34).SetPublished(1000);
  AddHurt(&scene, "b", "31", 31, 31).SetPublished(9000);
  const std::vector<Difference> found = scene.Find(Kind::kQuantity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "quantity-conflict");
}

TEST(QuantityDetectorTest, TakesTheLaterCountOfAClaimForAPartOfTheFirst) {
  SceneBuilder scene;
  for (const auto& [id, number, value] : {std::tuple{"a", "31", 31}, std::tuple{"b", "50", 50}}) {
    ReportBuilder& report = scene.AddReport(id, id);
    report.AddSentence(std::string(number) +
                       " passengers were hurt/hurt/VERB , among them 12 children .");
    report.AddClaim({.predicate = "hurt",
                     .agent = "12 children",
                     .patient = std::string(number) + " passengers",
                     .fact = "hurt"});
    const double count = value;
    report.AddQuantity({.words = number, .low = count, .high = count, .counted = "passengers"});
    report.AddQuantity({.words = "12", .low = 12, .high = 12, .counted = "children"});
  }
  const std::vector<Difference> found = scene.Find(Kind::kQuantity);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].positions[0].value, "31");
  EXPECT_EQ(found[0].positions[1].value, "50");
}

TEST(QuantityDetectorTest, LeavesOneItemOfAListAlone) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "Six", 6, 6, "people");
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The crash hurt/hurt/VERB an aide and two officers .");
  b.AddClaim({.predicate = "hurt",
              .agent = "The crash",
              .patient = "an aide and two officers",
              .fact = "hurt"});
  b.AddQuantity({.words = "two", .low = 2, .high = 2, .counted = "officers"});
  b.Attach("officers", language::Relation::kConj, "aide");
  EXPECT_TRUE(scene.Find(Kind::kQuantity).empty());
}

TEST(QuantityDetectorTest, ReadsARoundFigureByTheExactOneOfItsReport) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "139", 139, 139);
  ReportBuilder& b = AddHurt(&scene, "b", "Roughly 142", 142, 142, "passengers", true);
  b.AddSentence("In all 142 passengers were hurt/hurt/VERB .");
  b.AddClaim({.predicate = "hurt", .patient = "142 passengers", .fact = "hurt"});
  b.AddQuantity({.words = "142", .low = 142, .high = 142, .counted = "passengers"});
  EXPECT_EQ(scene.Find(Kind::kQuantity).size(), 1);
}

TEST(QuantityDetectorTest, ReadsTheSizeOfACrowdAsACountOfPeople) {
  for (const bool crowd : {true, false}) {
    SceneBuilder scene;
    AddHurt(&scene, "a", "Two thousand", 2000, 2000, "people");
    ReportBuilder& b = scene.AddReport("b", "Two");
    const std::string noun = crowd ? "crowd" : "picture";
    b.AddSentence("A " + noun + " of 300 was hurt/hurt/VERB in the crash .");
    b.AddClaim({.predicate = "hurt",
                .agent = "A " + noun + " of 300",
                .agent_head = noun,
                .place = "the crash",
                .fact = "hurt"});
    b.AddQuantity({.words = "300", .low = 300, .high = 300});
    b.Attach("300", language::Relation::kNmod, noun);
    EXPECT_EQ(scene.Find(Kind::kQuantity).size(), crowd ? 1 : 0) << noun;
  }
}

TEST(QuantityDetectorTest, TakesTwoFiguresInAnotherOrderForTheSame) {
  for (const bool both : {true, false}) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddSentence("Eight people were hurt/hurt/VERB , two of them children .");
    a.AddClaim({.predicate = "hurt",
                .span = "Eight people were hurt",
                .voice = claims::Voice::kPassive,
                .patient = "Eight people",
                .fact = "hurt"});
    a.AddQuantity({.words = "Eight", .low = 8, .high = 8, .counted = "people"});
    a.AddClaim({.predicate = "children", .span = "two of them children"});
    a.AddQuantity({.words = "two", .low = 2, .high = 2, .counted = "children"});
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence("Two people were hurt/hurt/VERB , of eight passengers .");
    b.AddClaim({.predicate = "hurt",
                .span = "Two people were hurt",
                .voice = claims::Voice::kPassive,
                .patient = "Two people",
                .fact = "hurt"});
    b.AddQuantity({.words = "Two", .low = 2, .high = 2, .counted = "people"});
    if (both) {
      b.AddClaim({.predicate = "passengers", .span = "eight passengers"});
      b.AddQuantity({.words = "eight", .low = 8, .high = 8, .counted = "passengers"});
    }
    EXPECT_EQ(scene.Find(Kind::kQuantity).size(), both ? 0 : 1);
  }
}

TEST(QuantityDetectorTest, LeavesAReportThatGivesBothFiguresOut) {
  SceneBuilder scene;
  AddHurt(&scene, "a", "31", 31, 31);
  ReportBuilder& b = AddHurt(&scene, "b", "50", 50, 50);
  b.AddSentence("Others put it at 31 passengers hurt/hurt/VERB .");
  b.AddClaim({.predicate = "hurt", .patient = "31 passengers", .fact = "hurt"});
  b.AddQuantity({.words = "31", .low = 31, .high = 31, .counted = "passengers"});
  EXPECT_TRUE(scene.Find(Kind::kQuantity).empty());
}

// Adds a report of a landing at the given time.
void AddLanding(SceneBuilder* scene, const std::string& id, const std::string& when,
                const TimeSpec& time) {
  ReportBuilder& report = scene->AddReport(id, "Outlet " + id);
  report.AddSentence("The ferry landed/land/VERB " + when + " .");
  report.AddClaim({.predicate = "landed", .agent = "The ferry", .fact = "landing"});
  report.AddTime(time);
}

TEST(TimeDetectorTest, FlagsDaysThatCannotBothHold) {
  SceneBuilder scene;
  AddLanding(&scene, "a", "on 4 May",
             {.words = "4 May",
              .value = "2023-05-04",
              .first_day = Day2023(5, 4),
              .last_day = Day2023(5, 4)});
  AddLanding(&scene, "b", "on 14 May",
             {.words = "14 May",
              .value = "2023-05-14",
              .first_day = Day2023(5, 14),
              .last_day = Day2023(5, 14)});
  const std::vector<Difference> found = scene.Find(Kind::kTime);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "time-other-day");
  EXPECT_EQ(found[0].severity, Severity::kHigh);
}

TEST(TimeDetectorTest, LeavesAWeekdayAndItsDateAlone) {
  SceneBuilder scene;
  AddLanding(&scene, "a", "on 4 May",
             {.words = "4 May",
              .value = "2023-05-04",
              .first_day = Day2023(5, 4),
              .last_day = Day2023(5, 4)});
  AddLanding(&scene, "b", "on Thursday",
             {.words = "Thursday",
              .value = "2023-05-04",
              .first_day = Day2023(5, 4),
              .last_day = Day2023(5, 4)});
  EXPECT_TRUE(scene.Find(Kind::kTime).empty());
}

TEST(TimeDetectorTest, LeavesADayInsideAWeekAlone) {
  SceneBuilder scene;
  AddLanding(&scene, "a", "on 4 May",
             {.words = "4 May",
              .value = "2023-05-04",
              .first_day = Day2023(5, 4),
              .last_day = Day2023(5, 4)});
  AddLanding(&scene, "b", "last week",
             {.words = "last week",
              .value = "2023-W18",
              .first_day = Day2023(5, 1),
              .last_day = Day2023(5, 7)});
  EXPECT_TRUE(scene.Find(Kind::kTime).empty());
}

TEST(TimeDetectorTest, FlagsHoursFarApartAndLeavesMinutesAlone) {
  SceneBuilder far;
  AddLanding(&far, "a", "at 8 pm",
             {.words = "8 pm", .value = "T20:00", .kind = claims::TimeKind::kTime});
  AddLanding(&far, "b", "at 6 pm",
             {.words = "6 pm", .value = "T18:00", .kind = claims::TimeKind::kTime});
  const std::vector<Difference> found = far.Find(Kind::kTime);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule, "time-other-hour");

  SceneBuilder near;
  AddLanding(&near, "a", "at 8 pm",
             {.words = "8 pm", .value = "T20:00", .kind = claims::TimeKind::kTime});
  AddLanding(&near, "b", "at 8.10 pm",
             {.words = "8.10 pm", .value = "T20:10", .kind = claims::TimeKind::kTime});
  EXPECT_TRUE(near.Find(Kind::kTime).empty());
}

TEST(PlaceDetectorTest, FlagsOppositeEndsAndLeavesOthersAlone) {
  for (const auto& [second, flagged] :
       {std::pair{"the western pier", true}, std::pair{"the old pier", false}}) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddSentence("The fire began/begin/VERB at the eastern/eastern/ADJ pier .");
    a.AddClaim(
        {.predicate = "began", .agent = "The fire", .place = "the eastern pier", .fact = "fire"});
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence(std::string("The fire began/begin/VERB at ") + second + " .");
    b.AddClaim({.predicate = "began", .agent = "The fire", .place = second, .fact = "fire"});
    EXPECT_EQ(scene.Find(Kind::kPlace).size(), flagged ? 1 : 0) << second;
  }
}

// Adds a report in which a thing, sent off on a day in May, arrived.
void AddParcel(SceneBuilder* scene, const std::string& id, const std::string& noun, int day) {
  ReportBuilder& report = scene->AddReport(id, id);
  const std::string date = std::to_string(day) + " May";
  report.AddSentence("The " + noun + " that she sent/send/VERB on " + date +
                     " reached/reach/VERB the harbour .");
  report.AddClaim({.predicate = "sent", .agent = "she", .patient = "The " + noun});
  report.AddTime({.words = date,
                  .value = "2023-05",
                  .first_day = Day2023(5, day),
                  .last_day = Day2023(5, day)});
  report.AddClaim(
      {.predicate = "reached", .agent = "The " + noun, .patient = "the harbour", .fact = "parcel"});
  report.Attach("sent", language::Relation::kAclRelcl, noun);
}

TEST(TimeDetectorTest, HoldsTheDatesOfOneThingInAClaimAgainstEachOther) {
  SceneBuilder one;
  AddParcel(&one, "a", "parcel", 4);
  AddParcel(&one, "b", "parcel", 14);
  EXPECT_EQ(one.Find(Kind::kTime).size(), 1);
  SceneBuilder two;
  AddParcel(&two, "a", "parcel", 4);
  AddParcel(&two, "b", "letter", 14);
  EXPECT_TRUE(two.Find(Kind::kTime).empty());
}

TEST(TimeDetectorTest, LeavesADecisionAndWhatFollowsFromItAlone) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The harbourmaster resigned/resign/VERB on 4 May .");
  a.AddClaim({.predicate = "resigned", .agent = "The harbourmaster", .fact = "exit"});
  a.AddTime({.words = "4 May",
             .value = "2023-05-04",
             .first_day = Day2023(5, 4),
             .last_day = Day2023(5, 4)});
  ReportBuilder& b = scene.AddReport("b", "Two");
  b.AddSentence("The harbourmaster will leave/leave/VERB on 14 May .");
  b.AddClaim({.predicate = "leave",
              .agent = "The harbourmaster",
              .value = commitment::Class::kProspective,
              .fact = "exit"});
  b.AddTime({.words = "14 May",
             .value = "2023-05-14",
             .first_day = Day2023(5, 14),
             .last_day = Day2023(5, 14)});
  EXPECT_TRUE(scene.Find(Kind::kTime).empty());
}

TEST(PlaceDetectorTest, HoldsThePlacesOfOneSayingAgainstEachOther) {
  for (const auto& [second, flagged] : {std::pair{"western", true}, std::pair{"eastern", false}}) {
    SceneBuilder scene;
    for (const auto& [id, where] :
         {std::pair<std::string, std::string>{"a", "eastern"}, {"b", second}}) {
      ReportBuilder& report = scene.AddReport(id, id);
      report.AddSentence("The wall is safe/safe/ADJ , she told/tell/VERB them at the " + where +
                         "/" + where + "/ADJ pier .");
      report.AddClaim({.predicate = "told", .place = "the " + where + " pier"});
      report.AddClaim({.predicate = "safe",
                       .span = "The wall is safe",
                       .value = commitment::Class::kAttributed,
                       .source = "she",
                       .cue = "told",
                       .fact = "wall"});
    }
    EXPECT_EQ(scene.Find(Kind::kPlace).size(), flagged ? 1 : 0) << second;
  }
}

TEST(CauseDetectorTest, FlagsDifferentCausesAndLeavesTheSameInOtherWordsAlone) {
  for (const auto& [second, flagged] :
       {std::pair{"a cracked culvert", true}, std::pair{"rain in the hills", false}}) {
    SceneBuilder scene;
    ReportBuilder& a = scene.AddReport("a", "One");
    a.AddSentence("The wall failed/fail/VERB because of heavy/heavy/ADJ rain .");
    a.AddClaim({.predicate = "failed", .agent = "The wall", .cause = "heavy rain", .fact = "wall"});
    ReportBuilder& b = scene.AddReport("b", "Two");
    b.AddSentence(std::string("The wall failed/fail/VERB because of ") + second + " .");
    b.AddClaim({.predicate = "failed", .agent = "The wall", .cause = second, .fact = "wall"});
    const std::vector<Difference> found = scene.Find(Kind::kCause);
    EXPECT_EQ(found.size(), flagged ? 1 : 0) << second;
    if (flagged && !found.empty()) {
      EXPECT_THAT(found[0].explanation, HasSubstr("culvert"));
    }
  }
}

}  // namespace
}  // namespace parallax::framing
