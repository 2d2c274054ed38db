// One unary call by its bytes, for doors other than gRPC's: what came through them takes the same
// path as every call.
#ifndef PARALLAX_SERVER_SERVICE_BYTE_CALL_H_
#define PARALLAX_SERVER_SERVICE_BYTE_CALL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace parallax::service {

// Metadata by which another door of this process names who asks there.
inline constexpr char kForwardedPeerKey[] = "x-parallax-peer";
// Whom a value of it names: "10.0.0.7". Empty where it was not made in this process: gRPC does not
// say that a call comes from within, so a secret of the process does.
std::string ForwardedPeer(absl::string_view value);

// Thread safety: for use by one thread at a time; Cancel by any.
class ByteCall {
 public:
  struct Question {
    std::string method;   // "CompareReports"
    std::string message;  // the bytes of the request
    absl::Time deadline = absl::InfiniteFuture();
    // Printable ASCII, as it came; empty: none.
    std::string peer;
    std::string authorization;
    std::string request_id;
    std::string trace_parent;
  };
  struct Answer {
    google::rpc::Status status;
    std::string message;  // the bytes of the response; empty where the call failed
    std::string request_id;
    std::string trace_parent;
  };

  // Begins the call on a channel to a server of this process. `done` is called once, on a thread of
  // gRPC's.
  static std::unique_ptr<ByteCall> Start(const std::shared_ptr<grpc::Channel>& channel,
                                         Question question, std::function<void()> done);
  // REQUIRES: `done` was called.
  ~ByteCall();

  // Asks for an early end; `done` is called still.
  void Cancel();

  // REQUIRES: `done` was called, and this was not.
  Answer Take();

 private:
  struct State;
  explicit ByteCall(std::shared_ptr<State> state);
  const std::shared_ptr<State> state_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_BYTE_CALL_H_
