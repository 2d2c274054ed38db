// The rpcs: each is handed to the pool at once or refused at once, and runs there.
#ifndef PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_
#define PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/base/call_context.h"
#include "server/base/mutex.h"
#include "server/base/thread_pool.h"
#include "server/service/backend.h"
#include "server/service/calls.h"
#include "server/service/options.h"
#include "server/service/server.h"

namespace parallax::service {

class FollowReactor;
struct CallEnd;

// Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by multiple
// threads without any external synchronization.
class FramingServiceImpl final
    : public v1::FramingService::WithRawCallbackMethod_AnalyzeReport<
          v1::FramingService::WithRawCallbackMethod_CompareReports<
              v1::FramingService::WithRawCallbackMethod_FollowEvent<v1::FramingService::Service>>> {
 public:
  // `options` and what its pointers lead to must outlive the service.
  FramingServiceImpl(std::shared_ptr<const Backend> backend, const ServerOptions* options);
  ~FramingServiceImpl() override;

  grpc::ServerUnaryReactor* AnalyzeReport(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* CompareReports(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FollowEvent(
      grpc::CallbackServerContext* context) override;

  // Ends every followed event with UNAVAILABLE (SHUTTING_DOWN), each after the step it is at, and
  // takes on no more.
  void EndFollowedEvents();

  ServerState state() const;

  // Returns when the pool has ended. REQUIRES: gRPC has no more calls for the service.
  void Stop() { pool_.Stop(); }

 private:
  friend class FollowReactor;

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Unary(const char* method,
                                  absl::Status (*work)(const Workshop&, const CallContext&,
                                                       Request*, Response*),
                                  grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  // Of a call that came at `arrival`: the caller's deadline, but no later than the server's
  // maximum.
  CallContext ContextOf(grpc::CallbackServerContext* context, absl::Time arrival) const;
  // The refusal for a full queue, with the time in which the queue is likely to have gone down.
  absl::Status QueueFull() const;
  void NoteWork(absl::Duration time);
  void Observe(const CallEnd& end);
  // Around the work of a call.
  void BeginWork();
  void EndWork();
  void Forget(FollowReactor* reactor);

  const std::shared_ptr<const Backend> backend_;
  const ServerOptions& options_;
  std::atomic<int64_t> mean_work_microseconds_{50'000};  // moving average over calls
  std::atomic<size_t> working_{0};
  std::atomic<int64_t> moved_microseconds_{0};  // since the epoch
  ByteBudget followed_bytes_;
  mutable Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<FollowReactor>> followed_ ABSL_GUARDED_BY(mutex_);
  Workshop workshop_;
  ThreadPool pool_;  // last: its tasks use all of the above
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_
