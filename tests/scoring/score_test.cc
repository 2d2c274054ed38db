#include "tests/scoring/score.h"

#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/bundle.h"

namespace parallax::scoring {
namespace {

using ::testing::HasSubstr;

constexpr char kGold[] = R"({
  "bundle": "pier", "event": "a pier falls",
  "reports": [
    {"id": "A", "source": "Gull", "published": "2020-02-03",
     "sentences": ["Pier falls", "The “old” pier fell.", "Nobody was hurt."]},
    {"id": "B", "source": null, "published": null,
     "sentences": ["Pier may have fallen", "It may have fallen."]}],
  "facts": [
    {"id": "F1", "statement": "The pier fell.", "mentions": [
      {"report": "A", "sentence": 1, "quote": "pier fell", "commitment": "ASSERTED", "source": null},
      {"report": "B", "sentence": 1, "quote": "may have fallen", "commitment": "HEDGED", "source": null}]}],
  "differences": [
    {"kind": "COMMITMENT", "fact": "F1", "severity": "high", "note": "one hedges", "positions": [
      {"value": "ASSERTED", "evidence": [{"report": "A", "sentence": 1, "quote": "fell"}]},
      {"value": "HEDGED", "evidence": [{"report": "B", "sentence": 1, "quote": "may"}]}]},
    {"kind": "OMISSION", "fact": null, "severity": "low", "note": "left out", "positions": [
      {"value": "told", "evidence": [{"report": "A", "sentence": 2, "quote": "Nobody"}]},
      {"value": "ABSENT", "evidence": [{"report": "B"}]}]}]
})";

Stretch Body(int64_t begin, int64_t end) { return {text::Section::kBody, begin, end}; }

// What a perfect engine would say of kGold.
Answer Perfect() {
  Answer answer;
  answer.claims = {
      {{Body(0, 20), Body(15, 19), "ASSERTED"}, {Body(21, 37), Body(32, 36), "NEGATED"}},
      {{Body(0, 19), Body(12, 18), "HEDGED"}}};
  answer.facts = {{{0, Body(0, 20)}, {1, Body(0, 19)}}};
  AnsweredDifference commitment;
  commitment.kind = "COMMITMENT";
  commitment.positions = {{"ASSERTED", {0}, {{0, Body(15, 19)}}},
                          {"HEDGED", {1}, {{1, Body(3, 6)}}}};
  AnsweredDifference omission;
  omission.kind = "OMISSION";
  omission.positions = {{"told", {0}, {{0, Body(21, 37)}}}, {"ABSENT", {1}, {}}};
  answer.differences = {commitment, omission};
  return answer;
}

Bundle Gold() {
  absl::StatusOr<Bundle> bundle = ReadBundle(kGold);
  EXPECT_TRUE(bundle.ok()) << bundle.status();
  return *bundle;
}

TEST(BundleTest, ReadsReportsFactsAndDifferences) {
  const Bundle bundle = Gold();
  ASSERT_EQ(bundle.reports.size(), 2);
  EXPECT_EQ(bundle.reports[0].sentences[1], "The “old” pier fell.");
  ASSERT_EQ(bundle.facts.size(), 1);
  EXPECT_EQ(bundle.facts[0].mentions[1].report, 1);
  ASSERT_EQ(bundle.differences.size(), 2);
  EXPECT_EQ(bundle.differences[1].positions[1].evidence[0].sentence, kNoSentence);
}

TEST(BundleTest, RejectsWhatIsNoBundle) {
  EXPECT_FALSE(ReadBundle("{").ok());
  EXPECT_FALSE(ReadBundle("[]").ok());
  EXPECT_FALSE(ReadBundle(R"({"reports": 3})").ok());
  EXPECT_THAT(std::string(ReadBundle(R"({"reports": [{"id": "A", "sentences": ["x"]}], "facts": [
    {"id": "F1", "mentions": [{"report": "A", "sentence": 1}]}]})")
                              .status()
                              .message()),
              HasSubstr("no such sentence in report A"));
}

