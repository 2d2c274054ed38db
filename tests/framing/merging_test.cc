#include "server/framing/internal/merging.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/framing/fixture.h"

namespace parallax::framing {
namespace {

using ::testing::ElementsAre;

// Three short reports; contrasts between them are made by hand.
class MergingTest : public ::testing::Test {
 protected:
  MergingTest() {
    for (const analysis::Report& report :
         Reports({{"A mob stormed the hall", "The mob stormed the hall on Monday."},
                  {"A crowd entered the hall", "The crowd entered the hall on Monday."},
                  {"People came into the hall", "People came into the hall on Monday."}})) {
      reports_.push_back(OrDie(TheEngine().Analyze(report, CallContext())));
    }
    scene_.reports = reports_;
    scene_.alignment = &alignment_;
  }

  static Side At(uint32_t report, uint32_t token, std::string value) {
    return {.report = report, .marked = {token, token + 1}, .value = std::move(value)};
  }

  static Contrast Make(Kind kind, uint32_t fact, Side a, Side b, float confidence) {
    return {.kind = kind,
            .rule = "label-connotation",
            .severity = Severity::kLow,
            .fact = fact,
            .a = std::move(a),
            .b = std::move(b),
            .confidence = confidence};
  }

  std::vector<std::shared_ptr<const analysis::Analysis>> reports_;
  alignment::Alignment alignment_;
  Scene scene_;
};

TEST_F(MergingTest, AThirdReportJoinsTheSideItStandsOn) {
  const auto found = Merge(scene_,
                           {Make(Kind::kWording, 0, At(0, 2, "stormed"), At(1, 2, "entered"), 0.8f),
                            Make(Kind::kWording, 0, At(0, 2, "stormed"), At(2, 1, "came"), 0.7f)},
                           0.4f);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].positions[0].reports, ElementsAre(0));
  EXPECT_THAT(found[0].positions[1].reports, ElementsAre(1, 2));
  EXPECT_EQ(found[0].positions[1].evidence.size(), 2u);
  EXPECT_FLOAT_EQ(found[0].confidence, 0.8f);
}

TEST_F(MergingTest, WhatWouldNotBeShownAloneJoinsNothing) {
  const auto found = Merge(scene_,
                           {Make(Kind::kWording, 0, At(0, 2, "stormed"), At(1, 2, "entered"), 0.8f),
                            Make(Kind::kWording, 0, At(0, 2, "stormed"), At(2, 1, "came"), 0.2f)},
                           0.4f);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].positions[1].reports, ElementsAre(1));
}

TEST_F(MergingTest, AReportTakesOnePositionOnly) {
  const auto found = Merge(scene_,
                           {Make(Kind::kWording, 0, At(0, 2, "stormed"), At(1, 2, "entered"), 0.8f),
                            Make(Kind::kWording, 0, At(1, 2, "entered"), At(2, 1, "came"), 0.7f),
                            Make(Kind::kWording, 0, At(2, 1, "came"), At(0, 6, "storm"), 0.6f)},
                           0.4f);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].positions[0].reports, ElementsAre(0, 2));
  EXPECT_THAT(found[0].positions[1].reports, ElementsAre(1));
}

TEST_F(MergingTest, ClassesOfCommitmentArePositions) {
  const auto found =
      Merge(scene_,
            {Make(Kind::kCommitment, 0, At(0, 2, "ASSERTED"), At(1, 2, "ALLEGED"), 0.8f),
             Make(Kind::kCommitment, 0, At(0, 2, "ASSERTED"), At(2, 1, "DENIED"), 0.7f)},
            0.4f);
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].positions.size(), 3u);
  EXPECT_EQ(found[0].positions[2].value, "DENIED");
}

TEST_F(MergingTest, LabelAndWordingOfTheSameWordsAreOneFlag) {
  const auto found = Merge(scene_,
                           {Make(Kind::kLabel, 0, At(0, 1, "mob"), At(1, 1, "crowd"), 0.8f),
                            Make(Kind::kWording, 0, At(0, 1, "mob"), At(1, 1, "crowd"), 0.7f)},
                           0.4f);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, Kind::kLabel);
}

TEST_F(MergingTest, TheSameTwoWordsOfOtherSentencesAreSaidOnce) {
  const auto found = Merge(scene_,
                           {Make(Kind::kLabel, 0, At(0, 1, "mob"), At(1, 1, "crowd"), 0.8f),
                            Make(Kind::kLabel, 1, At(0, 6, "Mob"), At(1, 6, "crowd"), 0.7f)},
                           0.4f);
  EXPECT_EQ(found.size(), 1u);
}

TEST_F(MergingTest, OtherThingsNamedInOneFactAreFlagsOfTheirOwn) {
  const auto found = Merge(scene_,
                           {Make(Kind::kLabel, 0, At(0, 1, "mob"), At(1, 1, "crowd"), 0.8f),
                            Make(Kind::kLabel, 0, At(0, 4, "hall"), At(1, 4, "seat"), 0.7f)},
                           0.4f);
  EXPECT_EQ(found.size(), 2u);
}

TEST_F(MergingTest, TheOrderOfContrastsChangesNothing) {
  const Contrast one = Make(Kind::kWording, 0, At(0, 2, "stormed"), At(1, 2, "entered"), 0.8f);
  const Contrast two = Make(Kind::kWording, 0, At(0, 2, "stormed"), At(2, 1, "came"), 0.7f);
  const auto first = Merge(scene_, {one, two}, 0.4f);
  const auto second = Merge(scene_, {two, one}, 0.4f);
  ASSERT_EQ(first.size(), 1u);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(first[0].positions[1].reports, second[0].positions[1].reports);
  EXPECT_FLOAT_EQ(first[0].confidence, second[0].confidence);
}

TEST_F(MergingTest, EvidenceShowsTheMarkedWordsInTheirClause) {
  const auto found = Merge(
      scene_, {Make(Kind::kWording, 0, At(0, 7, "stormed"), At(1, 7, "entered"), 0.8f)}, 0.4f);
  ASSERT_EQ(found.size(), 1u);
  for (const Position& position : found[0].positions) {
    const Evidence& evidence = position.evidence[0];
    EXPECT_TRUE(evidence.tokens.Contains(evidence.marked));
    EXPECT_GT(evidence.tokens.size(), evidence.marked.size());
    EXPECT_FALSE(evidence.in_direct_quote);
  }
}

}  // namespace
}  // namespace parallax::framing
