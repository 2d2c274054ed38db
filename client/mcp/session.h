// A conversation with one client by the Model Context Protocol: what each line means, and what
// answers it.
#ifndef PARALLAX_CLIENT_MCP_SESSION_H_
#define PARALLAX_CLIENT_MCP_SESSION_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "client/mcp/call_queue.h"
#include "client/mcp/message.h"
#include "client/options.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/base/mutex.h"

namespace parallax::client::mcp {

// Neither copyable nor movable. Thread safety: the methods are called by one thread at a time.
class Session {
 public:
  // Writes a line, given without its end; called by one thread at a time, on any.
  using Write = std::function<void(absl::string_view line)>;

  // Borrows `options` (timeout and style) and `stub`, which must outlive it.
  Session(const Options& options, v1::FramingService::StubInterface& stub, Write write);
  // Cancels the calls that are under way; these are not answered.
  ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The longest line that is taken, in bytes: of JSON, whose text is longer by what is escaped.
  static size_t MaxLineBytes();

  // Takes a line. A comparison or an analysis goes on after it has returned.
  void Take(absl::string_view line);
  // Answers a line that was too long to be read.
  void RefuseLongLine();

  // Waits until every call is answered, for no longer than `time`; whether it came to that.
  bool WaitUntilAnswered(absl::Duration time) { return calls_.WaitUntilIdle(time); }
  // Ends the calls that are under way, without answers.
  void CancelCalls() { calls_.CancelAll(); }

 private:
  // Takes the answer to a message, once; nothing where there is none.
  using Answer = std::function<void(absl::optional<std::string> text)>;

  void TakeBatch(Json batch);
  void Dispatch(Message message, bool in_batch, const Answer& answer);
  void Initialize(const Message& message, const Answer& answer);
  void CallTool(Message message, const Answer& answer);
  void Notice(const Message& message);
  void Send(absl::string_view line);

  const Options& options_;
  v1::FramingService::StubInterface& stub_;
  Mutex write_mutex_;
  const Write write_ ABSL_GUARDED_BY(write_mutex_);
  std::string version_;  // of the protocol; empty until the client has said its own
  CallQueue calls_;      // last, so that its thread ends before the rest goes
};

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_SESSION_H_
