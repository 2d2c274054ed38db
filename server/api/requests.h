// Request messages -> what the engine takes, with everything that is wrong with them at once.
//
// Thread safety: free functions without state; safe for concurrent use.
#ifndef PARALLAX_SERVER_API_REQUESTS_H_
#define PARALLAX_SERVER_API_REQUESTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/analysis/analyzer.h"
#include "server/api/limits.h"
#include "server/engine/engine.h"
#include "server/text/offsets.h"

namespace parallax::api {

struct AnalyzeInput {
  analysis::Report report;
  text::Encoding encoding = text::Encoding::kUtf8;
};

// How a comparison is to look.
struct ComparisonOptions {
  engine::CompareOptions compare;
  text::Encoding encoding = text::Encoding::kUtf8;
  bool full = false;  // with the analyses
};

struct CompareInput {
  std::vector<analysis::Report> reports;  // with distinct ids
  ComparisonOptions options;
};

// One step of a followed event: at least one of the three.
struct FollowInput {
  absl::optional<analysis::Report> report;  // before AssignId
  absl::optional<std::string> remove_report_id;
  absl::optional<ComparisonOptions> options;
};

// The texts of the reports are moved out of `request`.
// Errors: INVALID_ARGUMENT as InvalidRequest makes it, listing all violations in the order of the
// request. The strings of a message are valid UTF-8: protobuf sees to it.
absl::StatusOr<AnalyzeInput> ReadRequest(v1::AnalyzeReportRequest* request, const Limits& limits);
absl::StatusOr<CompareInput> ReadRequest(v1::CompareReportsRequest* request, const Limits& limits);
absl::StatusOr<FollowInput> ReadRequest(v1::FollowEventRequest* request, const Limits& limits);

// Fills in what the caller may leave out: the id, as "rNUMBER", and the outlet, as the id.
void AssignId(size_t number, analysis::Report* report);

// The field that the body of `report` came in, under `path`: "reports[2].html".
std::string BodyPath(absl::string_view path, const analysis::Report& report);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_REQUESTS_H_
