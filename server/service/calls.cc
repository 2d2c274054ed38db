#include "server/service/calls.h"

#include <algorithm>
#include <new>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/api/answers.h"
#include "server/api/errors.h"
#include "server/base/status_macros.h"
#include "server/models/default_model.h"
#include "server/service/work_estimate.h"
#include "server/service/work_pool.h"

namespace parallax::service {
namespace {

constexpr absl::Duration kMemoryRetryDelay = absl::Seconds(1);
// Of memory for each byte that came, while it is read: a page becomes a tree.
constexpr double kBytesOfText = 3;
constexpr double kBytesOfPage = 20;

// What the engine says of a report that it cannot read, as a violation of the request.
absl::Status AsViolation(const absl::Status& status, const std::string& body_path) {
  if (status.code() != absl::StatusCode::kInvalidArgument) return status;
  return api::InvalidRequest({{body_path, std::string(status.message())}});
}

// What is known of how long a stage takes, so that time is counted for the thread that had it.
class Stage {
 public:
  Stage(const Workshop& workshop, double tokens)
      : workshop_(workshop), tokens_(tokens), begin_(WorkPool::Busy()) {}
  // Of a stage that failed, nobody knows how much of it was done.
  void End() const {
    if (workshop_.learn) workshop_.learn(tokens_, WorkPool::Busy() - begin_);
  }

 private:
  const Workshop& workshop_;
  const double tokens_;
  const absl::Duration begin_;
};

absl::StatusOr<AnalysisPtr> Analyze(const Workshop& workshop, const CallContext& context,
                                    const analysis::Report& report) {
  try {
    const bool known = workshop.backend->Knows(report);
    const Stage stage(workshop, AnalysisTokens(EstimateTokens(report), report.body.size()));
    absl::StatusOr<AnalysisPtr> analysis = workshop.backend->Analyze(report, context);
    if (analysis.ok() && !known) stage.End();
    return analysis;
  } catch (const std::bad_alloc&) {
    return OutOfMemory();
  }
}

std::vector<double> TokensOf(const std::vector<AnalysisPtr>& analyses) {
  std::vector<double> tokens;
  tokens.reserve(analyses.size());
  for (const AnalysisPtr& analysis : analyses) {
    tokens.push_back(static_cast<double>(analysis->document.tokens().size()));
  }
  return tokens;
}

absl::StatusOr<engine::Comparison> Compare(const Workshop& workshop, const CallContext& context,
                                           std::vector<AnalysisPtr> analyses,
                                           const engine::CompareOptions& options) {
  const Stage stage(workshop, ComparisonTokens(TokensOf(analyses)));
  absl::StatusOr<engine::Comparison> comparison =
      workshop.backend->Compare(std::move(analyses), options, context);
  if (comparison.ok()) stage.End();
  return comparison;
}

// Of reports to be analysed and then compared with each other and with `held` (in tokens).
Cost CostOf(std::span<const analysis::Report> reports, std::vector<double> held,
            const Backend& backend) {
  double analysed = 0;
  double longest = 0;
  double bytes_in = 0;
  for (const analysis::Report& report : reports) {
    const double tokens = EstimateTokens(report);
    held.push_back(tokens);
    bytes_in += (report.format == text::Format::kHtml ? kBytesOfPage : kBytesOfText) *
                static_cast<double>(report.headline.size() + report.body.size());
    if (backend.Knows(report)) continue;
    const double cost = AnalysisTokens(tokens, report.body.size());
    analysed += cost;
    longest = std::max(longest, cost);
  }
  const double compared = held.size() > 1 ? ComparisonTokens(held) : 1;
  return {.work = {.tokens = analysed + compared, .in_line = longest + compared},
          .bytes = EstimateBytes(analysed, compared) + static_cast<size_t>(bytes_in)};
}

// What the calls have in common: messages, and what is read of the request.
template <typename Request, typename Input, typename Response>
class CallOf : public UnaryCall {
 public:
  google::protobuf::Message* request() override { return &request_; }
  const google::protobuf::Message& response() const override { return response_; }
  absl::Status Read(const api::Limits& limits) override {
    PARALLAX_ASSIGN_OR_RETURN(input_, api::ReadRequest(&request_, limits));
    return absl::OkStatus();
  }

 protected:
  Input input_;
  Response response_;

