// How long a call may go on. One value is passed down the whole engine, which asks it before each
// stage and at least once a sentence, so that cancelled work stops within 50 ms of CPU time.
//
// Copies are cheap. Thread safety: const; safe for concurrent use by multiple threads as long as
// the cancel predicate is.
#ifndef PARALLAX_SERVER_BASE_CALL_CONTEXT_H_
#define PARALLAX_SERVER_BASE_CALL_CONTEXT_H_

#include <cstdint>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace parallax {

class CallContext {
 public:
  // Never ends: for tools and tests.
  CallContext() = default;
  // Ends at `deadline` or as soon as `cancelled` (may be null) answers true. `pause` (may be null)
  // is called at each check: there the work of other calls may go first, so that nobody checks with
  // a lock held. Both are copied and may be called from any thread.
  explicit CallContext(absl::Time deadline, std::function<bool()> cancelled = nullptr,
                       std::function<void()> pause = nullptr)
      : deadline_(deadline), cancelled_(std::move(cancelled)), pause_(std::move(pause)) {}

  absl::Time deadline() const { return deadline_; }

  // OK, CANCELLED or DEADLINE_EXCEEDED.
  absl::Status Check() const {
    if (pause_) pause_();
    if (cancelled_ && cancelled_()) return absl::CancelledError("cancelled by the caller");
    if (deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_) {
      return absl::DeadlineExceededError("deadline exceeded");
    }
    return absl::OkStatus();
  }

 private:
  absl::Time deadline_ = absl::InfiniteFuture();
  std::function<bool()> cancelled_;
  std::function<void()> pause_;
};

// For loops whose steps are too small to ask at each of them: asks once every `period` steps.
// Borrows the context, which must outlive it. Thread safety: none; one for each thread.
class CallPoll {
 public:
  // REQUIRES: period > 0.
  CallPoll(const CallContext& context, uint32_t period) : context_(context), period_(period) {}

  // OK, or what the context says.
  absl::Status Step() {
    if (++steps_ < period_) return absl::OkStatus();
    steps_ = 0;
    return context_.Check();
  }

 private:
  const CallContext& context_;
  const uint32_t period_;
  uint32_t steps_ = 0;
};

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_CALL_CONTEXT_H_
