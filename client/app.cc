#include "client/app.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/errors.h"
#include "client/follow.h"
#include "client/input.h"
#include "client/json.h"
#include "client/page/page.h"
#include "client/progress.h"
#include "client/terminal.h"
#include "client/text_view.h"
#include "client/wording.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

int UsageError(const absl::Status& status, std::ostream& err) {
  err << "parallax: " << CleanLine(status.message()) << "\n";
  return kExitUsage;
}

// Files named on the command line, as reports in their order; `warnings` gets what is to be said of
// them.
absl::StatusOr<std::vector<v1::Report>> ReadReports(const std::vector<InputFile>& files,
                                                    std::vector<v1::Warning>* warnings) {
  std::vector<v1::Report> reports;
  std::vector<std::vector<v1::Warning>> own;
  std::vector<std::string> paths;
  for (const InputFile& file : files) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string content, ReadFile(file.path));
    PARALLAX_ASSIGN_OR_RETURN(ParsedReport parsed, ParseReport(file, content));
    reports.push_back(std::move(parsed.report));
    own.push_back(std::move(parsed.warnings));
    paths.push_back(file.path);
  }
  AssignIds(paths, reports);
  for (size_t i = 0; i < reports.size(); ++i) {
    for (v1::Warning& warning : own[i]) {
      warning.set_report_id(reports[i].id());
      warnings->push_back(std::move(warning));
    }
  }
  return reports;
}

void ApplyFlags(const Options& options, v1::AnalyzeReportRequest& request) {
  if (options.encoding) request.set_offset_encoding(*options.encoding);
}

void ApplyFlags(const Options& options, v1::CompareReportsRequest& request) {
  if (options.encoding) request.set_offset_encoding(*options.encoding);
  if (options.view) request.set_view(*options.view);
  if (!options.kinds.empty())
    request.mutable_kinds()->Assign(options.kinds.begin(), options.kinds.end());
  if (options.min_severity) request.set_min_severity(*options.min_severity);
  if (options.min_confidence) request.set_min_confidence(*options.min_confidence);
  // These views show the words around the evidence.
  if (options.format == OutputFormat::kHtml ||
      (options.format == OutputFormat::kText && options.context)) {
    request.set_view(v1::CompareReportsRequest::FULL);
  }
  // The page lays out the text by its bytes and shows no offset.
  if (options.format == OutputFormat::kHtml) request.set_offset_encoding(v1::Span::UTF8);
}

// What differs between the two commands that make one call.
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
  static std::string Html(const Request& request, const Response& response) {
    return RenderPage(request, response);
  }
  static std::string Text(const Response& response, const TextViewOptions& options) {
    return RenderComparison(response, options);
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
  static std::string Html(const Request& request, const Response& response) {
    return RenderPage(request, response);
  }
  static std::string Text(const Response& response, const TextViewOptions& options) {
    return RenderAnalysis(response, options);
  }
};

// One call, with its deadline and the progress line.
template <typename Verb>
grpc::Status Call(const Options& options, v1::FramingService::StubInterface& stub,
                  const Console& console, typename Verb::Request& request,
                  typename Verb::Response& response) {
  ApplyFlags(options, request);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
  const Progress progress(console.err, console.show_progress, Verb::Label(request));
  return (stub.*Verb::kMethod)(&context, request, &response);
}

// Answers each line of the request file by a line: the response, or {"error": a google.rpc.Status}.
template <typename Verb>
int RunLines(const Options& options, v1::FramingService::StubInterface& stub,
             const Console& console) {
  std::ifstream file;
  if (options.request != "-") {
    file.open(options.request);
    if (!file) {
      return UsageError(
          absl::InvalidArgumentError(absl::StrCat(options.request, ": ", std::strerror(errno))),
          console.err);
    }
  }
  std::istream& input = options.request == "-" ? std::cin : file;
  int exit_code = kExitDone;
  std::string line;
  for (int number = 1; std::getline(input, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    typename Verb::Request request;
    typename Verb::Response response;
    google::rpc::Status error;
    const absl::Status parsed = FromJson(line, absl::StrCat("line ", number), request);
    if (!parsed.ok()) {
      error.set_code(grpc::StatusCode::INVALID_ARGUMENT);
      error.set_message(std::string(parsed.message()));
      exit_code = kExitUsage;
    } else if (const grpc::Status status = Call<Verb>(options, stub, console, request, response);
               !status.ok()) {
      error = ToProto(status);
      exit_code = std::max(exit_code, kExitRefused);
    }
    if (error.code() == 0) {
      console.out << ToJson(response, JsonLayout::kOneLine);
    } else {
      console.out << "{\"error\":"
                  << absl::StripAsciiWhitespace(ToJson(error, JsonLayout::kOneLine)) << "}\n";
    }
    console.out.flush();
  }
  return exit_code;
}

template <typename Verb>
int RunOnce(const Options& options, v1::FramingService::StubInterface& stub,
            const Console& console) {
  typename Verb::Request request;
  std::vector<std::string> paths;
  std::vector<v1::Warning> warnings;
  if (!options.request.empty()) {
    const absl::StatusOr<std::string> content = ReadFile(options.request);
    if (!content.ok()) return UsageError(content.status(), console.err);
    const absl::Status parsed = FromJson(*content, options.request, request);
    if (!parsed.ok()) return UsageError(parsed, console.err);
  } else {
    absl::StatusOr<std::vector<v1::Report>> reports = ReadReports(options.files, &warnings);
    if (!reports.ok()) return UsageError(reports.status(), console.err);
    request = Verb::MakeRequest(*std::move(reports));
    for (const InputFile& file : options.files) paths.push_back(file.path);
  }
  typename Verb::Response response;
  const grpc::Status status = Call<Verb>(options, stub, console, request, response);
  if (!status.ok()) {
    console.err << "parallax: " << Explain(ToProto(status), options.server, paths);
    return kExitRefused;
  }
  AddWarnings(warnings, response.mutable_warnings());
  switch (options.format) {
    case OutputFormat::kText:
      console.out << Verb::Text(response,
                                {.width = console.width,
                                 .color = console.color,
                                 .context = options.context,
                                 .numbers = options.view == v1::CompareReportsRequest::FULL});
      break;
    case OutputFormat::kHtml:
      console.out << Verb::Html(request, response);
      break;
    case OutputFormat::kJson:
    case OutputFormat::kJsonLines:
      console.out << ToJson(response, JsonLayout::kPretty);
      break;
  }
  return kExitDone;
}

template <typename Verb>
int RunVerb(const Options& options, v1::FramingService::StubInterface& stub,
            const Console& console) {
  return options.format == OutputFormat::kJsonLines ? RunLines<Verb>(options, stub, console)
                                                    : RunOnce<Verb>(options, stub, console);
}

}  // namespace

int Run(const Options& options, v1::FramingService::StubInterface& stub, const Console& console,
        const volatile std::sig_atomic_t* stop) {
  switch (options.command) {
    case Command::kCompare:
      return RunVerb<Compare>(options, stub, console);
    case Command::kAnalyze:
      return RunVerb<Analyze>(options, stub, console);
    case Command::kFollow:
      return Follow(options, stub, console, stop);
    case Command::kHelp:
    case Command::kVersion:
      break;
  }
  return kExitUsage;
}

}  // namespace parallax::client