TEST(BundleTest, SendsBodySentencesALineEachPublishedAtNoon) {
  const Bundle bundle = Gold();
  const analysis::Report first = ToReport(bundle.reports[0]);
  EXPECT_EQ(first.headline, "Pier falls");
  EXPECT_EQ(first.body, "The “old” pier fell.\nNobody was hurt.");
  EXPECT_EQ(first.outlet, "Gull");
  EXPECT_EQ(first.publish_seconds, 1580731200);
  const analysis::Report second = ToReport(bundle.reports[1]);
  EXPECT_EQ(second.outlet, "B");
  EXPECT_FALSE(second.publish_seconds.has_value());
}

TEST(ScoreTest, APerfectAnswerScoresOne) {
  Score score;
  score.Add(Gold(), Perfect(), nullptr);
  EXPECT_EQ(score.facts().f1(), 1);
  EXPECT_EQ(score.commitment_accuracy(), 1);
  EXPECT_EQ(score.commitment_macro_f1(), 1);
  EXPECT_EQ(score.differences().f1(), 1);
}

TEST(ScoreTest, AnEmptyAnswerScoresNothing) {
  Answer empty;
  empty.claims.resize(2);
  Score score;
  score.Add(Gold(), empty, nullptr);
  EXPECT_EQ(score.facts().f1(), 0);
  EXPECT_EQ(score.facts().gold, 1);
  EXPECT_EQ(score.commitment_uncovered(), 1);
  EXPECT_EQ(score.differences().gold, 2);
}

TEST(ScoreTest, CommitmentDifferenceNeedsBothClasses) {
  Answer answer = Perfect();
  answer.differences[0].positions[1].value = "ALLEGED";
  Score score;
  score.Add(Gold(), answer, nullptr);
  EXPECT_EQ(score.kinds().at("COMMITMENT").hits, 0);
  EXPECT_EQ(score.kinds().at("OMISSION").hits, 1);
}

TEST(ScoreTest, DifferenceNeedsTwoPositionsOfTwoReports) {
  Answer answer = Perfect();
  answer.differences[0].positions = {{"ASSERTED", {0}, {{0, Body(15, 19)}}},
                                     {"HEDGED", {0}, {{0, Body(15, 19)}}}};
  Score score;
  score.Add(Gold(), answer, nullptr);
  EXPECT_EQ(score.kinds().at("COMMITMENT").hits, 0);
}

TEST(ScoreTest, OneAnswerIsMatchedOnlyOnce) {
  Bundle bundle = Gold();
  bundle.differences.push_back(bundle.differences[0]);
  Score score;
  score.Add(bundle, Perfect(), nullptr);
  EXPECT_EQ(score.kinds().at("COMMITMENT").hits, 1);
  EXPECT_EQ(score.kinds().at("COMMITMENT").gold, 2);
}

TEST(ScoreTest, MentionOfAFactCountsForTheSentenceThatHoldsMostOfIt) {
  Answer answer = Perfect();
  answer.facts[0][0].span = Body(18, 37);  // the last two letters of one, all of the next
  Score score;
  score.Add(Gold(), answer, nullptr);
  EXPECT_EQ(score.facts().hits, 0);
  EXPECT_EQ(score.facts().predicted, 1);
}

TEST(ScoreTest, PrintsALineAFigure) {
  Score score;
  score.Add(Gold(), Perfect(), nullptr);
  std::ostringstream out;
  score.Print(out);
  EXPECT_EQ(out.str(),
            "facts        P 1.000  R 1.000  F1 1.000   (1 of 1 pairs, 1 predicted)\n"
            "commitment   accuracy 1.000  macro-F1 1.000  no claim 0.000   (2 mentions)\n"
            "COMMITMENT      P 1.000  R 1.000  F1 1.000   (1 of 1, 1 predicted)\n"
            "OMISSION        P 1.000  R 1.000  F1 1.000   (1 of 1, 1 predicted)\n"
            "differences     P 1.000  R 1.000  F1 1.000   (2 of 2, 2 predicted)\n");
}

TEST(ScoreTest, DetailsNameWhatWasMissed) {
  Answer answer = Perfect();
  answer.facts.clear();
  answer.differences.pop_back();
  std::ostringstream details;
  Score score;
  score.Add(Gold(), answer, &details);
  EXPECT_THAT(details.str(), HasSubstr("pier MISSED PAIR F1 The pier fell."));
  EXPECT_THAT(details.str(), HasSubstr("B:1 It may have fallen."));
  EXPECT_THAT(details.str(), HasSubstr("pier MISSED OMISSION  | left out"));
}

}  // namespace
}  // namespace parallax::scoring
