#include "server/base/thread_pool.h"

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace parallax {
namespace {

// Opens once. Of std::mutex, so that ThreadSanitizer understands it.
class Gate {
 public:
  void Open() {
    MutexLock lock(&mutex_);
    open_ = true;
    changed_.SignalAll();
  }
  void Wait() {
    MutexLock lock(&mutex_);
    while (!open_) changed_.Wait(&mutex_);
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST(ThreadPoolTest, RunsEveryTaskThatItTookOnBeforeStopReturns) {
  std::atomic<int> ran{0};
  ThreadPool pool(3, 1000);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&ran] { ++ran; }));
  }
  pool.Stop();
  EXPECT_EQ(ran, 500);
}

TEST(ThreadPoolTest, RefusesWhatExceedsTheQueueAndLeavesTheTaskUsable) {
  Gate started, release;
  ThreadPool pool(1, 2);
  ASSERT_TRUE(pool.TrySubmit([&] {
    started.Open();
    release.Wait();
  }));
  started.Wait();
  ASSERT_TRUE(pool.TrySubmit([] {}));
  ASSERT_TRUE(pool.TrySubmit([] {}));
  EXPECT_EQ(pool.queued(), 2u);
  bool ran = false;
  ThreadPool::Task third = [&ran] { ran = true; };
  EXPECT_FALSE(pool.TrySubmit(std::move(third)));
  third();  // NOLINT(bugprone-use-after-move): refused, hence not moved from
  EXPECT_TRUE(ran);
  release.Open();
}

TEST(ThreadPoolTest, RefusesTasksOnceStopped) {
  ThreadPool pool(2, 10);
  pool.Stop();
  EXPECT_FALSE(pool.TrySubmit([] {}));
}

TEST(ThreadPoolTest, StartsTasksInTheOrderTheyCame) {
  std::vector<int> order;
  ThreadPool pool(1, 100);
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&order, i] { order.push_back(i); }));
  }
  pool.Stop();
  std::vector<int> expected(50);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(ThreadPoolTest, ParallelForCallsTheBodyOnceForEachIndex) {
  for (const size_t threads : {1, 2, 7}) {
    ThreadPool pool(threads, 0);
    for (const size_t count : {0, 1, 2, 7, 100}) {
      std::vector<std::atomic<int>> calls(count);
      pool.ParallelFor(count, [&calls](size_t i) { ++calls[i]; });
      for (const std::atomic<int>& n : calls) EXPECT_EQ(n, 1);
    }
  }
}

TEST(ThreadPoolTest, ParallelForRunsBodiesAtTheSameTime) {
  // Each body waits for the other: ends only where two threads take part.
  Gate first, second;
  ThreadPool pool(2, 0);
  pool.ParallelFor(2, [&](size_t i) {
    (i == 0 ? first : second).Open();
    (i == 0 ? second : first).Wait();
  });
}

TEST(ThreadPoolTest, ParallelForEndsWhereEveryThreadOfThePoolIsBusy) {
  Gate release;
  std::atomic<int> busy{0};
  ThreadPool pool(2, 4);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(pool.TrySubmit([&] {
      ++busy;
      release.Wait();
    }));
  }
  while (busy != 2) std::this_thread::yield();
  int sum = 0;  // by the calling thread alone
  pool.ParallelFor(5, [&sum](size_t i) { sum += static_cast<int>(i); });
  EXPECT_EQ(sum, 10);
  release.Open();
}

TEST(ThreadPoolTest, TasksAndBodiesMayFanOutInTheirTurn) {
  std::atomic<int> leaves{0};
  ThreadPool pool(3, 64);
  for (int task = 0; task < 20; ++task) {
    ASSERT_TRUE(pool.TrySubmit([&] {
      pool.ParallelFor(4, [&](size_t) { pool.ParallelFor(5, [&](size_t) { ++leaves; }); });
    }));
  }
  pool.Stop();
  EXPECT_EQ(leaves, 20 * 4 * 5);
}

TEST(ThreadPoolTest, WorkBegunGoesBeforeWorkThatWaits) {
  Gate hold_first, hold_second;
  std::atomic<bool> queued_ran{false}, queued_ran_before_body{false};
  ThreadPool pool(2, 4);
  std::atomic<int> busy{0};
  ASSERT_TRUE(pool.TrySubmit([&] {
    ++busy;
    hold_first.Wait();
    Gate a, b;
    pool.ParallelFor(2, [&](size_t i) {
      if (queued_ran) queued_ran_before_body = true;
      // The fan now wants a second thread; the one that becomes free must not take the queued task.
      if (i == 0) hold_second.Open();
      (i == 0 ? a : b).Open();
      (i == 0 ? b : a).Wait();
    });
  }));
  ASSERT_TRUE(pool.TrySubmit([&] {
    ++busy;
    hold_second.Wait();
  }));
  while (busy != 2) std::this_thread::yield();
  ASSERT_TRUE(pool.TrySubmit([&] { queued_ran = true; }));
  hold_first.Open();
  pool.Stop();
  EXPECT_TRUE(queued_ran);
  EXPECT_FALSE(queued_ran_before_body);
}

TEST(ThreadPoolTest, HandlesManyCallersAtOnce) {
  std::atomic<int> ran{0};
  ThreadPool pool(4, 16);
  std::atomic<int> taken{0};
  std::vector<std::thread> callers;
  callers.reserve(4);
  for (int c = 0; c < 4; ++c) {
    callers.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        if (pool.TrySubmit([&] { pool.ParallelFor(3, [&](size_t) { ++ran; }); })) ++taken;
        pool.ParallelFor(2, [&](size_t) { ++ran; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  pool.Stop();
  EXPECT_EQ(ran, 3 * taken + 4 * 300 * 2);
}

}  // namespace
}  // namespace parallax
