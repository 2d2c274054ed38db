#include "server/base/byte_budget.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace parallax {
namespace {

TEST(ByteBudgetTest, GivesNoMoreThanItHas) {
  ByteBudget budget(10);
  const auto first = budget.Take(7);
  EXPECT_NE(first, nullptr);
  EXPECT_EQ(budget.Take(4), nullptr);
  EXPECT_EQ(budget.left(), 3u);
  EXPECT_NE(budget.Take(3), nullptr);
}

TEST(ByteBudgetTest, AShareMayBecomeLargerAndSmaller) {
  ByteBudget budget(10);
  const auto share = budget.Take(4);
  EXPECT_TRUE(share->Resize(9));
  EXPECT_EQ(budget.left(), 1u);
  EXPECT_FALSE(share->Resize(11));
  EXPECT_EQ(share->bytes(), 9u);
  EXPECT_TRUE(share->Resize(2));
  EXPECT_EQ(budget.left(), 8u);
}

TEST(ByteBudgetTest, TakesASharesBytesBackWithItsLastOwner) {
  ByteBudget budget(10);
  std::shared_ptr<const ByteBudget::Share> first = budget.Take(10);
  auto second = first;
  first.reset();
  EXPECT_EQ(budget.left(), 0u);
  second.reset();
  EXPECT_EQ(budget.left(), 10u);
}

TEST(ByteBudgetTest, KeepsCountWhenManyTakeAtOnce) {
  ByteBudget budget(1000);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&budget] {
      for (int i = 1; i <= 2000; ++i) {
        const auto share = budget.Take(i % 600);
        EXPECT_LE(budget.left(), 1000u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(budget.left(), 1000u);
}

}  // namespace
}  // namespace parallax
