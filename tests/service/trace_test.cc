#include "server/service/trace.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace parallax::service {
namespace {

using ::testing::EndsWith;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(TraceTest, TakesUpWhatTheCallerGave) {
  const CallIds ids = MakeCallIds("desk-17", std::string("00-") + kTrace + "-00f067aa0ba902b7-01");
  EXPECT_EQ(ids.request_id, "desk-17");
  EXPECT_EQ(ids.trace_id, kTrace);
  EXPECT_THAT(ids.trace_parent, StartsWith(std::string("00-") + kTrace + "-"));
  EXPECT_THAT(ids.trace_parent, EndsWith("-01"));
  EXPECT_THAT(ids.trace_parent, Not(::testing::HasSubstr("00f067aa0ba902b7")));
}

TEST(TraceTest, MakesIdsWhereNoneCame) {
  const CallIds ids = MakeCallIds("", "");
  EXPECT_THAT(ids.request_id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(ids.trace_parent, MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
  EXPECT_NE(MakeCallIds("", "").request_id, ids.request_id);
}

TEST(TraceTest, WhatIsNotWellFormedCountsAsNothing) {
  EXPECT_THAT(MakeCallIds("two words", "").request_id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(MakeCallIds(std::string(65, 'x'), "").request_id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(MakeCallIds("a\nb", "").request_id, MatchesRegex("[0-9a-f]{16}"));
  const std::string trace = kTrace;
  for (const std::string& parent :
       {trace, "00-" + trace + "-00f067aa0ba902b7", "ff-" + trace + "-00f067aa0ba902b7-01",
        "00-" + std::string(32, '0') + "-00f067aa0ba902b7-01",
        "00-" + trace + "-0000000000000000-01", "00-" + trace + "-00F067AA0BA902B7-01",
        "00-" + trace + "-00f067aa0ba902b7-01-more", "00_" + trace + "-00f067aa0ba902b7-01"}) {
    EXPECT_NE(MakeCallIds("", parent).trace_id, trace) << parent;
  }
  // A version to come may say more.
  EXPECT_EQ(MakeCallIds("", "01-" + trace + "-00f067aa0ba902b7-01-more").trace_id, trace);
}

}  // namespace
}  // namespace parallax::service
