#include "server/analysis/analyzer.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "server/models/default_model.h"

namespace parallax::analysis {
namespace {

class AnalyzerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto model = DefaultModel();
    ASSERT_TRUE(model.ok()) << model.status();
    auto encoder = encoder::Encoder::Load(*model);
    ASSERT_TRUE(encoder.ok()) << encoder.status();
    encoder_ = encoder->release();
    auto analyzer = Analyzer::Create(*model, encoder_, &lexicon::Lexicon::Default());
    ASSERT_TRUE(analyzer.ok()) << analyzer.status();
    analyzer_ = analyzer->release();
  }
  static void TearDownTestSuite() {
    delete analyzer_;
    analyzer_ = nullptr;
    delete encoder_;
    encoder_ = nullptr;
  }

  static absl::StatusOr<std::shared_ptr<const Analysis>> Analyze(
      const Report& report, const CallContext& context = CallContext()) {
    return analyzer_->Analyze(report, context);
  }

  static const encoder::Encoder* encoder_;
  static const Analyzer* analyzer_;
};
const encoder::Encoder* AnalyzerTest::encoder_ = nullptr;
const Analyzer* AnalyzerTest::analyzer_ = nullptr;

Report Sample() {
  Report report;
  report.id = "a1";
  report.outlet = "The Gull";
  report.headline = "Minister resigns";
  report.body = "Foreign Minister Ada Lind resigned on Wednesday. \"I have no regrets,\" she said.";
  report.publish_seconds = 1710504000;  // Friday 2024-03-15, noon UTC
  return report;
}

TEST_F(AnalyzerTest, EveryRoomSpeaksOfTheSameTokens) {
  const auto analysis = Analyze(Sample());
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  const Analysis& a = **analysis;
  EXPECT_EQ(a.id, "a1");
  EXPECT_EQ(a.outlet, "The Gull");
  EXPECT_FALSE(a.from_html);
  EXPECT_EQ(a.document.sentences().size(), 3);
  EXPECT_EQ(a.annotation.words().size(), a.document.tokens().size());
  EXPECT_EQ(a.claims.claim_of_head.size(), a.document.tokens().size());
  EXPECT_EQ(a.entities.entity_of_token.size(), a.document.tokens().size());
  EXPECT_EQ(a.commitments.claims.size(), a.claims.claims.size());
  EXPECT_FALSE(a.claims.claims.empty());
  EXPECT_FALSE(a.attributions.attributions.empty());
}

TEST_F(AnalyzerTest, RelativeDaysCountFromTheDayOfPublication) {
  const auto analysis = Analyze(Sample());
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  ASSERT_EQ((*analysis)->values.times.size(), 1);
  EXPECT_EQ((*analysis)->values.times[0].value, "2024-03-13");
}

TEST_F(AnalyzerTest, DaysBeforeTheEpochRoundDown) {
  Report report = Sample();
  report.publish_seconds = -1;  // the last second of Wednesday 1969-12-31
  report.body = "She resigned yesterday.";
  const auto analysis = Analyze(report);
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  ASSERT_EQ((*analysis)->values.times.size(), 1);
  EXPECT_EQ((*analysis)->values.times[0].value, "1969-12-30");
}

TEST_F(AnalyzerTest, ReportsWithoutWordsAreInvalid) {
  Report report;
  report.body = " \n\n ";
  EXPECT_EQ(Analyze(report).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AnalyzerTest, TextThatIsNotUtf8IsInvalid) {
  Report report = Sample();
  report.body = "caf\xe9";
  EXPECT_EQ(Analyze(report).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AnalyzerTest, StopsWhenTheCallHasEnded) {
  const CallContext cancelled(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(Analyze(Sample(), cancelled).status().code(), absl::StatusCode::kCancelled);
  const CallContext late(absl::InfinitePast());
  EXPECT_EQ(Analyze(Sample(), late).status().code(), absl::StatusCode::kDeadlineExceeded);
}

// Counts how often it is asked, and says stop from the nth time on.
TEST_F(AnalyzerTest, ACallThatEndsAnywhereEndsTheAnalysis) {
  int asked = 0;
  const CallContext counting(absl::InfiniteFuture(), [&] {
    ++asked;
    return false;
  });
  ASSERT_TRUE(Analyze(Sample(), counting).ok());
  const int times = asked;
  ASSERT_GE(times, 7);
  for (int stop = 1; stop <= times; ++stop) {
    asked = 0;
    const CallContext stopping(absl::InfiniteFuture(), [&] { return ++asked >= stop; });
    EXPECT_EQ(Analyze(Sample(), stopping).status().code(), absl::StatusCode::kCancelled) << stop;
  }
}

}  // namespace
}  // namespace parallax::analysis
