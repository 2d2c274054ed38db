// Decisions about work on a clock of the test's own: no threads, no waiting.
#include "server/service/schedule.h"

#include <map>
#include <string>

#include "gtest/gtest.h"

namespace parallax::service {
namespace {

constexpr double kRate = 1000;  // tokens a second and slot, so that a token is a millisecond
const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

Work Tokens(double tokens) { return {.tokens = tokens, .in_line = tokens}; }

class ScheduleTest : public ::testing::Test {
 protected:
  Schedule::Decision Admit(const std::string& caller, double tokens,
                           absl::Duration in = absl::Seconds(10), double weight = 1) {
    const auto decision = schedule_.Admit(caller, weight, Tokens(tokens), kStart + in, kStart);
    if (decision.call != nullptr) schedule_.Want(decision.call, false);
    return decision;
  }
  Schedule::Verdict VerdictOf(const std::string& caller, double tokens,
                              absl::Duration in = absl::Seconds(10)) {
    return Admit(caller, tokens, in).verdict;
  }
  void End(Schedule::Call* call) {
    schedule_.Unwant(call, false);
    schedule_.End(call);
  }

  Schedule schedule_{{.slots = 2, .max_wait = absl::InfiniteDuration(), .first_rate = kRate}};
};

TEST_F(ScheduleTest, TakesOnWhatCanBeDoneInTime) {
  const auto decision = Admit("a", 1000);
  EXPECT_EQ(decision.verdict, Schedule::Verdict::kTakenOn);
  EXPECT_EQ(decision.estimate, absl::Seconds(1));
  EXPECT_EQ(schedule_.backlog(), absl::Seconds(0.5));
}

TEST_F(ScheduleTest, RefusesWhatCannotBeDoneInItsTimeEvenAlone) {
  const auto decision = Admit("a", 11'000);
  EXPECT_EQ(decision.verdict, Schedule::Verdict::kTooLarge);
  EXPECT_EQ(decision.call, nullptr);
  EXPECT_EQ(decision.estimate, absl::Seconds(11));
  EXPECT_EQ(decision.available, absl::Seconds(10));
  EXPECT_EQ(schedule_.calls(), 0u);
}

TEST_F(ScheduleTest, SlotsShareWhatNeedNotBeDoneInLine) {
  const auto decision = schedule_.Admit("a", 1, {.tokens = 16'000, .in_line = 1000},
                                        kStart + absl::Seconds(10), kStart);
  EXPECT_EQ(decision.verdict, Schedule::Verdict::kTakenOn);
  EXPECT_EQ(decision.alone, absl::Seconds(8));
}

TEST_F(ScheduleTest, RefusesWhatComesTooLateForItsDeadlineAndSaysWhenItWouldNot) {
  for (int i = 0; i < 7; ++i) ASSERT_EQ(VerdictOf("a", 2000), Schedule::Verdict::kTakenOn) << i;
  const auto decision = Admit("a", 2000);
  EXPECT_EQ(decision.verdict, Schedule::Verdict::kQueueFull);
  EXPECT_EQ(decision.estimate, absl::Seconds(9));
  EXPECT_EQ(decision.retry, absl::Seconds(0.5));  // of 10 s it may plan with 8.5
  EXPECT_EQ(VerdictOf("a", 2000, absl::Seconds(20)), Schedule::Verdict::kTakenOn);
}

TEST_F(ScheduleTest, TheQueueIsBoundedInWorkWhateverTheDeadline) {
  Schedule bounded({.slots = 1, .max_wait = absl::Seconds(3), .first_rate = kRate});
  const absl::Time deadline = kStart + absl::Hours(1);
  const auto verdict = [&](double tokens) {
    return bounded.Admit("a", 1, Tokens(tokens), deadline, kStart).verdict;
  };
  EXPECT_EQ(verdict(60'000), Schedule::Verdict::kTakenOn);  // long, and waits for nothing
  EXPECT_EQ(verdict(60'000), Schedule::Verdict::kQueueFull);
  // Small ones go before it.
  for (int i = 0; i < 300; ++i) ASSERT_EQ(verdict(10), Schedule::Verdict::kTakenOn) << i;
  EXPECT_EQ(verdict(10), Schedule::Verdict::kTakenOn);
  EXPECT_EQ(verdict(10), Schedule::Verdict::kQueueFull);
}

TEST_F(ScheduleTest, WhatWouldMakeAnEarlierPromiseLateIsRefused) {
  Schedule one({.slots = 1, .max_wait = absl::InfiniteDuration(), .first_rate = kRate});
  const absl::Time deadline = kStart + absl::Seconds(10);
  ASSERT_NE(one.Admit("a", 1, Tokens(8000), deadline, kStart).call, nullptr);
  int taken = 0;
  while (one.Admit("a", 1, Tokens(100), kStart + absl::Hours(1), kStart).call != nullptr) ++taken;
  EXPECT_EQ(taken, 20);
}

TEST_F(ScheduleTest, ASmallCallGoesBeforeALargeOneOfTheSameCaller) {
  Schedule::Call* const large = Admit("a", 5000).call;
  EXPECT_EQ(schedule_.Next(false), large);
  Schedule::Call* const small = Admit("a", 10).call;
  EXPECT_EQ(schedule_.Next(false), small);
  EXPECT_TRUE(schedule_.IsToYield(*large, false));
  schedule_.Unwant(small, false);
  EXPECT_FALSE(schedule_.IsToYield(*large, false));
}

TEST_F(ScheduleTest, CallsOfOneSizeGoAsTheyCame) {
  Schedule::Call* const first = Admit("a", 500).call;
  Schedule::Call* const second = Admit("a", 500).call;
  EXPECT_EQ(schedule_.Next(false), first);
  EXPECT_TRUE(schedule_.IsToYield(*second, false));
  EXPECT_FALSE(schedule_.IsToYield(*first, false));
  End(first);
  EXPECT_EQ(schedule_.Next(false), second);
}

TEST_F(ScheduleTest, ADeadlineThatIsNearGoesFirst) {
  Admit("a", 1000, absl::Seconds(30));
  Schedule::Call* const urgent = Admit("a", 1000, absl::Seconds(3)).call;
  EXPECT_EQ(schedule_.Next(false), urgent);
}

TEST_F(ScheduleTest, TheSlotGoesToTheCallerThatHadLess) {
  Schedule::Call* const a = Admit("a", 1000).call;
  Schedule::Call* const b = Admit("b", 2000).call;
  EXPECT_EQ(schedule_.Next(false), a);
  schedule_.Used(a, absl::Milliseconds(100));
  EXPECT_EQ(schedule_.Next(false), b);
  EXPECT_TRUE(schedule_.IsToYield(*a, false));
  schedule_.Used(b, absl::Milliseconds(200));
  EXPECT_EQ(schedule_.Next(false), a);
}

TEST_F(ScheduleTest, WeightsDecideTheShares) {
  Schedule::Call* const a = Admit("a", 4000, absl::Seconds(100), 3).call;
  Schedule::Call* const b = Admit("b", 4000, absl::Seconds(100), 1).call;
  std::map<Schedule::Call*, int> turns;
  for (int i = 0; i < 400; ++i) {
    Schedule::Call* const next = schedule_.Next(false);
    ++turns[next];
    schedule_.Used(next, absl::Milliseconds(10));
  }
  EXPECT_NEAR(turns[a], 300, 5);
  EXPECT_NEAR(turns[b], 100, 5);
}

TEST_F(ScheduleTest, WhoAskedForNothingHasNoClaimOnThePast) {
  Schedule::Call* const a = Admit("a", 8000).call;
  for (int i = 0; i < 500; ++i) schedule_.Used(a, absl::Milliseconds(10));
  Schedule::Call* const b = Admit("b", 8000).call;
  schedule_.Used(b, absl::Milliseconds(50));
  EXPECT_EQ(schedule_.Next(false), a);
}

TEST_F(ScheduleTest, ACallerWithMuchInFlightDoesNotKeepAnotherOut) {
  while (VerdictOf("greedy", 100) == Schedule::Verdict::kTakenOn) {
  }
  const auto decision = Admit("modest", 100);
  EXPECT_EQ(decision.verdict, Schedule::Verdict::kTakenOn);
  EXPECT_EQ(decision.estimate, absl::Milliseconds(100));
}

TEST_F(ScheduleTest, OnlyWhatHasBegunMayGoOnWhereNothingMayBegin) {
  Schedule::Call* const begun = Admit("a", 1000).call;
  Admit("a", 10);
  schedule_.Unwant(begun, false);
  EXPECT_EQ(schedule_.Next(true), nullptr);
  schedule_.Want(begun, true);
  EXPECT_EQ(schedule_.Next(true), begun);
  EXPECT_NE(schedule_.Next(false), begun);
}

TEST_F(ScheduleTest, TheRateFollowsWorkDoneLately) {
  for (int i = 0; i < 100; ++i) schedule_.Learn(500, absl::Seconds(1));
  EXPECT_NEAR(schedule_.rate(), 500, 1);
  for (int i = 0; i < 100; ++i) schedule_.Learn(4000, absl::Seconds(1));
  EXPECT_NEAR(schedule_.rate(), 4000, 10);
}

TEST_F(ScheduleTest, ACallThatCannotBeDoneAnyMoreIsHopeless) {
  const Schedule::Call& call = *Admit("a", 1000, absl::Seconds(5)).call;
  EXPECT_FALSE(schedule_.IsHopeless(call, kStart + absl::Seconds(3.9)));
  EXPECT_TRUE(schedule_.IsHopeless(call, kStart + absl::Seconds(4.1)));
}

}  // namespace
}  // namespace parallax::service
