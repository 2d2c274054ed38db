#include "server/service/unary_reactor.h"

#include <new>
#include <utility>

#include "absl/time/clock.h"
#include "server/api/errors.h"
#include "server/service/call_entry.h"
#include "server/service/codec.h"

namespace parallax::service {

UnaryReactor::UnaryReactor(Reception* reception, grpc::CallbackServerContext* context,
                           const char* method, std::unique_ptr<UnaryCall> call)
    : reception_(reception), context_(context), call_(std::move(call)), arrival_(absl::Now()) {
  record_.method = method;
}

void UnaryReactor::Begin() {
  live_ = reception_->live_calls().Begin([context = context_] { context->TryCancel(); });
  record_.ids = TakeIds(context_);
  const Credentials credentials = CredentialsOf(*context_);
  record_.peer = credentials.peer;
  deadline_ = reception_->DeadlineOf(arrival_, absl::FromChrono(context_->deadline()));
  auto place = reception_->Enter(credentials, Callers::Kind::kCall);
  if (!place.ok()) return Answer(place.status());
  place_ = *std::move(place);
  record_.caller = place_->name();
  live_->CutAt(arrival_ + reception_->options().transport.max_transfer_time);
  reception_->read_gate().Enter([this] { StartRead(&request_); });
}

void UnaryReactor::OnReadDone(bool ok) {
  reception_->read_gate().Leave();
  live_->CutNever();
  if (!ok) {
    return Answer(live_->was_cut() || context_->IsCancelled()
                      ? absl::CancelledError("the caller has gone, or took too long to send")
                      : api::MakeError(absl::StatusCode::kInvalidArgument,
                                       api::reason::kMalformedRequest, "no message came"));
  }
  record_.bytes_in = request_.Length();
  try {
    Take();
  } catch (const std::bad_alloc&) {
    Answer(OutOfMemory());
  }
}

// What came, as the call's request. The bytes are let go.
absl::Status UnaryReactor::ReadMessage(Cost* cost) {
  // What is read takes as much again while it is read, and for a while after.
  memory_ = reception_->TakeMemory(2 * request_.Length());
  if (memory_ == nullptr) return OutOfMemory();
  const api::Limits& limits = reception_->options().limits;
  absl::Status status = Decode(request_, limits, call_->request());
  request_.Clear();
  if (status.ok()) status = call_->Read(limits);
  if (status.ok()) *cost = call_->EstimateCost(*reception_->workshop().backend);
  return status;
}

void UnaryReactor::Take() {
  Cost cost;
  if (const absl::Status status = ReadMessage(&cost); !status.ok()) return Answer(status);
  record_.tokens = cost.work.tokens;
  const auto ticket = reception_->Submit(*place_, cost, deadline_, memory_.get(),
                                         [this](bool in_time) { Run(in_time); });
  if (!ticket.ok()) return Answer(ticket.status());
  bool cancelled;
  {
    MutexLock lock(&mutex_);
    ticket_ = *ticket;
    cancelled = cancelled_;
  }
  if (cancelled) OnCancel();
}

void UnaryReactor::OnCancel() {
  std::shared_ptr<WorkPool::Ticket> ticket;
  {
    MutexLock lock(&mutex_);
    cancelled_ = true;
    ticket = ticket_;
  }
  // What has begun sees to its end itself.
  if (ticket == nullptr || !reception_->Withdraw(ticket.get())) return;
  record_.wait = absl::Now() - arrival_;
  Answer(absl::CancelledError("cancelled while it waited"));
}

void UnaryReactor::Run(bool in_time) {
  const absl::Time start = absl::Now();
  record_.wait = start - arrival_;
  const CallContext context = ContextOf(context_, deadline_);
  absl::Status status = context.Check();  // a call that ended in the queue costs no more than this
  if (status.ok() && !in_time) status = reception_->TooLate();
  try {
    if (status.ok()) status = call_->Run(reception_->workshop(), context);
    if (status.ok()) status = Encode(call_->response(), &response_);
    // The answer is in memory twice while it is made, once until it is taken.
    if (status.ok() && !memory_->Resize(response_.Length())) status = OutOfMemory();
  } catch (const std::bad_alloc&) {
    status = OutOfMemory();
  }
  record_.work = absl::Now() - start;
  Answer(status);
}

void UnaryReactor::Answer(const absl::Status& status) {
  record_.status = status;
  record_.bytes_out = status.ok() ? response_.Length() : 0;
  reception_->Record(record_);
  live_->CutAt(absl::Now() + reception_->options().transport.max_transfer_time);
  if (status.ok()) {
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  } else {
    Finish(ToGrpcStatus(status));
  }
}

void UnaryReactor::OnDone() {
  reception_->live_calls().End(live_);
  delete this;
}

}  // namespace parallax::service
