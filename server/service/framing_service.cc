#include "server/service/framing_service.h"

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/api/errors.h"
#include "server/service/follow_reactor.h"
#include "server/service/unary_reactor.h"

namespace parallax::service {
namespace {

// In the order of framing_service.proto, which is how gRPC's generated code numbers them.
enum Method { kAnalyzeReport, kCompareReports, kFollowEvent };

}  // namespace

FramingServiceImpl::FramingServiceImpl(Reception* reception) : reception_(reception) {
  const auto use = [this](int method, std::function<Reactor*(grpc::CallbackServerContext*)> make) {
    // As a stream, also where the API has one message each way: so nothing of a message is read
    // before its call is known and let in.
    MarkMethodStreamed(method, nullptr);
    MarkMethodRawCallback(
        method, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                    std::move(make)));
  };
  use(kAnalyzeReport, [this](grpc::CallbackServerContext* context) -> Reactor* {
    auto* const reactor =
        new UnaryReactor(reception_, context, "AnalyzeReport", MakeAnalyzeReportCall());
    reactor->Begin();
    return reactor;
  });
  use(kCompareReports, [this](grpc::CallbackServerContext* context) -> Reactor* {
    auto* const reactor =
        new UnaryReactor(reception_, context, "CompareReports", MakeCompareReportsCall());
    reactor->Begin();
    return reactor;
  });
  use(kFollowEvent, [this](grpc::CallbackServerContext* context) { return Follow(context); });
}

FramingServiceImpl::~FramingServiceImpl() = default;

FramingServiceImpl::Reactor* FramingServiceImpl::Follow(grpc::CallbackServerContext* context) {
  absl::Status refusal;
  std::shared_ptr<FollowReactor> reactor;
  {
    MutexLock lock(&mutex_);
    const size_t limit = reception_->options().work.max_followed_events;
    if (ending_) {
      refusal = ShuttingDown();
    } else if (followed_ >= limit) {
      refusal = api::RetryLater(
          api::reason::kTooManyEvents,
          absl::StrCat(followed_, " events are being followed, limit ", limit), kFollowRetryDelay);
    } else {
      ++followed_;
    }
    reactor = std::make_shared<FollowReactor>(
        reception_, context,
        [this, counts = refusal.ok()](FollowReactor* ended) { Forget(ended, counts); });
    reactors_.emplace(reactor.get(), reactor);
  }
  reactor->Begin(refusal);
  return reactor.get();
}

void FramingServiceImpl::Forget(FollowReactor* reactor, bool counts) {
  std::shared_ptr<FollowReactor> last;  // ends outside the lock
  MutexLock lock(&mutex_);
  const auto held = reactors_.find(reactor);
  last = std::move(held->second);
  reactors_.erase(held);
  if (counts) --followed_;
}

void FramingServiceImpl::EndFollowedEvents() {
  std::vector<std::shared_ptr<FollowReactor>> followed;
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    for (const auto& [unused, reactor] : reactors_) followed.push_back(reactor);
  }
  for (const std::shared_ptr<FollowReactor>& reactor : followed) reactor->End();
}

}  // namespace parallax::service
