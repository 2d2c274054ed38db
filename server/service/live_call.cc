#include "server/service/live_call.h"

#include <utility>
#include <vector>

namespace parallax::service {

void LiveCall::Cut() {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  if (!cancel_) return;
  was_cut_ = true;
  CutNever();
  const std::function<void()> cancel = cancel_;
  cancel();
}

void LiveCall::End() {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  cancel_ = nullptr;
}

std::shared_ptr<LiveCall> LiveCalls::Begin(std::function<void()> cancel) {
  auto call = std::make_shared<LiveCall>(std::move(cancel));
  MutexLock lock(&mutex_);
  calls_.emplace(call.get(), call);
  return call;
}

void LiveCalls::End(const std::shared_ptr<LiveCall>& call) {
  call->End();
  MutexLock lock(&mutex_);
  calls_.erase(call.get());
}

size_t LiveCalls::CutDue(absl::Time now) {
  std::vector<std::shared_ptr<LiveCall>> due;
  {
    MutexLock lock(&mutex_);
    for (const auto& [unused, call] : calls_) {
      if (call->IsDue(now)) due.push_back(call);
    }
  }
  for (const std::shared_ptr<LiveCall>& call : due) call->Cut();
  return due.size();
}

size_t LiveCalls::count() const {
  MutexLock lock(&mutex_);
  return calls_.size();
}

}  // namespace parallax::service
