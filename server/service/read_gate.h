// How many messages are taken in at a time: each may grow to the longest that is accepted before
// anything is known of it, so their number bounds the memory they take.
#ifndef PARALLAX_SERVER_SERVICE_READ_GATE_H_
#define PARALLAX_SERVER_SERVICE_READ_GATE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "server/base/mutex.h"

namespace parallax::service {

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class ReadGate {
 public:
  explicit ReadGate(size_t places) : free_(places) {}

  // Calls `enter` as soon as a place is free, on this thread or on one that leaves; whoever was let
  // in calls Leave once.
  void Enter(std::function<void()> enter) {
    {
      MutexLock lock(&mutex_);
      if (free_ == 0) {
        waiting_.push_back(std::move(enter));
        return;
      }
      --free_;
    }
    enter();
  }
  void Leave() {
    std::function<void()> next;
    {
      MutexLock lock(&mutex_);
      if (waiting_.empty()) {
        ++free_;
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next();
  }
  size_t waiting() const {
    MutexLock lock(&mutex_);
    return waiting_.size();
  }

 private:
  mutable Mutex mutex_;
  size_t free_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_READ_GATE_H_
