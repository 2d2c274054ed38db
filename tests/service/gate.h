// What a test holds work up with.
#ifndef PARALLAX_TESTS_SERVICE_GATE_H_
#define PARALLAX_TESTS_SERVICE_GATE_H_

#include "server/base/mutex.h"

namespace parallax::testing {

// Opens once. Made of std::mutex, so that ThreadSanitizer understands it.
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

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_GATE_H_
