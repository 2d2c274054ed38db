#include "server/framing/internal/figures.h"

#include <limits>

#include "gtest/gtest.h"

namespace parallax::framing {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

values::Quantity Exactly(double value) { return {.low = value, .high = value}; }
values::Quantity Between(double low, double high) { return {.low = low, .high = high}; }
values::Quantity About(double value) { return {.low = value, .high = value, .approximate = true}; }

TEST(FiguresTest, FiguresThatCanBothHoldAreCompatible) {
  EXPECT_TRUE(Compatible(Exactly(8), Exactly(8)));
  EXPECT_TRUE(Compatible(About(20), Exactly(21)));
  EXPECT_TRUE(Compatible(Between(7, kInfinite), Exactly(9)));  // "at least 7"
  EXPECT_TRUE(Compatible(Between(0, 30), Exactly(12)));        // "up to 30"
  EXPECT_TRUE(Compatible(Exactly(43'000'000), Exactly(43'885'310)));
  EXPECT_TRUE(Compatible(Exactly(1'200'000), Exactly(1'234'567)));
}

TEST(FiguresTest, FiguresThatCannotBothHoldAreNot) {
  EXPECT_FALSE(Compatible(Exactly(8), Exactly(10)));
  EXPECT_FALSE(Compatible(About(20), Exactly(31)));
  EXPECT_FALSE(Compatible(Between(7, kInfinite), Exactly(5)));
  EXPECT_FALSE(Compatible(Exactly(43'000'000), Exactly(45'885'310)));
  EXPECT_FALSE(Compatible(Exactly(30), Exactly(34)));  // cut to one digit says too little
}

TEST(FiguresTest, ApartIsAPartOfTheLarger) {
  EXPECT_DOUBLE_EQ(Apart(Exactly(8), Exactly(8)), 0);
  EXPECT_DOUBLE_EQ(Apart(Exactly(8), Exactly(10)), 0.2);
  EXPECT_DOUBLE_EQ(Apart(Exactly(10), Exactly(8)), 0.2);
  EXPECT_DOUBLE_EQ(Apart(Exactly(0), Exactly(4)), 1);
}

}  // namespace
}  // namespace parallax::framing
