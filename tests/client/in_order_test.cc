#include "client/internal/in_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace parallax::client {
namespace {

TEST(InOrder, WritesInTheOrderOfTheTasks) {
  int given = 0;
  std::vector<std::string> written;
  RunInOrder(
      4, 8,
      [&]() -> Task {
        if (given == 200) return nullptr;
        return [number = given++] {
          // Those that come first take longest.
          volatile int work = 0;
          for (int i = 0; i < (number % 7 == 0 ? 200000 : 10); ++i) work = work + 1;
          return absl::StrCat(number);
        };
      },
      [&](const std::string& line) {
        written.push_back(line);
        return true;
      });
  ASSERT_EQ(written.size(), 200);
  for (size_t i = 0; i < written.size(); ++i) ASSERT_EQ(written[i], absl::StrCat(i));
}

// The first task ends only once all others that may be taken meanwhile have been taken.
TEST(InOrder, HoldsNoMoreThanItsWindowAndWorksAtTheSameTime) {
  std::mutex mutex;
  std::condition_variable changed;
  int taken = 0;
  size_t written = 0;
  size_t most = 0;
  RunInOrder(
      3, 5,
      [&]() -> Task {
        const std::lock_guard<std::mutex> lock(mutex);
        if (taken == 20) return nullptr;
        const int number = taken++;
        most = std::max(most, static_cast<size_t>(taken) - written);
        changed.notify_all();
        return [&, number]() -> std::string {
          if (number == 0) {
            std::unique_lock<std::mutex> waiting(mutex);
            changed.wait(waiting, [&] { return taken == 5; });
          }
          return "x";
        };
      },
      [&](const std::string&) {
        const std::lock_guard<std::mutex> lock(mutex);
        ++written;
        return true;
      });
  EXPECT_EQ(written, 20);
  EXPECT_EQ(most, 5);
}

TEST(InOrder, EndsWhereNothingCanBeWritten) {
  int given = 0;
  int written = 0;
  RunInOrder(
      2, 4, [&]() -> Task { return [number = given++] { return absl::StrCat(number); }; },
      [&](const std::string&) { return ++written < 3; });
  EXPECT_EQ(written, 3);
  EXPECT_LE(given, 7) << "what was under way, and no more";
}

TEST(InOrder, DoesNothingWithoutTasks) {
  RunInOrder(
      4, 1, []() -> Task { return nullptr; },
      [](const std::string&) {
        ADD_FAILURE();
        return true;
      });
}

}  // namespace
}  // namespace parallax::client
