// Where every call goes through: who it is from, whether there is memory and time for it, and what
// is told of it afterwards. Without gRPC.
#ifndef PARALLAX_SERVER_SERVICE_RECEPTION_H_
#define PARALLAX_SERVER_SERVICE_RECEPTION_H_

#include <atomic>
#include <cstddef>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/byte_budget.h"
#include "server/service/analysis_cache.h"
#include "server/service/backend.h"
#include "server/service/call_record.h"
#include "server/service/callers.h"
#include "server/service/calls.h"
#include "server/service/live_call.h"
#include "server/service/memory_limit.h"
#include "server/service/options.h"
#include "server/service/read_gate.h"
#include "server/service/snapshot.h"
#include "server/service/work_pool.h"

namespace parallax::service {

// Thread safety: all methods but Stop are safe for concurrent use by multiple threads without any
// external synchronization.
class Reception {
 public:
  // `options`, with `threads` resolved, and what its pointers lead to must outlive this.
  Reception(std::shared_ptr<const Backend> backend, const ServerOptions* options,
            const MemoryPlan& memory);

  // Lets the caller in, or says why not.
  absl::StatusOr<std::unique_ptr<Callers::Place>> Enter(const Credentials& credentials,
                                                        Callers::Kind kind);

  // Takes work on, of a call that came at `arrival` and is to end by `deadline`: sets `memory` to
  // what it may use and hands `task` to the pool.
  // Errors: RESOURCE_EXHAUSTED, with RetryInfo and the estimate, where there is no room for it.
  absl::StatusOr<std::shared_ptr<WorkPool::Ticket>> Submit(const Callers::Place& place,
                                                           const Cost& cost, absl::Time deadline,
                                                           ByteBudget::Share* memory,
                                                           WorkPool::Task task);
  bool Withdraw(WorkPool::Ticket* ticket) { return pool_.Withdraw(ticket); }
  // Memory for a message that has come; nullptr where there is none.
  std::unique_ptr<ByteBudget::Share> TakeMemory(size_t bytes);
  // The latest at which a call that came at `arrival` ends.
  absl::Time DeadlineOf(absl::Time arrival, absl::Time callers_deadline) const;
  // A call whose time in the queue was longer than the estimate.
  absl::Status TooLate() const;

  // To be called about every tenth of a second: looks at memory, and cuts off who keeps the server
  // waiting.
  void Tick(absl::Time now);

  // Whether what was taken on goes on.
  bool IsMoving() const;
  Snapshot snapshot() const;
  const Workshop& workshop() const { return workshop_; }
  const ServerOptions& options() const { return options_; }
  Callers& callers() { return callers_; }
  LiveCalls& live_calls() { return live_calls_; }
  ReadGate& read_gate() { return read_gate_; }
  // Never fails: where memory does not suffice for its line, a call goes untold.
  void Record(const CallRecord& record);

  // Returns when all that was taken on has ended. REQUIRES: nothing more comes.
  void Stop() { pool_.Stop(); }

 private:
  const ServerOptions& options_;
  const MemoryPlan memory_;
  const std::shared_ptr<const Backend> engine_;
  const AnalysisCache cache_;
  ByteBudget followed_bytes_;
  ByteBudget call_bytes_;
  Callers callers_;
  LiveCalls live_calls_;
  ReadGate read_gate_;
  CallBook book_;
  std::atomic<bool> memory_is_tight_{false};
  std::atomic<uint64_t> cut_off_{0};
  WorkPool pool_;  // after what its tasks use
  const Workshop workshop_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_RECEPTION_H_
