#include "server/service/work_pool.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "server/base/mutex.h"
#include "tests/service/gate.h"

namespace parallax::service {
namespace {

using testing::Gate;

Schedule::Options Slots(int slots) {
  return {.slots = slots, .max_wait = absl::InfiniteDuration(), .first_rate = 1e6};
}

// Takes on a call of so many tokens, which must be taken on.
std::shared_ptr<WorkPool::Ticket> Submit(WorkPool* pool, double tokens, std::function<void()> task,
                                         const std::string& caller = "a") {
  auto entry = pool->Submit(caller, 1, {.tokens = tokens, .in_line = tokens},
                            absl::Now() + absl::Hours(1), [task](bool) { task(); });
  EXPECT_NE(entry.ticket, nullptr);
  return entry.ticket;
}

// Works, as far as the pool can tell, until told to stop.
void WorkUntil(const std::atomic<bool>& stop) {
  while (!stop) WorkPool::Pause();
}

TEST(WorkPoolTest, RunsEveryCallThatItTookOnBeforeStopReturns) {
  std::atomic<int> ran{0};
  WorkPool pool(Slots(3));
  for (int i = 0; i < 500; ++i) Submit(&pool, 10, [&ran] { ++ran; });
  pool.Stop();
  EXPECT_EQ(ran, 500);
  EXPECT_EQ(pool.snapshot().calls, 0u);
}

TEST(WorkPoolTest, RefusesCallsOnceStopped) {
  WorkPool pool(Slots(2));
  pool.Stop();
  const auto entry = pool.Submit("a", 1, {.tokens = 1, .in_line = 1}, absl::InfiniteFuture(),
                                 [](bool) { FAIL(); });
  EXPECT_EQ(entry.ticket, nullptr);
}

TEST(WorkPoolTest, ACallThatIsWithdrawnNeverRuns) {
  Gate started, release;
  WorkPool pool(Slots(1));
  const auto running = Submit(&pool, 10, [&] {
    started.Open();
    release.Wait();
  });
  started.Wait();
  const auto waiting = Submit(&pool, 1e6, [] { FAIL(); });
  EXPECT_FALSE(pool.Withdraw(running.get()));
  EXPECT_TRUE(pool.Withdraw(waiting.get()));
  EXPECT_FALSE(pool.Withdraw(waiting.get()));
  EXPECT_EQ(pool.snapshot().calls, 1u);
  release.Open();
  pool.Stop();
}

TEST(WorkPoolTest, ASmallCallGoesFirstWhereALargeOnePauses) {
  WorkPool pool(Slots(1));
  std::atomic<bool> stop{false};
  Submit(&pool, 1e9, [&] { WorkUntil(stop); });
  // Ends only where the large one, which goes on until then, gives its slot away.
  Gate done;
  Submit(&pool, 10, [&] { done.Open(); });
  done.Wait();
  stop = true;
  pool.Stop();
}

TEST(WorkPoolTest, LargeCallsOfTwoCallersTakeTurns) {
  WorkPool pool(Slots(1));
  // Each goes on until both have been seen at work often.
  std::atomic<int> last{0}, turns{0};
  std::atomic<bool> stop{false};
  for (const int caller : {1, 2}) {
    Submit(
        &pool, 1e9,
        [&, caller] {
          while (!stop) {
            if (last.exchange(caller) != caller && ++turns >= 20) stop = true;
            WorkPool::Pause();
          }
        },
        std::to_string(caller));
  }
  pool.Stop();
  EXPECT_GE(turns, 20);
}

TEST(WorkPoolTest, NoMorePartsWorkAtATimeThanThereAreSlots) {
  std::atomic<int> working{0}, most{0};
  WorkPool pool(Slots(2));
  for (int i = 0; i < 40; ++i) {
    Submit(&pool, 1e6, [&] {  // none of them small
      pool.ParallelFor(5, [&](size_t) {
        const int now = ++working;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --working;
      });
    });
  }
  pool.Stop();
  EXPECT_LE(most, 2);
}

TEST(WorkPoolTest, ASmallCallDoesNotWaitUntilALargeOneAsks) {
  WorkPool pool(Slots(1));
  Gate started, done;
  // Ends only where the small one runs though the only slot is never given away.
  Submit(&pool, 1e9, [&] {
    started.Open();
    done.Wait();
  });
  started.Wait();
  Submit(&pool, 10, [&] { done.Open(); });
  pool.Stop();
}

TEST(WorkPoolTest, ParallelForCallsTheBodyOnceForEachIndex) {
  for (const int slots : {1, 2, 7}) {
    WorkPool pool(Slots(slots));
    for (const size_t count : {0, 1, 2, 7, 100}) {
      std::vector<std::atomic<int>> calls(count);
      Submit(&pool, 10, [&] { pool.ParallelFor(count, [&](size_t i) { ++calls[i]; }); });
      while (pool.snapshot().calls > 0) std::this_thread::yield();
      for (const std::atomic<int>& n : calls) EXPECT_EQ(n, 1);
    }
  }
}

TEST(WorkPoolTest, ParallelForRunsBodiesAtTheSameTime) {
  // Each body waits for the other: ends only where two threads take part.
  Gate first, second;
  WorkPool pool(Slots(2));
  Submit(&pool, 10, [&] {
    pool.ParallelFor(2, [&](size_t i) {
      (i == 0 ? first : second).Open();
      (i == 0 ? second : first).Wait();
    });
  });
  pool.Stop();
}

TEST(WorkPoolTest, ParallelForEndsThoughItsHelpersWaitForTheirTurn) {
  WorkPool pool(Slots(2));
  std::atomic<int> sum{0};
  for (int i = 0; i < 50; ++i) {
    Submit(
        &pool, 10,
        [&] {
          pool.ParallelFor(4, [&](size_t) {
            const absl::Time end = absl::Now() + absl::Microseconds(200);
            while (absl::Now() < end) WorkPool::Pause();
            ++sum;
          });
        },
        std::to_string(i % 5));
  }
  pool.Stop();
  EXPECT_EQ(sum, 200);
}

TEST(WorkPoolTest, OffThePoolBodiesRunOneAfterAnother) {
  WorkPool pool(Slots(2));
  int sum = 0;
  pool.ParallelFor(5, [&sum](size_t i) { sum += static_cast<int>(i); });
  EXPECT_EQ(sum, 10);
  WorkPool::Pause();
  bool waited = false;
  WorkPool::Aside([&] { waited = true; });
  EXPECT_TRUE(waited);
  EXPECT_EQ(WorkPool::Busy(), absl::ZeroDuration());
}

TEST(WorkPoolTest, WhoStepsAsideLetsAnotherHaveTheSlot) {
  WorkPool pool(Slots(1));
  Gate other;
  Submit(&pool, 10, [&] { WorkPool::Aside([&] { other.Wait(); }); });
  Submit(&pool, 10, [&] { other.Open(); });
  pool.Stop();
}

TEST(WorkPoolTest, MoreCallsMayWaitInTheMiddleThanThereAreThreads) {
  // Each new call is smaller than all before, so that it goes first; threads run out, and calls
  // that have not begun wait until some have ended.
  WorkPool pool(Slots(2));
  std::atomic<bool> stop{false};
  std::atomic<int> ended{0};
  constexpr int kCalls = 80;
  for (int i = 0; i < kCalls; ++i) {
    Submit(&pool, 1e5 * (kCalls - i), [&] {
      WorkUntil(stop);
      ++ended;
    });
    if (i % 8 == 0) absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_LE(pool.snapshot().threads, 32u);
  stop = true;
  pool.Stop();
  EXPECT_EQ(ended, kCalls);
}

TEST(WorkPoolTest, CountsTheTimeThatAPartHadItsSlot) {
  WorkPool pool(Slots(1));
  absl::Duration aside_counted = absl::InfiniteDuration();
  Submit(&pool, 10, [&] {
    const absl::Duration before = WorkPool::Busy();
    WorkPool::Aside([] { absl::SleepFor(absl::Milliseconds(200)); });
    aside_counted = WorkPool::Busy() - before;
  });
  pool.Stop();
  EXPECT_LT(aside_counted, absl::Milliseconds(200));
}

}  // namespace
}  // namespace parallax::service
