#include "server/http/json_door.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "server/api/errors.h"
#include "server/base/mutex.h"
#include "server/http/reply.h"

namespace parallax::http {
namespace {

// How often to look whether the caller is still there.
constexpr absl::Duration kLook = absl::Milliseconds(50);
// By which the service is behind its own limit, where it is stuck.
constexpr absl::Duration kMargin = absl::Seconds(5);
constexpr size_t kMinTake = size_t{64} << 10;

absl::Status BadTimeout() {
  return api::InvalidRequest({{"grpc-timeout", "must be up to 8 digits and one of H M S m u n"}});
}

// The header of gRPC: "10S", "500m".
absl::StatusOr<absl::Time> DeadlineOf(absl::string_view timeout, absl::Time now) {
  if (timeout.empty()) return absl::InfiniteFuture();
  const char unit = timeout.back();
  timeout.remove_suffix(1);
  int64_t count = 0;
  if (timeout.empty() || timeout.size() > 8 ||
      timeout.find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(timeout, &count)) {
    return BadTimeout();
  }
  switch (unit) {
    case 'H':
      return now + absl::Hours(count);
    case 'M':
      return now + absl::Minutes(count);
    case 'S':
      return now + absl::Seconds(count);
    case 'm':
      return now + absl::Milliseconds(count);
    case 'u':
      return now + absl::Microseconds(count);
    case 'n':
      return now + absl::Nanoseconds(count);
    default:
      return BadTimeout();
  }
}

// The other side has closed, or the connection was cut.
bool IsGone(const Wire& wire) {
  pollfd state = {.fd = wire.descriptor(), .events = POLLRDHUP, .revents = 0};
  return poll(&state, 1, 0) > 0;
}

std::string PeerOf(const Wire& wire) {
  std::string address;
  int port = 0;
  wire.get_remote_ip_and_port(address, port);
  return address;
}

// Raised once, by a thread of gRPC's.
struct Ended {
  Mutex mutex;
  CondVar changed;
  bool ended ABSL_GUARDED_BY(mutex) = false;
};

}  // namespace

bool Held::Take(ByteBudget* budget, size_t bytes) {
  auto share = budget->Take(bytes);
  if (share == nullptr) return false;
  shares_.push_back(std::move(share));
  return true;
}

JsonDoor::JsonDoor(std::shared_ptr<grpc::Channel> channel, const Options& options)
    : channel_(std::move(channel)), options_(options), budget_(options.max_held_bytes) {}

JsonDoor::Fault JsonDoor::ReadBody(const Head& head, Wire* wire,
                                   const httplib::ContentReader& reader, Held* held,
                                   std::string* body) {
  const size_t limit = max_body_bytes();
  size_t taken = 0;
  Fault fault;
  const bool read = reader([&](const char* bytes, size_t size) {
    if (body->size() + size > limit) {
      fault = {api::InvalidRequest({{"request", absl::StrCat("over ", limit, " bytes of JSON")}}),
               413};
      return false;
    }
    if (body->size() + size > taken) {
      // What is announced is not yet here: room is taken as it comes, twice as much each time.
      const size_t more = std::max({size, taken, kMinTake});
      // For the text, and for the message that is made of it.
      if (!held->Take(&budget_, 2 * more)) {
        fault = {NoRoom(), 0};
        return false;
      }
      taken += more;
      body->reserve(taken);
    }
    body->append(bytes, size);
    return true;
  });
  if (read) {
    wire->BodyRead();
    return {};
  }
  if (!fault.status.ok()) return fault;
  const bool late = wire->timed_out();
  return {api::MakeError(absl::StatusCode::kInvalidArgument, api::reason::kMalformedRequest,
                         late           ? "the body did not come in time"
                         : head.chunked ? "the body is too long or no sequence of chunks"
                                        : "the body ended early"),
          late ? 408 : 400};
}

service::ByteCall::Answer JsonDoor::Call(service::ByteCall::Question question,
                                         const Wire& wire) const {
  const auto ended = std::make_shared<Ended>();
  const auto call = service::ByteCall::Start(channel_, std::move(question), [ended] {
    MutexLock lock(&ended->mutex);
    ended->ended = true;
    ended->changed.SignalAll();
  });
  bool cancelled = false;
  while (true) {
    {
      MutexLock lock(&ended->mutex);
      if (!ended->ended) ended->changed.WaitFor(&ended->mutex, kLook);
      if (ended->ended) break;
    }
    if (!cancelled && IsGone(wire)) {
      cancelled = true;
      call->Cancel();
    }
  }
  return call->Take();
}

void JsonDoor::Serve(const Method& method, const Head& head, Wire* wire,
                     const httplib::ContentReader& reader, Held* held,
                     httplib::Response* response) {
  const auto refuse = [response](const absl::Status& status) {
    Fill(ErrorReply(api::ToRpcStatus(status)), response);
  };
  const absl::Time arrival = absl::Now();
  const absl::StatusOr<absl::Time> deadline = DeadlineOf(head.timeout, arrival);
  if (!deadline.ok()) return refuse(deadline.status());

  std::string body;
  if (const Fault fault = ReadBody(head, wire, reader, held, &body); !fault.status.ok()) {
    return fault.http_status == 0 ? refuse(fault.status)
                                  : Fill(ErrorReply(fault.status, fault.http_status), response);
  }
  const absl::Cleanup leave = [this] { --calls_; };
  if (++calls_ > options_.max_calls) {
    return refuse(api::RetryLater(api::reason::kQueueFull,
                                  absl::StrCat(options_.max_calls, " calls are under way"),
                                  absl::Seconds(1)));
  }
  absl::StatusOr<std::string> message =
      codec_.ToBytes(method.request, body, options_.limits.max_reports);
  if (!message.ok()) return refuse(message.status());
  body = std::string();

  const service::ByteCall::Answer answer =
      Call({.method = method.name,
            .message = *std::move(message),
            .deadline = std::min(*deadline, absl::Now() + options_.max_call_time + kMargin),
            .peer = PeerOf(*wire),
            .authorization = head.authorization,
            .request_id = head.request_id,
            .trace_parent = head.trace_parent},
           *wire);
  if (!answer.request_id.empty()) response->set_header("X-Request-Id", answer.request_id);
  if (!answer.trace_parent.empty()) response->set_header("Traceparent", answer.trace_parent);
  if (answer.status.code() != 0) return Fill(ErrorReply(answer.status), response);
  if (!held->Take(&budget_, answer.message.size())) return refuse(NoRoom());
  absl::StatusOr<std::string> json =
      codec_.ToJson(method.response, answer.message, 2 * options_.limits.max_response_bytes,
                    [this, held](size_t bytes) { return held->Take(&budget_, bytes); });
  if (!json.ok()) return refuse(json.status());
  response->status = 200;
  response->body = *std::move(json);
  response->set_header("Content-Type", "application/json");
}

}  // namespace parallax::http
