#include "server/commitment/reading.h"

#include <vector>

#include "gtest/gtest.h"

namespace parallax::commitment {
namespace {

// One claim over tokens 1 and 2 of four, which its layers take for asserted.
class ReadingTest : public ::testing::Test {
 protected:
  ReadingTest() {
    claims_.claims.push_back({.span = {1, 3}});
    commitments_.claims.push_back({.value = Class::kAsserted});
    logits_.resize(4);
  }

  float& Logit(uint32_t token, Class value) {
    return logits_[token][static_cast<size_t>(value) - 1];
  }
  Class Value() {
    WeighReading(claims_, logits_, &commitments_);
    return commitments_.claims[0].value;
  }

  claims::ClaimSet claims_;
  CommitmentSet commitments_;
  std::vector<ClassLogits> logits_;
};

TEST_F(ReadingTest, WhatIsReadSurelyBeatsTheLayers) {
  Logit(1, Class::kAlleged) = 9;
  EXPECT_EQ(Value(), Class::kAlleged);
}

TEST_F(ReadingTest, TheLayersDecideWhatIsReadAlike) {
  Logit(1, Class::kAlleged) = 1;
  EXPECT_EQ(Value(), Class::kAsserted);
}

TEST_F(ReadingTest, TheMeanOverTheClauseCountsAndNothingBesideIt) {
  Logit(0, Class::kDenied) = 50;
  Logit(3, Class::kDenied) = 50;
  Logit(1, Class::kHedged) = 6;
  Logit(2, Class::kHedged) = 6;
  Logit(1, Class::kNegated) = 11;  // a mean of 5.5
  EXPECT_EQ(Value(), Class::kHedged);
}

TEST_F(ReadingTest, SignalsStay) {
  commitments_.claims[0].signals.push_back({{1, 2}, "distancing-adjective"});
  Logit(1, Class::kAlleged) = 9;
  EXPECT_EQ(Value(), Class::kAlleged);
  EXPECT_EQ(commitments_.claims[0].signals.size(), 1u);
}

}  // namespace
}  // namespace parallax::commitment
