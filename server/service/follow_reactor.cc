#include "server/service/follow_reactor.h"

#include <new>
#include <utility>

#include "absl/time/clock.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"
#include "server/service/call_entry.h"
#include "server/service/codec.h"

namespace parallax::service {

absl::Status ShuttingDown() {
  return api::MakeError(absl::StatusCode::kUnavailable, api::reason::kShuttingDown,
                        "the server is stopping; follow the event on another");
}

FollowReactor::FollowReactor(Reception* reception, grpc::CallbackServerContext* context,
                             std::function<void(FollowReactor*)> done)
    : reception_(reception), context_(context), done_(std::move(done)) {
  record_.method = "FollowEvent";
}

void FollowReactor::Begin(const absl::Status& refusal) {
  live_ = reception_->live_calls().Begin([context = context_] { context->TryCancel(); });
  record_.ids = TakeIds(context_);
  const Credentials credentials = CredentialsOf(*context_);
  record_.peer = credentials.peer;
  absl::Status status = refusal;
  if (status.ok()) {
    auto place = reception_->Enter(credentials, Callers::Kind::kStream);
    status = place.status();
    if (place.ok()) place_ = *std::move(place);
  }
  if (place_ != nullptr) record_.caller = place_->name();
  Info(reception_->options().log, "stream",
       {{"method", record_.method},
        {"code", absl::StatusCodeToString(status.code())},
        {"request_id", record_.ids.request_id},
        {"trace_id", record_.ids.trace_id},
        {"caller", record_.caller},
        {"peer", record_.peer}});
  if (!status.ok()) return FinishOnce(status);
  Read();
}

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
  live_->CutAt(absl::Now() + reception_->options().transport.max_event_idle);
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
  live_->CutNever();
  arrival_ = absl::Now();
  ++record_.sequence;
  record_.bytes_in = request_.Length();
  record_.bytes_out = 0;
  record_.tokens = 0;
  record_.wait = record_.work = absl::ZeroDuration();
  answer_.Clear();
  absl::Status status;
  try {
    status = Take();
  } catch (const std::bad_alloc&) {
    status = OutOfMemory();
  }
  if (status.ok()) return;  // the pool sees to it
  event_.Fail(status, &answer_);
  Answer(status);
}

// Reads the message and hands the step to the pool.
absl::Status FollowReactor::Take() {
  memory_ = reception_->TakeMemory(2 * request_.Length());
  if (memory_ == nullptr) return OutOfMemory();
  const Workshop& workshop = reception_->workshop();
  v1::FollowEventRequest request;
  PARALLAX_RETURN_IF_ERROR(Decode(request_, *workshop.limits, &request));
  request_.Clear();
  PARALLAX_ASSIGN_OR_RETURN(input_, api::ReadRequest(&request, *workshop.limits));
  const Cost cost = event_.EstimateCost(input_, *workshop.backend);
  record_.tokens = cost.work.tokens;
  const absl::Time deadline =
      reception_->DeadlineOf(arrival_, absl::FromChrono(context_->deadline()));
  return reception_
      ->Submit(*place_, cost, deadline, memory_.get(), [this](bool in_time) { Step(in_time); })
      .status();
}

void FollowReactor::Step(bool in_time) {
  const absl::Time start = absl::Now();
  record_.wait = start - arrival_;
  const CallContext context =
      ContextOf(context_, reception_->DeadlineOf(arrival_, absl::FromChrono(context_->deadline())));
  absl::Status status = context.Check();
  if (status.ok() && !in_time) status = reception_->TooLate();
  if (status.ok()) {
    try {
      status = event_.Step(reception_->workshop(), context, std::move(input_), &answer_);
    } catch (const std::bad_alloc&) {
      status = OutOfMemory();
      answer_.Clear();
      event_.Fail(status, &answer_);
    }
  } else {
    event_.Fail(status, &answer_);
  }
  record_.work = absl::Now() - start;
  Answer(status);
}

// `status` of the step, which answer_ holds where it is not OK.
void FollowReactor::Answer(const absl::Status& status) {
  answer_.set_sequence(record_.sequence);
  response_.Clear();
  absl::Status encoded;
  try {
    encoded = Encode(answer_, &response_);
    answer_.Clear();
  } catch (const std::bad_alloc&) {
    encoded = OutOfMemory();
  }
  record_.status = status.ok() ? encoded : status;
  record_.bytes_out = response_.Length();
  reception_->Record(record_);
  if (!encoded.ok()) return FinishOnce(encoded);
  // What remains is the answer, until it is taken.
  if (memory_ != nullptr && !memory_->Resize(response_.Length())) return FinishOnce(OutOfMemory());
  live_->CutAt(absl::Now() + reception_->options().transport.max_transfer_time);
  StartWrite(&response_);
}

void FollowReactor::OnWriteDone(bool ok) {
  if (!ok) return FinishOnce(absl::CancelledError("the caller has gone"));
  response_.Clear();
  memory_.reset();
  Read();
}

void FollowReactor::FinishOnce(const absl::Status& status) {
  {
    MutexLock lock(&mutex_);
    if (finished_) return;
    finished_ = true;
  }
  live_->CutAt(absl::Now() + reception_->options().transport.max_transfer_time);
  Finish(ToGrpcStatus(status));
}

void FollowReactor::OnDone() {
  reception_->live_calls().End(live_);
  const auto done = done_;  // which goes with this
  done(this);
}

}  // namespace parallax::service
