// One unary call on the wire: who calls is known, and memory set aside, before anything of the
// message is read; then it is read, and refused or handed to the pool, which answers.
#ifndef PARALLAX_SERVER_SERVICE_UNARY_REACTOR_H_
#define PARALLAX_SERVER_SERVICE_UNARY_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/service/calls.h"
#include "server/service/reception.h"

namespace parallax::service {

// For gRPC a stream of one message each way, since it reads a unary message before it tells of the
// call. Deletes itself when gRPC is done with it.
class UnaryReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `reception` must outlive the reactor; `method` is a literal.
  UnaryReactor(Reception* reception, grpc::CallbackServerContext* context, const char* method,
               std::unique_ptr<UnaryCall> call);

  // To be called once, before gRPC sees the reactor.
  void Begin();

  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void Take();
  absl::Status ReadMessage(Cost* cost);
  void Run(bool in_time);
  void Answer(const absl::Status& status);

  Reception* const reception_;
  grpc::CallbackServerContext* const context_;
  const std::unique_ptr<UnaryCall> call_;
  const absl::Time arrival_;
  std::shared_ptr<LiveCall> live_;
  std::unique_ptr<Callers::Place> place_;
  std::unique_ptr<ByteBudget::Share> memory_;
  absl::Time deadline_;
  CallRecord record_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;

  Mutex mutex_;
  std::shared_ptr<WorkPool::Ticket> ticket_ ABSL_GUARDED_BY(mutex_);
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_UNARY_REACTOR_H_
