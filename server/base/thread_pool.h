// A fixed number of threads behind a bounded queue. Whoever hands in work learns at once whether it
// was taken on, so that an overloaded server can say so instead of growing a backlog.
#ifndef PARALLAX_SERVER_BASE_THREAD_POOL_H_
#define PARALLAX_SERVER_BASE_THREAD_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "server/base/mutex.h"

namespace parallax {

// Neither copyable nor movable. Thread safety: all methods but Stop are safe for concurrent use by
// multiple threads without any external synchronization, tasks of the pool itself included.
class ThreadPool {
 public:
  using Task = absl::AnyInvocable<void()>;

  // REQUIRES: threads >= 1. At most `max_queued` tasks wait for a thread.
  ThreadPool(size_t threads, size_t max_queued);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();  // Stop()

  // Takes on `task` and returns true, or returns false and leaves `task` as it is: the queue is
  // full, or the pool is stopping. Tasks start in the order they were taken on.
  [[nodiscard]] bool TrySubmit(Task&& task);

  // Runs body(0) ... body(count - 1), on the calling thread and on threads of the pool that are
  // free, and returns when all have ended. The caller works too and waits only for bodies that are
  // running already, so a task of the pool may call this, and so may a body. Does not count against
  // the queue, and goes before what waits there: work begun is finished first.
  void ParallelFor(size_t count, const std::function<void(size_t)>& body);

  size_t threads() const { return threads_.size(); }
  // Tasks that wait for a thread.
  size_t queued() const;

  // Takes on nothing more, runs what is queued, and returns when all threads have ended. Must not
  // be called by a task of the pool. Later calls do nothing.
  void Stop();

 private:
  class Fan;

  void Run();

  const size_t max_queued_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mutex_);
  // Fans that still want a thread, once for each thread they want. Bounded by the threads of the
  // pool for each running task.
  std::deque<std::shared_ptr<Fan>> fans_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // written by the constructor and Stop alone
};

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_THREAD_POOL_H_
