// Calls that are open, each with a time at which it is cut off unless its caller moves before:
// sends what it has begun to send, takes its answer, goes on with its stream.
#ifndef PARALLAX_SERVER_SERVICE_LIVE_CALL_H_
#define PARALLAX_SERVER_SERVICE_LIVE_CALL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"

namespace parallax::service {

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class LiveCall {
 public:
  // `cancel` ends the call; it is not called any more once End has returned.
  explicit LiveCall(std::function<void()> cancel) : cancel_(std::move(cancel)) {}

  void CutAt(absl::Time time) { cut_at_ = absl::ToUnixMicros(time); }
  void CutNever() { cut_at_ = INT64_MAX; }
  bool IsDue(absl::Time now) const { return cut_at_ <= absl::ToUnixMicros(now); }
  bool was_cut() const { return was_cut_; }

  void Cut();
  void End();

 private:
  std::atomic<int64_t> cut_at_{INT64_MAX};  // microseconds since the epoch
  std::atomic<bool> was_cut_{false};
  // gRPC may be done with the call, and say so, before `cancel_` returns.
  std::recursive_mutex mutex_;
  std::function<void()> cancel_;
};

class LiveCalls {
 public:
  std::shared_ptr<LiveCall> Begin(std::function<void()> cancel);
  void End(const std::shared_ptr<LiveCall>& call);

  // Cuts off those that are due. Returns how many.
  size_t CutDue(absl::Time now);
  size_t count() const;

 private:
  mutable Mutex mutex_;
  std::map<LiveCall*, std::shared_ptr<LiveCall>> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_LIVE_CALL_H_
