// The clues of a flag, the model that weighs them, and what is shown of what was found.
#include "server/framing/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

using commitment::Class;
using ::testing::HasSubstr;

float Clue(const Clues& clues, absl::string_view name) {
  const auto at = std::find(kClueNames.begin(), kClueNames.end(), name);
  EXPECT_NE(at, kClueNames.end()) << name;
  return clues[at - kClueNames.begin()];
}

// A model of zeros but for the bias.
std::string Weights(float bias) {
  std::string text = "# a comment\n";
  for (const absl::string_view name : kClueNames) {
    absl::StrAppend(&text, "clue ", name, " ", name == "bias" ? bias : 0, "\n");
  }
  return text;
}

// Two reports of one theft, the second of which may tell another in quite other words.
SceneBuilder Theft(bool alike) {
  SceneBuilder scene;
  ReportBuilder& a = scene.AddReport("a", "One");
  a.AddSentence("The clerk stole/steal/VERB the harbour fund .");
  a.AddClaim({.predicate = "stole", .fact = "theft"});
  ReportBuilder& b = scene.AddReport("b", "Two");
  if (alike) {
    b.AddSentence("The clerk allegedly stole/steal/VERB the harbour fund .");
    b.AddClaim({.predicate = "stole", .value = Class::kAlleged, .fact = "theft"});
  } else {
    b.AddSentence("A porter allegedly sold/sell/VERB some barrels .");
    b.AddClaim({.predicate = "sold", .value = Class::kAlleged, .fact = "theft"});
  }
  return scene;
}

Clues CluesOfTheft(bool alike) {
  const PreparedScene scene = Theft(alike).Prepare();
  const Scene view = scene.View();
  const Stage stage(view);
  auto found = FindCandidates(stage, 1u << static_cast<int>(Kind::kCommitment), CallContext());
  EXPECT_TRUE(found.ok());
  EXPECT_EQ(found->size(), 1);
  return found->at(0).clues;
}

TEST(CluesTest, TellPassagesThatShareTheirWordsFromThoseThatDoNot) {
  const Clues alike = CluesOfTheft(true);
  const Clues unlike = CluesOfTheft(false);
  EXPECT_EQ(Clue(alike, "passages-alike"), 1);
  EXPECT_EQ(Clue(alike, "head-shared"), 1);
  EXPECT_EQ(Clue(unlike, "passages-alike"), 0);
  EXPECT_EQ(Clue(unlike, "head-shared"), 0);
  EXPECT_EQ(Clue(alike, "on-fact"), 1);
  EXPECT_EQ(Clue(alike, "coverage"), 1);
  EXPECT_EQ(Clue(alike, "rank"), 0);
}

TEST(FlagModelTest, TurnsLogOddsIntoAProbability) {
  auto model = FlagModel::Parse(absl::StrCat(Weights(1), "rule sure 2\nrule unsure -3\n"));
  ASSERT_TRUE(model.ok()) << model.status();
  Clues clues = {};
  clues[0] = 1;
  EXPECT_NEAR(model->Confidence(clues, "sure"), 0.9526, 1e-4);
  EXPECT_NEAR(model->Confidence(clues, "unsure"), 0.1192, 1e-4);
  EXPECT_NEAR(model->Confidence(clues, "unheard-of"), 0.7311, 1e-4);
}

TEST(FlagModelTest, NamesTheLineThatIsNotSound) {
  for (const char* bad : {"clue bias 1\n", "clue nothing 1\n", "rule twice 1\nrule twice 1\n",
                          "rule endless inf\n", "rule word one\n", "weight bias 1\n"}) {
    const auto model = FlagModel::Parse(Weights(0) + bad);
    ASSERT_FALSE(model.ok()) << bad;
    EXPECT_EQ(model.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(model.status().message()), HasSubstr("line "));
  }
  EXPECT_FALSE(FlagModel::Parse("clue bias 1\n").ok()) << "most clues have no weight";
}

TEST(FlagModelTest, NamesItsRulesAsTheApiDoes) {
  EXPECT_FALSE(FlagModel::Default().rules.empty());
  for (const auto& [rule, weight] : FlagModel::Default().rules) {
    EXPECT_THAT(rule, ::testing::MatchesRegex("[a-z]+(-[a-z]+)*"));
  }
}

TEST(SelectTest, ShowsWhatTheModelIsSureOf) {
  const PreparedScene scene = Theft(true).Prepare();
  const Scene view = scene.View();
  const Stage stage(view);
  const auto found = FindCandidates(stage, 0, CallContext());
  ASSERT_TRUE(found.ok());
  ASSERT_FALSE(found->empty());
  const auto sure = FlagModel::Parse(Weights(3));
  const auto unsure = FlagModel::Parse(Weights(-3));
  ASSERT_TRUE(sure.ok() && unsure.ok());
  const std::vector<Difference> shown = Select(stage, *found, &*sure);
  ASSERT_FALSE(shown.empty());
  EXPECT_NEAR(shown[0].confidence, 0.9526, 1e-4);
  EXPECT_TRUE(Select(stage, *found, &*unsure).empty());
  EXPECT_FALSE(Select(stage, *found, &*unsure, 0.04f).empty()) << "the floor is the caller's";
}

TEST(SelectTest, AsksMoreOfKindsThatAreSeldomRight) {
  const PreparedScene scene = Theft(true).Prepare();
  const Scene view = scene.View();
  const Stage stage(view);
  auto found = FindCandidates(stage, 1u << static_cast<int>(Kind::kCommitment), CallContext());
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 1);
  found->at(0).difference.confidence = kLeastConfidence + 0.02f;
  EXPECT_EQ(Select(stage, *found, nullptr).size(), 1);
  found->at(0).difference.kind = Kind::kCause;
  EXPECT_TRUE(Select(stage, *found, nullptr).empty());
}

}  // namespace
}  // namespace parallax::framing
