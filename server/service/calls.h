// What each rpc does once its request has been read, without gRPC.
//
// Thread safety: free functions; safe for concurrent use, each call with messages of its own.
#ifndef PARALLAX_SERVER_SERVICE_CALLS_H_
#define PARALLAX_SERVER_SERVICE_CALLS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/api/limits.h"
#include "server/api/requests.h"
#include "server/base/byte_budget.h"
#include "server/base/call_context.h"
#include "server/engine/engine.h"
#include "server/service/backend.h"

namespace parallax::service {

// What RetryInfo advises where events take all room: they are followed for minutes or hours.
inline constexpr absl::Duration kFollowRetryDelay = absl::Seconds(5);

// What every call works with. All of it is borrowed.
struct Workshop {
  const Backend* backend = nullptr;
  const api::Limits* limits = nullptr;
  ByteBudget* followed_bytes = nullptr;  // of the reports that all followed events hold
  engine::ParallelFor parallel;
};

// Texts are moved out of `request`. On an error `response` holds a part.
// Errors: as the API has them; see server/api/errors.h.
absl::Status AnalyzeReport(const Workshop& workshop, const CallContext& context,
                           v1::AnalyzeReportRequest* request, v1::AnalyzeReportResponse* response);
absl::Status CompareReports(const Workshop& workshop, const CallContext& context,
                            v1::CompareReportsRequest* request,
                            v1::CompareReportsResponse* response);

// The reports of one followed event. Memory: at most Limits::max_reports, of together at most
// Limits::max_request_bytes, with what is known of them.
// Thread safety: not for use by several threads at once.
class FollowedEvent {
 public:
  // Takes one step and fills `response`, but for its sequence, with what came of it. A step that
  // fails changes nothing. Texts are moved out of `request`.
  // Returns the status that stands in `response` where the step failed.
  absl::Status Step(const Workshop& workshop, const CallContext& context,
                    v1::FollowEventRequest* request, v1::FollowEventResponse* response);

  // Fills `response` with an error and the reports held.
  void Fail(const absl::Status& status, v1::FollowEventResponse* response) const;

 private:
  struct Held {
    AnalysisPtr analysis;
    size_t bytes;  // of the report as it came
    std::shared_ptr<const ByteBudget::Share> share;
  };
  absl::Status TryStep(const Workshop& workshop, const CallContext& context,
                       v1::FollowEventRequest* request, v1::CompareReportsResponse* comparison);
  absl::Status Add(const Workshop& workshop, const CallContext& context, analysis::Report report,
                   std::vector<Held>* held) const;
  absl::Status Remove(const std::string& id, std::vector<Held>* held) const;

  std::vector<Held> held_;  // oldest first
  api::ComparisonOptions options_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALLS_H_
