// What differs between the two commands that make one call each.
#ifndef PARALLAX_CLIENT_INTERNAL_VERBS_H_
#define PARALLAX_CLIENT_INTERNAL_VERBS_H_

#include <grpcpp/client_context.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/options.h"
#include "client/wording.h"
#include "parallax/v1/framing_service.grpc.pb.h"

namespace parallax::client {

// What the flags say comes before what the request says.
void ApplyFlags(const Options& options, v1::CompareReportsRequest& request);
void ApplyFlags(const Options& options, v1::AnalyzeReportRequest& request);

struct Compare {
  using Request = v1::CompareReportsRequest;
  using Response = v1::CompareReportsResponse;
  static constexpr auto kMethod = &v1::FramingService::StubInterface::CompareReports;

  static Request MakeRequest(std::vector<v1::Report> reports) {
    Request request;
    for (v1::Report& report : reports) *request.add_reports() = std::move(report);
    return request;
  }
  static std::string Label(const Request& request) {
    return absl::StrCat("comparing ", Count(request.reports_size(), "report"));
  }
};

struct Analyze {
  using Request = v1::AnalyzeReportRequest;
  using Response = v1::AnalyzeReportResponse;
  static constexpr auto kMethod = &v1::FramingService::StubInterface::AnalyzeReport;

  static Request MakeRequest(std::vector<v1::Report> reports) {
    Request request;
    *request.mutable_report() = std::move(reports.front());
    return request;
  }
  static std::string Label(const Request&) { return "analyzing the report"; }
};

// One call, with its deadline. By the context, a new one, it may be cancelled meanwhile.
template <typename Verb>
grpc::Status Call(const Options& options, v1::FramingService::StubInterface& stub,
                  grpc::ClientContext& context, const typename Verb::Request& request,
                  typename Verb::Response& response) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
  return (stub.*Verb::kMethod)(&context, request, &response);
}

template <typename Verb>
grpc::Status Call(const Options& options, v1::FramingService::StubInterface& stub,
                  const typename Verb::Request& request, typename Verb::Response& response) {
  grpc::ClientContext context;
  return Call<Verb>(options, stub, context, request, response);
}

// Whether the answer has a difference that options.fail_on asks about.
bool IsFound(const Options& options, const v1::CompareReportsResponse& response);
inline bool IsFound(const Options&, const v1::AnalyzeReportResponse&) { return false; }

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_VERBS_H_