 private:
  Request request_;
};

class AnalyzeReportCall
    : public CallOf<v1::AnalyzeReportRequest, api::AnalyzeInput, v1::AnalyzeReportResponse> {
 public:
  Cost EstimateCost(const Backend& backend) const override {
    return CostOf(std::span(&input_.report, 1), {}, backend);
  }
  absl::Status Run(const Workshop& workshop, const CallContext& context) override {
    const absl::StatusOr<AnalysisPtr> analysis = Analyze(workshop, context, input_.report);
    if (!analysis.ok()) {
      return AsViolation(analysis.status(), api::BodyPath("report", input_.report));
    }
    response_.set_model_id(std::string(parallax::ModelId()));
    return api::WriteAnalysis(**analysis, input_.encoding, workshop.limits->max_response_bytes,
                              context, &response_);
  }
};

class CompareReportsCall
    : public CallOf<v1::CompareReportsRequest, api::CompareInput, v1::CompareReportsResponse> {
 public:
  Cost EstimateCost(const Backend& backend) const override {
    return CostOf(input_.reports, {}, backend);
  }
  absl::Status Run(const Workshop& workshop, const CallContext& context) override {
    std::vector<AnalysisPtr> analyses;
    PARALLAX_RETURN_IF_ERROR(AnalyzeAll(workshop, context, &analyses));
    PARALLAX_ASSIGN_OR_RETURN(
        const engine::Comparison comparison,
        Compare(workshop, context, std::move(analyses), input_.options.compare));
    response_.set_model_id(std::string(parallax::ModelId()));
    return api::WriteComparison(comparison, input_.options.encoding, input_.options.full,
                                workshop.limits->max_response_bytes, context, &response_);
  }

 private:
  // Each report by itself, on as many threads as the call is due.
  absl::Status AnalyzeAll(const Workshop& workshop, const CallContext& context,
                          std::vector<AnalysisPtr>* analyses) const {
    const size_t count = input_.reports.size();
    std::vector<absl::StatusOr<AnalysisPtr>> results(count, absl::UnknownError("not analysed"));
    workshop.parallel(
        count, [&](size_t i) { results[i] = Analyze(workshop, context, input_.reports[i]); });
    std::vector<api::Violation> violations;
    for (size_t i = 0; i < count; ++i) {
      if (results[i].ok()) {
        analyses->push_back(*std::move(results[i]));
      } else if (results[i].status().code() == absl::StatusCode::kInvalidArgument) {
        violations.push_back({api::BodyPath(absl::StrCat("reports[", i, "]"), input_.reports[i]),
                              std::string(results[i].status().message())});
      } else {
        return results[i].status();
      }
    }
    return violations.empty() ? absl::OkStatus() : api::InvalidRequest(violations);
  }
};

}  // namespace

std::unique_ptr<UnaryCall> MakeAnalyzeReportCall() { return std::make_unique<AnalyzeReportCall>(); }
std::unique_ptr<UnaryCall> MakeCompareReportsCall() {
  return std::make_unique<CompareReportsCall>();
}

absl::Status OutOfMemory() {
  return api::RetryLater(api::reason::kOutOfMemory, "no memory for this call now",
                         kMemoryRetryDelay);
}

Cost FollowedEvent::EstimateCost(const api::FollowInput& input, const Backend& backend) const {
  std::vector<double> held;
  for (const Held& report : held_) {
    held.push_back(static_cast<double>(report.analysis->document.tokens().size()));
  }
  if (!input.report.has_value()) return CostOf({}, std::move(held), backend);
  return CostOf(std::span(&*input.report, 1), std::move(held), backend);
}

absl::Status FollowedEvent::Step(const Workshop& workshop, const CallContext& context,
                                 api::FollowInput input, v1::FollowEventResponse* response) {
  v1::CompareReportsResponse comparison;
  absl::Status status = TryStep(workshop, context, std::move(input), &comparison);
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
                                    api::FollowInput input,
                                    v1::CompareReportsResponse* comparison) {
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
    PARALLAX_ASSIGN_OR_RETURN(const engine::Comparison result,
                              Compare(workshop, context, std::move(analyses), options.compare));
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
  auto share = workshop.followed_bytes->Take(own_bytes + EstimateBytes(EstimateTokens(report), 0));
  if (share == nullptr) {
    return api::RetryLater(api::reason::kTooManyEvents,
                           "the events being followed hold as much as the server takes on",
                           kFollowRetryDelay);
  }
  absl::StatusOr<AnalysisPtr> analysis = Analyze(workshop, context, report);
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
