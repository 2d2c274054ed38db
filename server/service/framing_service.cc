#include "server/service/framing_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/api/errors.h"
#include "server/service/codec.h"
#include "server/service/follow_reactor.h"
#include "server/service/log.h"
#include "server/service/observer.h"

namespace parallax::service {
namespace {

// Between these lies what RetryInfo advises.
constexpr absl::Duration kMinRetryDelay = absl::Milliseconds(100);
constexpr absl::Duration kMaxRetryDelay = absl::Seconds(10);

// Refuses a stream.
class RefusingReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit RefusingReactor(const absl::Status& status) { Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

FramingServiceImpl::FramingServiceImpl(std::shared_ptr<const Backend> backend,
                                       const ServerOptions* options)
    : backend_(std::move(backend)),
      options_(*options),
      followed_bytes_(options->work.max_followed_bytes),
      workshop_{.backend = backend_.get(),
                .limits = &options->limits,
                .followed_bytes = &followed_bytes_,
                .parallel =
                    [this](size_t count, const std::function<void(size_t)>& body) {
                      pool_.ParallelFor(count, body);
                    }},
      pool_(static_cast<size_t>(options->work.threads), options->work.max_queued_calls) {}

FramingServiceImpl::~FramingServiceImpl() = default;

grpc::ServerUnaryReactor* FramingServiceImpl::AnalyzeReport(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
  return Unary("AnalyzeReport", &service::AnalyzeReport, context, request, response);
}

grpc::ServerUnaryReactor* FramingServiceImpl::CompareReports(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
  return Unary("CompareReports", &service::CompareReports, context, request, response);
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* FramingServiceImpl::Unary(
    const char* method,
    absl::Status (*work)(const Workshop&, const CallContext&, Request*, Response*),
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Time arrival = absl::Now();
  const auto log = [this, method, request, response, arrival](const absl::Status& status,
                                                              absl::Time start, bool begun) {
    const absl::Time now = absl::Now();
    Info(options_.log, "call",
         {{"method", method},
          {"code", absl::StatusCodeToString(status.code())},
          {"reason", status.ok() ? "" : api::ReasonOf(status)},
          {"bytes_in", request->Length()},
          {"bytes_out", response->Length()},
          {"wait_s", absl::ToDoubleSeconds(start - arrival)},
          {"work_s", absl::ToDoubleSeconds(now - start)}});
    Observe({.method = method,
             .status = status,
             .bytes_in = request->Length(),
             .bytes_out = response->Length(),
             .begun = begun,
             .wait = start - arrival,
             .work = now - start});
    if (absl::IsInternal(status) || absl::IsUnknown(status)) {
      Error(options_.log, "fault", {{"method", method}, {"error", status.message()}});
    }
  };
  const bool taken = pool_.TrySubmit([=, this] {
    const absl::Time start = absl::Now();
    BeginWork();
    const CallContext call = ContextOf(context, arrival);
    Request message;
    Response answer;
    absl::Status status = call.Check();  // a call that ended in the queue costs no more than this
    if (status.ok()) status = Decode(*request, options_.limits, &message);
    if (status.ok()) status = work(workshop_, call, &message, &answer);
    if (status.ok()) status = Encode(answer, response);
    NoteWork(absl::Now() - start);
    log(status, start, true);
    EndWork();
    reactor->Finish(ToGrpcStatus(status));
  });
  if (!taken) {
    const absl::Status status = QueueFull();
    log(status, absl::Now(), false);
    reactor->Finish(ToGrpcStatus(status));
  }
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FramingServiceImpl::FollowEvent(
    grpc::CallbackServerContext* context) {
  absl::Status refusal;
  const auto reactor = std::make_shared<FollowReactor>(this, context);
  {
    MutexLock lock(&mutex_);
    if (ending_) {
      refusal = api::MakeError(absl::StatusCode::kUnavailable, api::reason::kShuttingDown,
                               "the server is stopping; follow the event on another");
    } else if (followed_.size() >= options_.work.max_followed_events) {
      refusal = api::RetryLater(api::reason::kTooManyEvents,
                                absl::StrCat(followed_.size(), " events are being followed, limit ",
                                             options_.work.max_followed_events),
                                kFollowRetryDelay);
    } else {
      followed_.insert(reactor);
    }
  }
  Info(options_.log, "stream",
       {{"method", "FollowEvent"}, {"code", absl::StatusCodeToString(refusal.code())}});
  if (!refusal.ok()) {
    Observe({.method = "FollowEvent", .status = refusal, .begun = false});
    return new RefusingReactor(refusal);
  }
  reactor->Begin();
  return reactor.get();
}

void FramingServiceImpl::EndFollowedEvents() {
  std::vector<std::shared_ptr<FollowReactor>> followed;
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    followed.assign(followed_.begin(), followed_.end());
  }
  for (const std::shared_ptr<FollowReactor>& reactor : followed) reactor->End();
}

CallContext FramingServiceImpl::ContextOf(grpc::CallbackServerContext* context,
                                          absl::Time arrival) const {
  const absl::Time deadline =
      std::min(absl::FromChrono(context->deadline()), arrival + options_.work.max_call_time);
  return CallContext(deadline, [context] { return context->IsCancelled(); });
}

absl::Status FramingServiceImpl::QueueFull() const {
  const size_t queued = pool_.queued();
  const absl::Duration wait = absl::Microseconds(mean_work_microseconds_.load()) *
                              static_cast<double>(queued + 1) /
                              static_cast<double>(pool_.threads());
  return api::RetryLater(api::reason::kQueueFull, absl::StrCat(queued, " calls are waiting"),
                         std::clamp(wait, kMinRetryDelay, kMaxRetryDelay));
}

ServerState FramingServiceImpl::state() const {
  ServerState state;
  state.threads = pool_.threads();
  state.working = working_;
  state.queued = pool_.queued();
  state.moved = absl::FromUnixMicros(moved_microseconds_);
  MutexLock lock(&mutex_);
  state.followed_events = followed_.size();
  return state;
}

void FramingServiceImpl::Observe(const CallEnd& end) {
  if (options_.observer != nullptr) options_.observer->OnCall(end);
}

void FramingServiceImpl::BeginWork() {
  ++working_;
  moved_microseconds_ = absl::ToUnixMicros(absl::Now());
}

void FramingServiceImpl::EndWork() {
  --working_;
  moved_microseconds_ = absl::ToUnixMicros(absl::Now());
}

void FramingServiceImpl::NoteWork(absl::Duration time) {
  // Calls that end at the same time may lose one another's share; an average can bear that.
  const int64_t mean = mean_work_microseconds_.load();
  mean_work_microseconds_.store(mean +
                                absl::ToInt64Microseconds((time - absl::Microseconds(mean)) / 8));
}

void FramingServiceImpl::Forget(FollowReactor* reactor) {
  std::shared_ptr<FollowReactor> last;  // ends outside the lock
  MutexLock lock(&mutex_);
  const auto place = std::find_if(
      followed_.begin(), followed_.end(),
      [reactor](const std::shared_ptr<FollowReactor>& held) { return held.get() == reactor; });
  if (place != followed_.end()) {
    last = *place;
    followed_.erase(place);
  }
}

}  // namespace parallax::service
