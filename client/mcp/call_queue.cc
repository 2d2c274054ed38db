#include "client/mcp/call_queue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace parallax::client::mcp {

CallQueue::CallQueue(size_t max_waiting) : max_waiting_(max_waiting), thread_([this] { Run(); }) {}

CallQueue::~CallQueue() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  CancelAll();
  thread_.join();
}

absl::Status CallQueue::Add(std::string id, Work work, Done done) {
  MutexLock lock(&mutex_);
  const bool known = (running_ != nullptr && running_id_ == id) ||
                     std::any_of(waiting_.begin(), waiting_.end(),
                                 [&id](const Call& call) { return call.id == id; });
  if (known) return absl::AlreadyExistsError("id: that of a call that is under way");
  if (waiting_.size() >= max_waiting_) {
    return absl::ResourceExhaustedError(
        absl::StrCat(waiting_.size(), " calls are waiting; try again when one has been answered"));
  }
  waiting_.push_back({std::move(id), std::move(work), std::move(done)});
  changed_.SignalAll();
  return absl::OkStatus();
}

void CallQueue::Cancel(const std::string& id) {
  Call dropped;
  {
    MutexLock lock(&mutex_);
    if (running_ != nullptr && running_id_ == id) {
      cancelled_ = true;
      running_->TryCancel();
      return;
    }
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&id](const Call& call) { return call.id == id; });
    if (found == waiting_.end()) return;
    dropped = std::move(*found);
    waiting_.erase(found);
    changed_.SignalAll();
  }
  dropped.done(absl::nullopt);
}

void CallQueue::CancelAll() {
  std::deque<Call> dropped;
  {
    MutexLock lock(&mutex_);
    dropped.swap(waiting_);
    if (running_ != nullptr) {
      cancelled_ = true;
      running_->TryCancel();
    }
    changed_.SignalAll();
  }
  for (const Call& call : dropped) call.done(absl::nullopt);
}

bool CallQueue::WaitUntilIdle(absl::Duration time) {
  const absl::Time end = absl::Now() + time;
  MutexLock lock(&mutex_);
  while (busy_ || !waiting_.empty()) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    changed_.WaitFor(&mutex_, left);
  }
  return true;
}

void CallQueue::Run() {
  while (true) {
    Call call;
    grpc::ClientContext context;
    {
      MutexLock lock(&mutex_);
      busy_ = false;
      changed_.SignalAll();
      while (waiting_.empty() && !stopping_) changed_.Wait(&mutex_);
      if (waiting_.empty()) return;
      call = std::move(waiting_.front());
      waiting_.pop_front();
      running_ = &context;
      running_id_ = call.id;
      cancelled_ = false;
      busy_ = true;
    }
    absl::optional<std::string> result = call.work(context);
    {
      MutexLock lock(&mutex_);
      running_ = nullptr;
      if (cancelled_) result.reset();
    }
    call.done(std::move(result));
  }
}

}  // namespace parallax::client::mcp
