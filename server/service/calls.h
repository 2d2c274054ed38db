// What each rpc does with its message, without gRPC: read it, say what it will cost, do it.
#ifndef PARALLAX_SERVER_SERVICE_CALLS_H_
#define PARALLAX_SERVER_SERVICE_CALLS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/api/limits.h"
#include "server/api/requests.h"
#include "server/base/byte_budget.h"
#include "server/base/call_context.h"
#include "server/engine/engine.h"
#include "server/service/backend.h"
#include "server/service/schedule.h"

namespace parallax::service {

// What RetryInfo advises where events take all room: they are followed for minutes or hours.
inline constexpr absl::Duration kFollowRetryDelay = absl::Seconds(5);

// For a call that memory does not suffice for.
absl::Status OutOfMemory();

// What every call works with. All of it is borrowed.
struct Workshop {
  const Backend* backend = nullptr;
  const api::Limits* limits = nullptr;
  ByteBudget* followed_bytes = nullptr;  // of the reports that all followed events hold
  engine::ParallelFor parallel;
  // Told of each stage that ended: so many tokens took so long on one thread.
  std::function<void(double tokens, absl::Duration busy)> learn;
};

struct Cost {
  Work work;
  size_t bytes = 0;  // of memory, at most, while it is done
};

// One unary call, used in the order of its methods, by one thread at a time.
class UnaryCall {
 public:
  virtual ~UnaryCall() = default;
  // To be filled from what came.
  virtual google::protobuf::Message* request() = 0;
  // Reads the request, whose texts are moved out of it.
  // Errors: INVALID_ARGUMENT, as api::ReadRequest has them.
  virtual absl::Status Read(const api::Limits& limits) = 0;
  virtual Cost EstimateCost(const Backend& backend) const = 0;
  // Does it. Errors: as the API has them; see server/api/errors.h.
  virtual absl::Status Run(const Workshop& workshop, const CallContext& context) = 0;
  // Where Run returned OK.
  virtual const google::protobuf::Message& response() const = 0;
};

std::unique_ptr<UnaryCall> MakeAnalyzeReportCall();
std::unique_ptr<UnaryCall> MakeCompareReportsCall();

// The reports of one followed event. Memory: at most Limits::max_reports, of together at most
// Limits::max_request_bytes, with what is known of them.
// Thread safety: not for use by several threads at once.
class FollowedEvent {
 public:
  Cost EstimateCost(const api::FollowInput& input, const Backend& backend) const;

  // Takes one step and fills `response`, but for its sequence, with what came of it. A step that
  // fails changes nothing.
  // Returns the status that stands in `response` where the step failed.
  absl::Status Step(const Workshop& workshop, const CallContext& context, api::FollowInput input,
                    v1::FollowEventResponse* response);

  // Fills `response` with an error and the reports held.
  void Fail(const absl::Status& status, v1::FollowEventResponse* response) const;

 private:
  struct Held {
    AnalysisPtr analysis;
    size_t bytes;  // of the report as it came
    std::shared_ptr<const ByteBudget::Share> share;
  };
  absl::Status TryStep(const Workshop& workshop, const CallContext& context, api::FollowInput input,
                       v1::CompareReportsResponse* comparison);
  absl::Status Add(const Workshop& workshop, const CallContext& context, analysis::Report report,
                   std::vector<Held>* held) const;
  absl::Status Remove(const std::string& id, std::vector<Held>* held) const;

  std::vector<Held> held_;  // oldest first
  api::ComparisonOptions options_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALLS_H_
