// Constructions of English under given trees: what the layers make of them, and what the heads of
// the model and the layers make of them together.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/commitment/clause_reader.h"
#include "server/commitment/commitment.h"
#include "server/encoder/encoder.h"
#include "server/models/default_model.h"
#include "tests/commitment/tree_report.h"

namespace parallax::commitment {
namespace {

class ConstructionTest : public testing::TestWithParam<Construction> {};

TEST_P(ConstructionTest, TheOutermostLayerGivesTheClass) {
  const TreeReport report = TreeReportOf(GetParam().lines);
  const CommitmentSet set = report.Read();
  const Commitment* commitment = report.Of(GetParam().word, set);
  ASSERT_NE(commitment, nullptr);
  EXPECT_EQ(Name(commitment->value), GetParam().value);
  // What is not plainly asserted says which words made it so.
  EXPECT_EQ(commitment->value == Class::kAsserted, commitment->signals.empty());
}

INSTANTIATE_TEST_SUITE_P(Constructions, ConstructionTest, testing::ValuesIn(ReadConstructions()),
                         [](const testing::TestParamInfo<Construction>& param) {
                           std::string name = param.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Shares of the constructions above that come out as expected. They were written for the layers, so
// that these floors hold what the heads read of bare sentences, and not how good either is on news.
constexpr double kRightTogether = 0.65;
constexpr double kRightOfModel = 0.5;

class ModelTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto model = DefaultModel();
    ASSERT_TRUE(model.ok()) << model.status();
    auto encoder = encoder::Encoder::Load(*model);
    ASSERT_TRUE(encoder.ok()) << encoder.status();
    encoder_ = encoder->release();
    auto reader = ClauseReader::Load(*model);
    ASSERT_TRUE(reader.ok()) << reader.status();
    reader_ = reader->release();
  }
  static void TearDownTestSuite() {
    delete encoder_;
    delete reader_;
  }

  static std::vector<TokenReading> Readings(const text::Document& document) {
    ClauseReader::Writer writer(reader_);
    const auto add = [&writer](const encoder::SentenceVectors& sentence) { writer.Add(sentence); };
    EXPECT_TRUE(encoder_->Encode(document, CallContext(), add).ok());
    return writer.Finish();
  }

  static const encoder::Encoder* encoder_;
  static const ClauseReader* reader_;
};
const encoder::Encoder* ModelTest::encoder_ = nullptr;
const ClauseReader* ModelTest::reader_ = nullptr;

TEST_F(ModelTest, HeadsAndLayersTogetherReadMostConstructions) {
  size_t right = 0;
  size_t right_of_model = 0;
  const std::vector<Construction> constructions = ReadConstructions();
  for (const Construction& construction : constructions) {
    TreeReport report = TreeReportOf(construction.lines);
    const std::vector<TokenReading> readings = Readings(report.document);
    ASSERT_EQ(readings.size(), report.document.tokens().size());
    const CommitmentSet set = report.Read(readings);
    const Commitment* commitment = report.Of(construction.word, set);
    ASSERT_NE(commitment, nullptr) << construction.name;
    right += Name(commitment->value) == construction.value ? 1 : 0;
    const size_t claim = static_cast<size_t>(commitment - set.claims.data());
    ClassLogits sums = {};
    const TokenRange clause = report.claims.claims[claim].span;
    for (uint32_t i = clause.begin; i < clause.end; ++i) {
      for (size_t c = 0; c < sums.size(); ++c) sums[c] += readings[i].classes[c];
    }
    const auto most = std::max_element(sums.begin(), sums.end());
    const auto value = static_cast<Class>(1 + (most - sums.begin()));
    right_of_model += Name(value) == construction.value ? 1 : 0;
  }
  const auto share = [&](size_t count) {
    return static_cast<double>(count) / static_cast<double>(constructions.size());
  };
  RecordProperty("together", static_cast<int>(right));
  RecordProperty("model", static_cast<int>(right_of_model));
  EXPECT_GE(share(right), kRightTogether) << right << " of " << constructions.size();
  EXPECT_GE(share(right_of_model), kRightOfModel)
      << right_of_model << " of " << constructions.size();
}

TEST_F(ModelTest, WhatFailedIsLessLikelyThanWhatWasDone) {
  const auto happened = [](const std::string& name) {
    for (const Construction& construction : ReadConstructions()) {
      if (construction.name != name) continue;
      const TreeReport report = TreeReportOf(construction.lines);
      const CommitmentSet set = report.Read(Readings(report.document));
      return report.Of(construction.word, set)->factuality;
    }
    return 0.0f;
  };
  EXPECT_GT(happened("asserted"), 0);
  EXPECT_LT(happened("failed"), happened("asserted"));
  EXPECT_LT(happened("negation"), happened("asserted"));
  EXPECT_LT(happened("condition"), happened("asserted"));
}

TEST_F(ModelTest, TheSameSentenceReadsAlikeTwice) {
  const TreeReport report = TreeReportOf(ReadConstructions().front().lines);
  const std::vector<TokenReading> once = Readings(report.document);
  const std::vector<TokenReading> again = Readings(report.document);
  ASSERT_EQ(once.size(), again.size());
  for (size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].happened, again[i].happened);
    EXPECT_EQ(once[i].classes, again[i].classes);
  }
}

}  // namespace
}  // namespace parallax::commitment
