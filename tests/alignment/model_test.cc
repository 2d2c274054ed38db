#include "server/alignment/internal/model.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax::alignment {
namespace {

using ::testing::HasSubstr;

std::string Whole() {
  std::string text = "# weights\n";
  for (const absl::string_view name : kSentenceFeatureNames) {
    absl::StrAppend(&text, "sentence ", name, " 0.5\n");
  }
  for (const absl::string_view name : kClaimFeatureNames) {
    absl::StrAppend(&text, "claim ", name, " -1\nsame ", name, " 2\n");
  }
  return text;
}

TEST(ModelTest, ScoresByItsWeights) {
  const absl::StatusOr<Model> model = Model::Parse(Whole());
  ASSERT_TRUE(model.ok()) << model.status();
  SentenceFeatures sentence = {};
  sentence[0] = 2;
  sentence[1] = 4;
  EXPECT_FLOAT_EQ(model->Score(sentence), 3);
  ClaimFeatures claim = {};
  claim[2] = 1.5;
  EXPECT_FLOAT_EQ(model->Score(claim), -1.5);
  EXPECT_FLOAT_EQ(model->ScoreSame(claim), 3);
}

TEST(ModelTest, RejectsUnknownRepeatedMissingAndBadWeights) {
  EXPECT_FALSE(Model::Parse("").ok());
  EXPECT_THAT(std::string(Model::Parse("# one\nsentence no-such-feature 1\n").status().message()),
              HasSubstr("line 2"));
  EXPECT_FALSE(Model::Parse(absl::StrCat(Whole(), "claim bias 1\n")).ok());
  EXPECT_FALSE(Model::Parse("sentence bias x\n").ok());
  EXPECT_FALSE(Model::Parse("sentence bias inf\n").ok());
}

TEST(ModelTest, MoreInCommonScoresHigher) {
  SentenceFeatures little = {};
  little[0] = 1;
  SentenceFeatures much = little;
  for (size_t i = 0; i < kSentenceFeatureNames.size(); ++i) {
    const absl::string_view name = kSentenceFeatureNames[i];
    if (name == "shared-weight" || name == "shared-of-smaller" || name == "heaviest-shared" ||
        name == "rank-product") {
      much[i] = 1;
    }
  }
  EXPECT_GT(Model::Default().Score(much), Model::Default().Score(little));
}

}  // namespace
}  // namespace parallax::alignment
