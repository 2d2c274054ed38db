#include "server/service/work_pool.h"

#include <algorithm>
#include <cassert>
#include <system_error>
#include <utility>

#include "absl/time/clock.h"

namespace parallax::service {
namespace {

// Between two looks whether a slot is due to another call.
constexpr absl::Duration kLook = absl::Milliseconds(1);
// A part works at least this long before it gives its slot away: changing costs some 20 us.
constexpr absl::Duration kLeastTurn = absl::Milliseconds(2);
// Parts that have begun and wait keep their thread and what they were at; beyond this many a call
// is not begun while another waits in the middle.
constexpr size_t kThreadsBesideSlots = 30;

}  // namespace

class WorkPool::Ticket {
 public:
  explicit Ticket(Task task) : task(std::move(task)) {}
  // All under the pool's lock.
  Task task;
  Schedule::Call* call = nullptr;  // nullptr once it has begun or was withdrawn
};

// One thread's worth of a call.
struct WorkPool::Part {
  WorkPool* pool = nullptr;
  Schedule::Call* call = nullptr;
  std::shared_ptr<Ticket> ticket;  // of the call's first part
  std::shared_ptr<Fan> fan;        // of the others
  CondVar turn;
  bool has_slot = false;  // under the pool's lock
  // Of the thread that runs it.
  absl::Time since;  // up to here its time is counted
  absl::Time began_turn;
  absl::Time next_look;
  absl::Duration busy;
};

namespace {
thread_local void* current_part = nullptr;
}  // namespace

// One ParallelFor under way. Shared with parts that may come after the caller has gone; `body_` is
// called only while the caller still waits.
class WorkPool::Fan {
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
      {
        MutexLock lock(&mutex_);
        if (++ended_ == count_) all_ended_.SignalAll();
        if (next_ == count_) return;
      }
      Pause();
    }
  }
  bool HasEnded() {
    MutexLock lock(&mutex_);
    return ended_ == count_;
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

WorkPool::WorkPool(const Schedule::Options& schedule)
    : slots_(static_cast<size_t>(schedule.slots)),
      max_threads_(slots_ + kThreadsBesideSlots),
      schedule_(schedule),
      moved_(absl::Now()) {
  assert(schedule.slots >= 1);
  MutexLock lock(&mutex_);
  for (size_t i = 0; i < slots_; ++i) StartThread();
}

WorkPool::~WorkPool() { Stop(); }

WorkPool::Entry WorkPool::Submit(absl::string_view caller, double weight, const Work& work,
                                 absl::Time deadline, Task task) {
  Entry entry;
  // Made before anything is taken on: memory may run out.
  auto ticket = std::make_shared<Ticket>(std::move(task));
  auto part = std::make_unique<Part>();
  const absl::Time now = absl::Now();
  MutexLock lock(&mutex_);
  if (stopping_) {
    entry.decision.verdict = Schedule::Verdict::kQueueFull;
    return entry;
  }
  entry.decision = schedule_.Admit(caller, weight, work, deadline, now);
  Schedule::Call* const call = entry.decision.call;
  if (call == nullptr) return entry;
  ticket->call = call;
  part->pool = this;
  part->call = call;
  part->ticket = ticket;
  Parts& parts = calls_[call];
  parts.fresh.push_back(std::move(part));
  parts.alive = 1;
  schedule_.Want(call, false);
  Dispatch(now);
  entry.ticket = std::move(ticket);
  return entry;
}

bool WorkPool::Withdraw(Ticket* ticket) {
  Task task;  // ends outside the lock
  MutexLock lock(&mutex_);
  Schedule::Call* const call = std::exchange(ticket->call, nullptr);
  if (call == nullptr) return false;
  task = std::move(ticket->task);
  schedule_.Unwant(call, false);
  calls_.erase(call);
  schedule_.End(call);
  if (stopping_) work_.SignalAll();
  return true;
}

void WorkPool::StartThread() {
  try {
    threads_.emplace_back([this] { Run(); });
    ++thread_count_;
  } catch (const std::system_error&) {
    // Those that are there will come to it.
  }
}

void WorkPool::Dispatch(absl::Time now) {
  // One part more than there are slots may work where its call is small: some 10 ms go by before a
  // large call asks whether its slot is due to another, and the first that asks then gives its
  // away.
  while (working_ <= slots_) {
    Schedule::Call* const call = schedule_.Next(!MayBegin());
    if (call == nullptr || (working_ == slots_ && !schedule_.IsSmall(*call))) return;
    Parts& parts = calls_[call];
    ++working_;
    if (!parts.begun.empty()) {
      Part* const part = parts.begun.front();
      parts.begun.pop_front();
      schedule_.Unwant(call, true);
      part->has_slot = true;
      part->turn.Signal();
    } else {
      std::unique_ptr<Part> part = std::move(parts.fresh.front());
      parts.fresh.pop_front();
      schedule_.Unwant(call, false);
      if (part->ticket != nullptr) part->ticket->call = nullptr;
      part->has_slot = true;
      ++begun_;
      to_begin_.push_back(std::move(part));
      if (begun_ > thread_count_) StartThread();
      work_.Signal();
    }
    moved_ = now;
  }
}

void WorkPool::Charge(Part* part, absl::Time now) {
  const absl::Duration busy = now - part->since;
  part->since = now;
  part->busy += busy;
  schedule_.Used(part->call, busy);
  moved_ = now;
}

void WorkPool::GiveAway(Part* part, absl::Time now) {
  Charge(part, now);
  part->has_slot = false;
  --working_;
}

// REQUIRES: the part has no slot.
void WorkPool::AwaitTurn(Part* part, absl::Time now) {
  calls_[part->call].begun.push_back(part);
  schedule_.Want(part->call, true);
  Dispatch(now);
  while (!part->has_slot) part->turn.Wait(&mutex_);
  Begin(part, absl::Now());
}

void WorkPool::Begin(Part* part, absl::Time now) {
  part->since = now;
  part->began_turn = now;
  part->next_look = now + kLook;
}

void WorkPool::Run() {
  for (;;) {
    std::unique_ptr<Part> part;
    bool in_time = true;
    {
      MutexLock lock(&mutex_);
      while (to_begin_.empty() && !stopping_) work_.Wait(&mutex_);
      if (to_begin_.empty()) {
        if (calls_.empty()) return;
        work_.Wait(&mutex_);
        continue;
      }
      part = std::move(to_begin_.front());
      to_begin_.pop_front();
      const absl::Time now = absl::Now();
      Begin(part.get(), now);
      in_time = part->ticket == nullptr || !schedule_.IsHopeless(*part->call, now);
    }
    current_part = part.get();
    if (part->ticket != nullptr) {
      part->ticket->task(in_time);
      part->ticket->task = nullptr;
    } else {
      part->fan->Work();
    }
    current_part = nullptr;
    MutexLock lock(&mutex_);
    const absl::Time now = absl::Now();
    GiveAway(part.get(), now);
    --begun_;
    const auto parts = calls_.find(part->call);
    if (--parts->second.alive == 0) {
      calls_.erase(parts);
      schedule_.End(part->call);
    }
    Dispatch(now);
    if (stopping_) work_.SignalAll();
  }
}

void WorkPool::LookAround(Part* part, absl::Time now) {
  MutexLock lock(&mutex_);
  Charge(part, now);
  part->next_look = now + kLook;
  const bool one_too_many = working_ > slots_ && !schedule_.IsSmall(*part->call);
  if (!one_too_many) {
    if (now - part->began_turn < kLeastTurn) return;
    if (!schedule_.IsToYield(*part->call, !MayBegin())) return;
  }
  GiveAway(part, now);
  AwaitTurn(part, now);
}

void WorkPool::Pause() {
  auto* const part = static_cast<Part*>(current_part);
  if (part == nullptr) return;
  const absl::Time now = absl::Now();
  if (now >= part->next_look) part->pool->LookAround(part, now);
}

void WorkPool::Aside(const std::function<void()>& wait) {
  auto* const part = static_cast<Part*>(current_part);
  if (part == nullptr) return wait();
  WorkPool* const pool = part->pool;
  {
    MutexLock lock(&pool->mutex_);
    const absl::Time now = absl::Now();
    pool->GiveAway(part, now);
    part->next_look = absl::InfiniteFuture();  // `wait` may pause, and has no slot to give
    pool->Dispatch(now);
  }
  wait();
  MutexLock lock(&pool->mutex_);
  pool->AwaitTurn(part, absl::Now());
}

absl::Duration WorkPool::Busy() {
  auto* const part = static_cast<Part*>(current_part);
  if (part == nullptr) return absl::ZeroDuration();
  return part->busy + (absl::Now() - part->since);
}

void WorkPool::ParallelFor(size_t count, const std::function<void(size_t)>& body) {
  auto* const part = static_cast<Part*>(current_part);
  if (part == nullptr || part->pool != this || count < 2) {
    for (size_t i = 0; i < count; ++i) body(i);
    return;
  }
  const auto fan = std::make_shared<Fan>(count, &body);
  const size_t helpers = std::min(count, slots_) - 1;
  if (helpers > 0) {
    MutexLock lock(&mutex_);
    Parts& parts = calls_[part->call];
    for (size_t i = 0; i < helpers; ++i) {
      auto helper = std::make_unique<Part>();
      helper->pool = this;
      helper->call = part->call;
      helper->fan = fan;
      parts.fresh.push_back(std::move(helper));
      ++parts.alive;
      schedule_.Want(part->call, false);
    }
    Dispatch(absl::Now());
  }
  fan->Work();
  if (helpers == 0) return;
  {
    // Helpers whose turn never came are not waited for, nor left to find an empty fan.
    MutexLock lock(&mutex_);
    Parts& parts = calls_[part->call];
    size_t idle = std::erase_if(
        parts.fresh, [&](const std::unique_ptr<Part>& helper) { return helper->fan == fan; });
    parts.alive -= idle;
    for (; idle > 0; --idle) schedule_.Unwant(part->call, false);
  }
  if (!fan->HasEnded()) Aside([&fan] { fan->Wait(); });
}

void WorkPool::Learn(double tokens, absl::Duration busy) {
  MutexLock lock(&mutex_);
  schedule_.Learn(tokens, busy);
}

WorkPool::Snapshot WorkPool::snapshot() const {
  MutexLock lock(&mutex_);
  return {.slots = slots_,
          .working = working_,
          .calls = schedule_.calls(),
          .callers = schedule_.callers(),
          .threads = thread_count_,
          .backlog = schedule_.backlog(),
          .tokens_per_second = schedule_.rate(),
          .moved = moved_};
}

void WorkPool::Stop() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    work_.SignalAll();
  }
  // Threads may still be added while calls that were taken on are done.
  for (;;) {
    {
      MutexLock lock(&mutex_);
      threads.swap(threads_);
    }
    if (threads.empty()) return;
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }
}

}  // namespace parallax::service
