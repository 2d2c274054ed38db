#include "server/service/follow_reactor.h"

#include "absl/time/clock.h"
#include "server/api/errors.h"
#include "server/service/codec.h"
#include "server/service/log.h"
#include "server/service/observer.h"

namespace parallax::service {
namespace {

absl::Status ShuttingDown() {
  return api::MakeError(absl::StatusCode::kUnavailable, api::reason::kShuttingDown,
                        "the server is stopping; follow the event on another");
}

}  // namespace

void FollowReactor::End() {
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    if (!reading_) return;  // Read sees to it
  }
  FinishOnce(ShuttingDown());
}

void FollowReactor::Read() {
  // gRPC may answer, take further steps and be done with the stream before StartRead returns; it
  // must not be told to read once the call is finished, nor be called under the lock.
  const std::shared_ptr<FollowReactor> self = shared_from_this();
  uint64_t read = 0;
  bool ending = false;
  {
    MutexLock lock(&mutex_);
    ending = ending_;
    read = ++reads_;
    answered_ = false;
  }
  if (ending) return FinishOnce(ShuttingDown());
  StartRead(&request_);
  {
    MutexLock lock(&mutex_);
    if (read != reads_ || answered_) return;
    reading_ = true;
    ending = ending_;
  }
  if (ending) FinishOnce(ShuttingDown());
}

void FollowReactor::OnReadDone(bool ok) {
  {
    MutexLock lock(&mutex_);
    answered_ = true;
    reading_ = false;
    if (finished_) return;
  }
  if (!ok) return FinishOnce(absl::OkStatus());  // the caller is done, or gone
  const absl::Time arrival = absl::Now();
  ++sequence_;
  if (!service_->pool_.TrySubmit([this, arrival] { Step(arrival); })) {
    v1::FollowEventResponse answer;
    const absl::Status status = service_->QueueFull();
    service_->Observe(
        {.method = "FollowEvent", .status = status, .bytes_in = request_.Length(), .begun = false});
    event_.Fail(status, &answer);
    Answer(&answer);
  }
}

void FollowReactor::Step(absl::Time arrival) {
  const absl::Time start = absl::Now();
  service_->BeginWork();
  const CallContext context = service_->ContextOf(context_, arrival);
  v1::FollowEventRequest request;
  v1::FollowEventResponse answer;
  absl::Status status = context.Check();
  if (status.ok()) status = Decode(request_, service_->options_.limits, &request);
  if (status.ok()) {
    status = event_.Step(service_->workshop_, context, &request, &answer);
  } else {
    event_.Fail(status, &answer);
  }
  const absl::Duration work = absl::Now() - start;
  service_->NoteWork(work);
  Info(service_->options_.log, "step",
       {{"method", "FollowEvent"},
        {"code", absl::StatusCodeToString(status.code())},
        {"reason", status.ok() ? "" : api::ReasonOf(status)},
        {"sequence", sequence_},
        {"reports", answer.report_ids_size()},
        {"bytes_in", request_.Length()},
        {"wait_s", absl::ToDoubleSeconds(start - arrival)},
        {"work_s", absl::ToDoubleSeconds(work)}});
  service_->Observe({.method = "FollowEvent",
                     .status = status,
                     .bytes_in = request_.Length(),
                     .bytes_out = answer.ByteSizeLong(),
                     .wait = start - arrival,
                     .work = work});
  service_->EndWork();
  Answer(&answer);
}

void FollowReactor::Answer(v1::FollowEventResponse* answer) {
  answer->set_sequence(sequence_);
  response_.Clear();
  if (const absl::Status status = Encode(*answer, &response_); !status.ok()) {
    return FinishOnce(status);
  }
  StartWrite(&response_);
}

void FollowReactor::OnWriteDone(bool ok) {
  if (!ok) return FinishOnce(absl::CancelledError("the caller has gone"));
  Read();
}

void FollowReactor::FinishOnce(const absl::Status& status) {
  {
    MutexLock lock(&mutex_);
    if (finished_) return;
    finished_ = true;
  }
  Finish(ToGrpcStatus(status));
}

void FollowReactor::OnDone() { service_->Forget(this); }

}  // namespace parallax::service
