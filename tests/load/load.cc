#include "tests/load/load.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <random>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace parallax::load {
namespace {

constexpr const char* kSentences[] = {
    "The minister told reporters on Monday that %d workers had been dismissed.",
    "Police said that %d people were held after the march through the old town.",
    "The company denied that it had known of the %d complaints before the spring.",
    "Officials claimed the plant would reopen within %d days, unions doubted it.",
    "Residents recalled that the dam had been inspected %d times since the flood.",
    "A spokeswoman admitted that the figure of %d had been wrong from the start."};

std::string Sentence(int index, int number) {
  std::string text = kSentences[static_cast<size_t>(index) % std::size(kSentences)];
  text.replace(text.find("%d"), 2, std::to_string(number));
  return text;
}

}  // namespace

size_t Outcome::total() const {
  size_t count = answered.size() + refused.size();
  for (const auto& [unused, calls] : failed) count += static_cast<size_t>(calls);
  return count;
}

std::string Outcome::Summary() const {
  std::string text =
      absl::StrFormat("%d answered in time, %d refused", answered.size(), refused.size());
  for (const auto& [code, calls] : failed) absl::StrAppend(&text, ", ", calls, " ", code);
  return text;
}

absl::Duration Percentile(std::vector<absl::Duration> times, double percent) {
  if (times.empty()) return absl::ZeroDuration();
  std::sort(times.begin(), times.end());
  const auto place = static_cast<size_t>(percent / 100 * static_cast<double>(times.size()));
  return times[std::min(place, times.size() - 1)];
}

v1::CompareReportsRequest SomeRequest(int reports, int sentences, int number) {
  v1::CompareReportsRequest request;
  for (int r = 0; r < reports; ++r) {
    std::string* const text = request.add_reports()->mutable_text();
    for (int s = 0; s < sentences; ++s) {
      absl::StrAppend(text, Sentence(s + (r % 2) * (s % 3), 10 + number * 67 + r), "\n");
    }
  }
  return request;
}

struct Caller::Call {
  grpc::ClientContext context;
  v1::CompareReportsRequest request;
  v1::CompareReportsResponse response;
  absl::Time begin;
  std::function<void()> then;
};

Caller::Caller(const std::string& address, std::string token, MakeRequest make,
               absl::Duration deadline)
    : token_(std::move(token)), make_(std::move(make)), deadline_(deadline) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  stub_ = v1::FramingService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

Caller::~Caller() { End(); }

void Caller::Start(std::function<void()> then) {
  const auto call = std::make_shared<Call>();
  call->then = std::move(then);
  {
    MutexLock lock(&mutex_);
    if (ended_) return;
    ++open_;
    call->request = make_(number_++);
    calls_.emplace(call.get(), call);
  }
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + deadline_));
  if (!token_.empty()) call->context.AddMetadata("authorization", "Bearer " + token_);
  call->begin = absl::Now();
  stub_->async()->CompareReports(
      &call->context, &call->request, &call->response, [this, call](const grpc::Status& status) {
        const absl::Duration time = absl::Now() - call->begin;
        {
          MutexLock lock(&mutex_);
          calls_.erase(call.get());
          if (status.ok()) {
            outcome_.answered.push_back(time);
          } else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
            outcome_.refused.push_back(time);
          } else {
            ++outcome_.failed[absl::StatusCodeToString(
                static_cast<absl::StatusCode>(status.error_code()))];
          }
        }
        if (call->then) call->then();
        MutexLock lock(&mutex_);
        --open_;
        changed_.SignalAll();
      });
}

void Caller::Await() {
  MutexLock lock(&mutex_);
  while (open_ > 0) changed_.Wait(&mutex_);
}

Outcome Caller::Closed(int in_flight, absl::Duration time) {
  const absl::Time end = absl::Now() + time;
  std::function<void()> next = [this, end, &next] {
    if (absl::Now() < end) Start(next);
  };
  for (int i = 0; i < in_flight; ++i) Start(next);
  Await();
  MutexLock lock(&mutex_);
  return std::exchange(outcome_, {});
}

Outcome Caller::Open(double calls_a_second, absl::Duration time) {
  std::mt19937 random(7);
  std::exponential_distribution<double> gap(calls_a_second);
  const absl::Time end = absl::Now() + time;
  for (absl::Time at = absl::Now(); at < end; at += absl::Seconds(gap(random))) {
    absl::SleepFor(at - absl::Now());
    Start(nullptr);
  }
  Await();
  MutexLock lock(&mutex_);
  return std::exchange(outcome_, {});
}

void Caller::Begin() {
  Start([this] {
    absl::SleepFor(absl::Milliseconds(1));
    Begin();
  });
}

void Caller::End() {
  std::vector<std::shared_ptr<Call>> open;
  {
    MutexLock lock(&mutex_);
    ended_ = true;
    for (const auto& [unused, call] : calls_) open.push_back(call);
  }
  for (const std::shared_ptr<Call>& call : open) call->context.TryCancel();
  open.clear();
  Await();
}

}  // namespace parallax::load
