#include "server/service/calls.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/api/answers.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"
#include "server/models/default_model.h"

namespace parallax::service {
namespace {

// What the engine says of a report that it cannot read, as a violation of the request.
absl::Status AsViolation(const absl::Status& status, const std::string& body_path) {
  if (status.code() != absl::StatusCode::kInvalidArgument) return status;
  return api::InvalidRequest({{body_path, std::string(status.message())}});
}

}  // namespace

absl::Status AnalyzeReport(const Workshop& workshop, const CallContext& context,
                           v1::AnalyzeReportRequest* request, v1::AnalyzeReportResponse* response) {
  PARALLAX_ASSIGN_OR_RETURN(const api::AnalyzeInput input,
                            api::ReadRequest(request, *workshop.limits));
  const absl::StatusOr<AnalysisPtr> analysis = workshop.backend->Analyze(input.report, context);
  if (!analysis.ok()) {
    return AsViolation(analysis.status(), api::BodyPath("report", input.report));
  }
  response->set_model_id(std::string(parallax::ModelId()));
  return api::WriteAnalysis(**analysis, input.encoding, workshop.limits->max_response_bytes,
                            context, response);
}

absl::Status CompareReports(const Workshop& workshop, const CallContext& context,
                            v1::CompareReportsRequest* request,
                            v1::CompareReportsResponse* response) {
  PARALLAX_ASSIGN_OR_RETURN(const api::CompareInput input,
                            api::ReadRequest(request, *workshop.limits));
  const size_t count = input.reports.size();
  std::vector<absl::StatusOr<AnalysisPtr>> results(count, absl::UnknownError("not analysed"));
  workshop.parallel(
      count, [&](size_t i) { results[i] = workshop.backend->Analyze(input.reports[i], context); });

  std::vector<api::Violation> violations;
  std::vector<AnalysisPtr> analyses;
  analyses.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    if (results[i].ok()) {
      analyses.push_back(*std::move(results[i]));
    } else if (results[i].status().code() == absl::StatusCode::kInvalidArgument) {
      violations.push_back({api::BodyPath(absl::StrCat("reports[", i, "]"), input.reports[i]),
                            std::string(results[i].status().message())});
    } else {
      return results[i].status();
    }
  }
  if (!violations.empty()) return api::InvalidRequest(violations);

  PARALLAX_ASSIGN_OR_RETURN(
      const engine::Comparison comparison,
      workshop.backend->Compare(std::move(analyses), input.options.compare, context));
  response->set_model_id(std::string(parallax::ModelId()));
  return api::WriteComparison(comparison, input.options.encoding, input.options.full,
                              workshop.limits->max_response_bytes, context, response);
}

absl::Status FollowedEvent::Step(const Workshop& workshop, const CallContext& context,
                                 v1::FollowEventRequest* request,
                                 v1::FollowEventResponse* response) {
  v1::CompareReportsResponse comparison;
  absl::Status status = TryStep(workshop, context, request, &comparison);
  if (!status.ok()) {
    Fail(status, response);
    return status;
  }
  *response->mutable_comparison() = std::move(comparison);
  for (const Held& held : held_) response->add_report_ids(held.analysis->id);
  return status;
}

void FollowedEvent::Fail(const absl::Status& status, v1::FollowEventResponse* response) const {
  *response->mutable_error() = api::ToRpcStatus(status);
  for (const Held& held : held_) response->add_report_ids(held.analysis->id);
}

absl::Status FollowedEvent::TryStep(const Workshop& workshop, const CallContext& context,
                                    v1::FollowEventRequest* request,
                                    v1::CompareReportsResponse* comparison) {
  PARALLAX_ASSIGN_OR_RETURN(api::FollowInput input, api::ReadRequest(request, *workshop.limits));
  std::vector<Held> held = held_;
  if (input.report.has_value()) {
    PARALLAX_RETURN_IF_ERROR(Add(workshop, context, *std::move(input.report), &held));
  } else if (input.remove_report_id.has_value()) {
    PARALLAX_RETURN_IF_ERROR(Remove(*input.remove_report_id, &held));
  }
  const api::ComparisonOptions options = input.options.has_value() ? *input.options : options_;
  comparison->set_model_id(std::string(parallax::ModelId()));
  if (!held.empty()) {
    std::vector<AnalysisPtr> analyses;
    analyses.reserve(held.size());
    for (const Held& report : held) analyses.push_back(report.analysis);
    PARALLAX_ASSIGN_OR_RETURN(
        const engine::Comparison result,
        workshop.backend->Compare(std::move(analyses), options.compare, context));
    PARALLAX_RETURN_IF_ERROR(api::WriteComparison(result, options.encoding, options.full,
                                                  workshop.limits->max_response_bytes, context,
                                                  comparison));
  }
  held_ = std::move(held);
  options_ = options;
  return absl::OkStatus();
}

absl::Status FollowedEvent::Add(const Workshop& workshop, const CallContext& context,
                                analysis::Report report, std::vector<Held>* held) const {
  const auto position_of = [held](absl::string_view id) {
    return std::find_if(held->begin(), held->end(),
                        [id](const Held& report) { return report.analysis->id == id; });
  };
  size_t number = 1;
  while (report.id.empty() && position_of(absl::StrCat("r", number)) != held->end()) ++number;
  api::AssignId(number, &report);

  const auto old = position_of(report.id);
  if (old == held->end() && held->size() >= workshop.limits->max_reports) {
    return api::InvalidRequest({{"report", absl::StrCat(held->size(), " reports held, limit ",
                                                        workshop.limits->max_reports)}});
  }
  size_t bytes = report.headline.size() + report.body.size();
  const size_t own_bytes = bytes;
  for (const Held& other : *held) {
    if (other.analysis->id != report.id) bytes += other.bytes;
  }
  if (bytes > workshop.limits->max_request_bytes) {
    return api::InvalidRequest({{"report", absl::StrCat(bytes, " bytes with those held, limit ",
                                                        workshop.limits->max_request_bytes)}});
  }
  auto share = workshop.followed_bytes->Take(own_bytes);
  if (share == nullptr) {
    return api::RetryLater(api::reason::kTooManyEvents,
                           "the events being followed hold as much as the server takes on",
                           kFollowRetryDelay);
  }
  absl::StatusOr<AnalysisPtr> analysis = workshop.backend->Analyze(report, context);
  if (!analysis.ok()) return AsViolation(analysis.status(), api::BodyPath("report", report));
  Held entry = {*std::move(analysis), own_bytes, std::move(share)};
  if (old != held->end()) {
    *old = std::move(entry);
  } else {
    held->push_back(std::move(entry));
  }
  return absl::OkStatus();
}

absl::Status FollowedEvent::Remove(const std::string& id, std::vector<Held>* held) const {
  const size_t removed =
      std::erase_if(*held, [&id](const Held& report) { return report.analysis->id == id; });
  if (removed > 0) return absl::OkStatus();
  return api::InvalidRequest({{"remove_report_id", "no report with this id is held"}});
}

}  // namespace parallax::service
