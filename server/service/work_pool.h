// Threads that take turns: calls are taken on or refused by a Schedule, and of their parts no more
// work at a time than there are slots, and one of a small call for a moment. A part asks at every
// Pause whether its slot is due to another call, and waits there until its turn comes again; so a
// call is cut as finely as it asks.
#ifndef PARALLAX_SERVER_SERVICE_WORK_POOL_H_
#define PARALLAX_SERVER_SERVICE_WORK_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/service/schedule.h"

namespace parallax::service {

// Neither copyable nor movable. Thread safety: all methods but Stop are safe for concurrent use by
// multiple threads without any external synchronization.
class WorkPool {
 public:
  // What is done once the call's turn has come. `in_time`: it can still end by its deadline, as far
  // as can be told; where not, it had better end at once.
  using Task = absl::AnyInvocable<void(bool in_time)>;

  // A call on its way. Outlives the call where somebody holds it.
  class Ticket;

  struct Entry {
    Schedule::Decision decision;     // `call` is not to be used
    std::shared_ptr<Ticket> ticket;  // nullptr where the call was refused, or the pool is stopping
  };

  // REQUIRES: schedule.slots >= 1.
  explicit WorkPool(const Schedule::Options& schedule);
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;
  ~WorkPool();  // Stop()

  // Takes the call on, or says why not; see Schedule::Admit. `task` runs once, on a thread of the
  // pool, unless the call is withdrawn before.
  Entry Submit(absl::string_view caller, double weight, const Work& work, absl::Time deadline,
               Task task);
  // Whether the call had not begun; its task, which has then not run, never does.
  bool Withdraw(Ticket* ticket);

  // For use by tasks and what they call. Anywhere else ParallelFor runs one body after another and
  // the others do nothing.

  // Runs body(0) ... body(count - 1), on this thread and, as the call's turn comes, on others, and
  // returns when all have ended. Bodies must not throw.
  void ParallelFor(size_t count, const std::function<void(size_t)>& body);
  // Lets other calls go first where it is their turn. Cheap; not to be called under a lock.
  static void Pause();
  // Gives the slot away while `wait` waits for another call.
  static void Aside(const std::function<void()>& wait);
  // How long this thread has had a slot for what it is at.
  static absl::Duration Busy();

  // So many tokens took so long on one slot.
  void Learn(double tokens, absl::Duration busy);

  struct Snapshot {
    size_t slots = 0;
    size_t working = 0;  // slots in use
    size_t calls = 0;    // taken on and not ended
    size_t callers = 0;  // of these
    size_t threads = 0;
    absl::Duration backlog;  // what is taken on, as time of all slots
    double tokens_per_second = 0;
    absl::Time moved;  // when a part last asked for its turn, began or ended
  };
  Snapshot snapshot() const;
  size_t slots() const { return slots_; }

  // Takes nothing more on, does what it has taken on, and returns when all threads have ended. Must
  // not be called by a task. Later calls do nothing.
  void Stop();

 private:
  struct Part;
  class Fan;

  void Run();
  void StartThread() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Begin(Part* part, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Dispatch(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Charge(Part* part, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveAway(Part* part, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AwaitTurn(Part* part, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LookAround(Part* part, absl::Time now);
  bool MayBegin() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return begun_ < max_threads_; }

  const size_t slots_;
  const size_t max_threads_;
  mutable Mutex mutex_;
  CondVar work_;  // to_begin_ or stopping_ has changed
  Schedule schedule_ ABSL_GUARDED_BY(mutex_);
  struct Parts {
    size_t alive = 0;
    // Those that want a slot, in order.
    std::deque<Part*> begun;
    std::deque<std::unique_ptr<Part>> fresh;
  };
  std::map<Schedule::Call*, Parts> calls_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::unique_ptr<Part>> to_begin_ ABSL_GUARDED_BY(mutex_);  // have a slot, no thread
  size_t working_ ABSL_GUARDED_BY(mutex_) = 0;                          // slots in use
  size_t begun_ ABSL_GUARDED_BY(mutex_) = 0;  // parts that hold a thread, or are to get one
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time moved_ ABSL_GUARDED_BY(mutex_);
  size_t thread_count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);  // less those that Stop joins
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_WORK_POOL_H_
