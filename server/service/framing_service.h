// The rpcs, as gRPC calls them.
#ifndef PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_
#define PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_

#include <cstddef>
#include <map>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "parallax/v1/framing_service.grpc.pb.h"
#include "server/base/mutex.h"
#include "server/service/reception.h"

namespace parallax::service {

class FollowReactor;

// Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by multiple
// threads without any external synchronization.
class FramingServiceImpl final : public v1::FramingService::Service {
 public:
  // `reception` must outlive the service.
  explicit FramingServiceImpl(Reception* reception);
  ~FramingServiceImpl() override;

  // Ends every followed event with UNAVAILABLE (SHUTTING_DOWN), each after the step it is at, and
  // takes on no more.
  void EndFollowedEvents();

 private:
  using Reactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

  Reactor* Follow(grpc::CallbackServerContext* context);
  void Forget(FollowReactor* reactor, bool counts);

  Reception* const reception_;
  Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  size_t followed_ ABSL_GUARDED_BY(mutex_) = 0;  // less those that were refused
  std::map<FollowReactor*, std::shared_ptr<FollowReactor>> reactors_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_FRAMING_SERVICE_H_
