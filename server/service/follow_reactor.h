// One followed event on the wire: reads a message, takes the step on the pool, writes the answer,
// and only then reads the next, so that a caller in a hurry waits instead of filling memory.
#ifndef PARALLAX_SERVER_SERVICE_FOLLOW_REACTOR_H_
#define PARALLAX_SERVER_SERVICE_FOLLOW_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/service/calls.h"
#include "server/service/reception.h"

namespace parallax::service {

// For who wants to follow an event on a server that stops.
absl::Status ShuttingDown();

// Held by the service from FollowEvent until gRPC is done with it.
class FollowReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                            public std::enable_shared_from_this<FollowReactor> {
 public:
  // `reception` must outlive the reactor. `done` is called with it when gRPC is.
  FollowReactor(Reception* reception, grpc::CallbackServerContext* context,
                std::function<void(FollowReactor*)> done);

  // To be called once, before gRPC sees the reactor. `refusal`, unless OK, ends the stream.
  void Begin(const absl::Status& refusal);

  // Ends the stream with UNAVAILABLE: at once where it waits for the caller, else after the step.
  void End();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override;

 private:
  void Read();
  absl::Status Take();
  void Step(bool in_time);
  void Answer(const absl::Status& status);
  // Finishes the call, unless that was done before.
  void FinishOnce(const absl::Status& status);

  Reception* const reception_;
  grpc::CallbackServerContext* const context_;
  const std::function<void(FollowReactor*)> done_;
  std::shared_ptr<LiveCall> live_;
  std::unique_ptr<Callers::Place> place_;
  // Used by one at a time: by gRPC while it reads or writes, by the pool during a step.
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  FollowedEvent event_;
  CallRecord record_;  // of the step
  absl::Time arrival_;
  api::FollowInput input_;
  v1::FollowEventResponse answer_;
  std::unique_ptr<ByteBudget::Share> memory_;

  Mutex mutex_;
  uint64_t reads_ ABSL_GUARDED_BY(mutex_) = 0;     // begun so far
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;  // the last of them is over
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;   // gRPC waits for the caller: may be ended now
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_FOLLOW_REACTOR_H_
