#include "server/base/thread_pool.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace parallax {

// One ParallelFor under way. Shared with the threads that were asked to help, which may look at it
// after the caller has gone; `body_` is called only while the caller still waits.
class ThreadPool::Fan {
 public:
  Fan(size_t count, const std::function<void(size_t)>* body) : count_(count), body_(body) {}

  // Runs bodies until none is left to start.
  void Work() {
    for (;;) {
      size_t index;
      {
        MutexLock lock(&mutex_);
        if (next_ == count_) return;
        index = next_++;
      }
      (*body_)(index);
      MutexLock lock(&mutex_);
      if (++ended_ == count_) all_ended_.SignalAll();
    }
  }

  void Wait() {
    MutexLock lock(&mutex_);
    while (ended_ != count_) all_ended_.Wait(&mutex_);
  }

 private:
  const size_t count_;
  const std::function<void(size_t)>* const body_;
  Mutex mutex_;
  CondVar all_ended_;
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t ended_ ABSL_GUARDED_BY(mutex_) = 0;
};

ThreadPool::ThreadPool(size_t threads, size_t max_queued) : max_queued_(max_queued) {
  assert(threads >= 1);
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

ThreadPool::~ThreadPool() { Stop(); }

bool ThreadPool::TrySubmit(Task&& task) {
  MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= max_queued_) return false;
  queue_.push_back(std::move(task));
  wake_.Signal();
  return true;
}

void ThreadPool::ParallelFor(size_t count, const std::function<void(size_t)>& body) {
  if (count == 0) return;
  const auto fan = std::make_shared<Fan>(count, &body);
  const size_t helpers = std::min(count, threads_.size()) - 1;
  if (helpers > 0) {
    MutexLock lock(&mutex_);
    fans_.insert(fans_.end(), helpers, fan);
    wake_.SignalAll();
  }
  fan->Work();
  if (helpers > 0) {
    // Threads that never came are not waited for, nor left to find an empty fan.
    MutexLock lock(&mutex_);
    fans_.erase(std::remove(fans_.begin(), fans_.end(), fan), fans_.end());
  }
  fan->Wait();
}

size_t ThreadPool::queued() const {
  MutexLock lock(&mutex_);
  return queue_.size();
}

void ThreadPool::Stop() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void ThreadPool::Run() {
  for (;;) {
    Task task;
    std::shared_ptr<Fan> fan;
    {
      MutexLock lock(&mutex_);
      while (fans_.empty() && queue_.empty() && !stopping_) wake_.Wait(&mutex_);
      if (!fans_.empty()) {
        fan = std::move(fans_.front());
        fans_.pop_front();
      } else if (!queue_.empty()) {
        task = std::move(queue_.front());
        queue_.pop_front();
      } else {
        return;
      }
    }
    if (fan != nullptr) {
      fan->Work();
    } else {
      task();
    }
  }
}

}  // namespace parallax
