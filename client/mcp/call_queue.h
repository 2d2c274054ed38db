// Calls of the service, one at a time and in their order, on a thread of their own.
#ifndef PARALLAX_CLIENT_MCP_CALL_QUEUE_H_
#define PARALLAX_CLIENT_MCP_CALL_QUEUE_H_

#include <grpcpp/client_context.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "server/base/mutex.h"

namespace parallax::client::mcp {

// Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by multiple
// threads without any external synchronization.
class CallQueue {
 public:
  // Makes the call with this context, by which it may be cancelled, and returns what came of it.
  using Work = std::function<std::string(grpc::ClientContext& context)>;
  // Called once, on any thread, with what Work returned; with nothing where it was cancelled.
  using Done = std::function<void(absl::optional<std::string> result)>;

  // Holds up to `max_waiting` calls beside the one that runs.
  explicit CallQueue(size_t max_waiting);
  ~CallQueue();  // cancels all, and waits for the one that runs
  CallQueue(const CallQueue&) = delete;
  CallQueue& operator=(const CallQueue&) = delete;

  // Errors: ALREADY_EXISTS where a call of this id is under way, RESOURCE_EXHAUSTED where too many
  // wait; `done` is then not called.
  absl::Status Add(std::string id, Work work, Done done);

  // Cancels the call of this id; does nothing where there is none.
  void Cancel(const std::string& id);
  void CancelAll();

  // Waits until no call is under way, for no longer than `time`; whether it came to that.
  bool WaitUntilIdle(absl::Duration time);

 private:
  struct Call {
    std::string id;
    Work work;
    Done done;
  };

  void Run();

  const size_t max_waiting_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<Call> waiting_ ABSL_GUARDED_BY(mutex_);
  grpc::ClientContext* running_ ABSL_GUARDED_BY(mutex_) = nullptr;  // null: nothing to cancel
  std::string running_id_ ABSL_GUARDED_BY(mutex_);
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;  // the one that runs
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;       // until its `done` has returned
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_CALL_QUEUE_H_
