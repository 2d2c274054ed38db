// What holds of the values of any report.
#include "server/values/values.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/language/random_report.h"
#include "tests/values/value_fixture.h"

namespace parallax::values {
namespace {

void CheckInvariants(const language::AnnotatedReport& report, const ValueSet& set) {
  const uint32_t size = static_cast<uint32_t>(report.document.tokens().size());
  const auto in_one_sentence = [&](TokenRange range) {
    return report.document.sentence_of(range.begin).tokens.Contains(range);
  };
  uint32_t end = 0;
  for (const Quantity& quantity : set.quantities) {
    ASSERT_GE(quantity.tokens.begin, end);
    ASSERT_LT(quantity.tokens.begin, quantity.tokens.end);
    end = quantity.tokens.end;
    ASSERT_LE(end, size);
    ASSERT_TRUE(in_one_sentence(quantity.tokens));
    ASSERT_LE(quantity.low, quantity.high);
    ASSERT_TRUE(quantity.counted == language::kNoToken || quantity.counted < size);
  }
  end = 0;
  for (const TimeExpression& time : set.times) {
    ASSERT_GE(time.tokens.begin, end);
    ASSERT_LT(time.tokens.begin, time.tokens.end);
    end = time.tokens.end;
    ASSERT_LE(end, size);
    ASSERT_TRUE(in_one_sentence(time.tokens));
    ASSERT_FALSE(time.value.empty());
    ASSERT_EQ(time.first_day.has_value(), time.last_day.has_value());
    ASSERT_LE(time.first_day.value_or(0), time.last_day.value_or(0));
  }
}

TEST(ValuesPropertyTest, ValuesOfAnyTreeAreWellFormed) {
  const uint64_t first = language::TestSeed();
  RecordProperty("seed", std::to_string(first));
  for (uint64_t seed = first; seed < first + 2000; ++seed) {
    SCOPED_TRACE("PARALLAX_TEST_SEED=" + std::to_string(seed));
    const language::AnnotatedReport report = language::RandomReport(seed);
    const absl::StatusOr<ValueSet> set =
        FindValues(report.document, report.annotation, 18906, CallContext());
    ASSERT_TRUE(set.ok()) << set.status();
    CheckInvariants(report, *set);
    if (HasFatalFailure()) return;
  }
}

TEST(ValuesTest, AnEmptyReportHasNoValues) {
  const absl::StatusOr<ValueSet> set =
      FindValues(text::Document(), language::Annotation({}, "", {}), absl::nullopt, CallContext());
  ASSERT_TRUE(set.ok());
  EXPECT_TRUE(set->quantities.empty());
  EXPECT_TRUE(set->times.empty());
}

TEST(ValuesTest, ALengthOfTimeIsBothAQuantityAndATime) {
  const ReadReport read = ReadBody(
      "It/PRP/2/nsubj burned/burn/VBD/0/root for/IN/5/case two/CD/5/nummod days/day/NNS/2/obl");
  ASSERT_EQ(read.set.quantities.size(), 1u);
  ASSERT_EQ(read.set.times.size(), 1u);
  EXPECT_EQ(read.set.quantities[0].kind, QuantityKind::kDuration);
  EXPECT_EQ(read.set.times[0].kind, TimeKind::kDuration);
}

TEST(ValuesTest, ACancelledCallGivesItsError) {
  const language::AnnotatedReport report =
      language::ReportOf("He/PRP/2/nsubj fled/flee/VBD/0/root");
  const CallContext cancelled(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(
      FindValues(report.document, report.annotation, absl::nullopt, cancelled).status().code(),
      absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace parallax::values
