#include "client/app.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/annotations_view.h"
#include "client/baseline.h"
#include "client/batch.h"
#include "client/bundle.h"
#include "client/csv_view.h"
#include "client/dismissed.h"
#include "client/errors.h"
#include "client/follow.h"
#include "client/input.h"
#include "client/internal/verbs.h"
#include "client/json.h"
#include "client/markdown_view.h"
#include "client/page/page.h"
#include "client/progress.h"
#include "client/revision.h"
#include "client/revision_view.h"
#include "client/terminal.h"
#include "client/text_view.h"
#include "client/wording.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

int UsageError(const absl::Status& status, const Console& console) {
  console.err << "parallax: " << CleanLine(status.message()) << "\n";
  return kExitUsage;
}

// A request as it was asked for.
template <typename Verb>
struct Asked {
  typename Verb::Request request;
  std::vector<std::string> paths;  // of the reports; empty for a request file
  std::vector<v1::Warning> warnings;
};

template <typename Verb>
absl::StatusOr<Asked<Verb>> ReadAsked(Options& options) {
  Asked<Verb> asked;
  if (!options.request.empty()) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string content, ReadFile(options.request));
    PARALLAX_RETURN_IF_ERROR(FromJson(content, options.request, asked.request));
    return asked;
  }
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<InputFile> files, ExpandFolders(options.files));
  if (options.command == Command::kCompare && files.size() < 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "compare needs two or more reports, or --request=FILE; given: ", files.size()));
  }
  if (options.revision && files.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--revision needs two versions of one report, the older first; given: ", files.size()));
  }
  if (options.command == Command::kAnalyze && files.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("analyze needs one report; given: ", files.size()));
  }
  PARALLAX_ASSIGN_OR_RETURN(Bundle bundle, ReadBundle(files));
  PARALLAX_RETURN_IF_ERROR(ResolvePairs(bundle.reports, bundle.paths, options.between));
  asked.request = Verb::MakeRequest(std::move(bundle.reports));
  asked.paths = std::move(bundle.paths);
  asked.warnings = std::move(bundle.warnings);
  return asked;
}

// What was taken out of an answer before it is shown.
struct LeftOut {
  std::optional<Change> change;  // with a baseline
  int dismissed = 0;
};

TextViewOptions TextOptions(const Options& options, const Console& console, int dismissed) {
  return {.width = console.width,
          .color = console.color,
          .context = options.context,
          .numbers = options.view == v1::CompareReportsRequest::FULL,
          .dismissed = dismissed};
}

std::map<std::string, std::string> UrisOf(const v1::CompareReportsRequest& request) {
  std::map<std::string, std::string> uris;
  for (int i = 0; i < request.reports_size(); ++i) {
    const v1::Report& report = request.reports(i);
    uris.emplace(report.id().empty() ? absl::StrCat("r", i + 1) : report.id(), report.uri());
  }
  return uris;
}

// The answer as JSON; against a baseline with what is gone, as a last member of its own.
std::string Json(const v1::CompareReportsResponse& response, const std::optional<Change>& change) {
  std::string json = ToJson(response, JsonLayout::kPretty);
  if (!change) return json;
  const std::string gone = absl::StrJoin(
      change->gone.differences(), ",", [](std::string* out, const v1::Difference& difference) {
        absl::StrAppend(out, absl::StripAsciiWhitespace(ToJson(difference, JsonLayout::kOneLine)));
      });
  json.resize(json.rfind('}'));
  absl::StripTrailingAsciiWhitespace(&json);
  return absl::StrCat(json, ",\n \"gone\": [", gone, "]\n}\n");
}

std::string Text(const v1::CompareReportsResponse& response, const std::optional<Change>& change,
                 const TextViewOptions& options) {
  if (!change) return RenderComparison(response, options);
  TextWriter out(options.width, options.color);
  out.Paragraph({{absl::StrCat("Since the baseline: ", response.differences_size(), " new, ",
                               change->gone.differences_size(), " gone, ", change->kept,
                               " as before; the new ones:"),
                  Style::kBold}},
                0, 2);
  out.Blank();
  std::string text = absl::StrCat(out.Take(), RenderComparison(response, options));
  if (change->gone.differences_size() == 0) return text;
  WriteHeading("GONE SINCE THE BASELINE", out);
  return absl::StrCat(text, "\n", out.Take(), "\n", RenderDifferences(change->gone, options));
}

std::string Markdown(const v1::CompareReportsResponse& response, const LeftOut& left_out) {
  const std::optional<Change>& change = left_out.change;
  const std::string memo = RenderMarkdown(response, left_out.dismissed);
  if (!change) return memo;
  std::string text = absl::StrCat("Since the baseline: ", response.differences_size(), " new, ",
                                  change->gone.differences_size(), " gone, ", change->kept,
                                  " as before.\n\n", memo);
  if (change->gone.differences_size() > 0) {
    absl::StrAppend(&text, "\n**Gone since the baseline**\n\n", MarkdownCards(change->gone));
  }
  return text;
}

std::string RenderRevision(const Options& options, const Console& console,
                           const v1::CompareReportsResponse& response) {
  const Revision revision = FindRevision(response);
  switch (options.format) {
    case OutputFormat::kJson:
      return RevisionAsJson(revision);
    case OutputFormat::kMarkdown:
      return RevisionAsMarkdown(revision);
    default:
      return RevisionAsText(revision, console.width, console.color);
  }
}

std::string Render(const Options& options, const Console& console,
                   const v1::CompareReportsRequest& request,
                   const v1::CompareReportsResponse& response, const LeftOut& left_out) {
  const std::optional<Change>& change = left_out.change;
  if (options.revision) return RenderRevision(options, console, response);
  switch (options.format) {
    case OutputFormat::kText:
      return Text(response, change, TextOptions(options, console, left_out.dismissed));
    case OutputFormat::kHtml:
      return RenderPage(request, response, left_out.dismissed);
    case OutputFormat::kMarkdown:
      return Markdown(response, left_out);
    case OutputFormat::kCsv:
      return change ? absl::StrCat(RenderCsv(response, "new"), CsvRows(change->gone, "gone"))
                    : RenderCsv(response);
    case OutputFormat::kCsvFacts:
      return RenderFactsCsv(response);
    case OutputFormat::kAnnotations:
      return RenderAnnotations(response, UrisOf(request));
    case OutputFormat::kJson:
    case OutputFormat::kJsonLines:
      break;
  }
  return Json(response, change);
}

std::string Render(const Options& options, const Console& console,
                   const v1::AnalyzeReportRequest& request,
                   const v1::AnalyzeReportResponse& response, const LeftOut&) {
  switch (options.format) {
    case OutputFormat::kText:
      return RenderAnalysis(response, TextOptions(options, console, 0));
    case OutputFormat::kHtml:
      return RenderPage(request, response);
    default:
      return ToJson(response, JsonLayout::kPretty);
  }
}

// Formats that have no place for what was left out say so beside the answer.
void TellOfLeftOut(const Options& options, const LeftOut& left_out, const Console& console) {
  const int gone = left_out.change ? left_out.change->gone.differences_size() : 0;
  const bool silent = options.format == OutputFormat::kHtml ||
                      options.format == OutputFormat::kAnnotations ||
                      options.format == OutputFormat::kCsvFacts;
  if (silent && gone > 0) {
    console.err << "parallax: " << Count(gone, "difference")
                << " of the baseline are gone: see --format=text, json, markdown or csv\n";
  }
  const bool counts = options.format == OutputFormat::kText ||
                      options.format == OutputFormat::kHtml ||
                      options.format == OutputFormat::kMarkdown;
  if (!counts && left_out.dismissed > 0) {
    console.err << "parallax: " << Count(left_out.dismissed, "dismissed difference")
                << " left out\n";
  }
}

// Takes what the baseline has as well out of the answer.
std::optional<Change> Since(const v1::CompareReportsRequest& request,
                            v1::CompareReportsResponse& earlier, const Console& console,
                            v1::CompareReportsResponse* response) {
  if (!earlier.model_id().empty() && earlier.model_id() != response->model_id()) {
    console.err << "parallax: the baseline is of another model (" << CleanLine(earlier.model_id())
                << "), which may be why differences are new or gone\n";
  }
  KeepWanted(request, &earlier);
  return KeepNew(earlier, response);
}

std::optional<Change> Since(const v1::AnalyzeReportRequest&, v1::CompareReportsResponse&,
                            const Console&, v1::AnalyzeReportResponse*) {
  return std::nullopt;
}

int Dismiss(const std::set<std::string>& keys, v1::CompareReportsResponse* response) {
  return LeaveOutDismissed(keys, response);
}
int Dismiss(const std::set<std::string>&, v1::AnalyzeReportResponse*) { return 0; }

bool HasBothAnalyses(const v1::CompareReportsResponse& response) {
  return response.analyses_size() == 2;
}
bool HasBothAnalyses(const v1::AnalyzeReportResponse&) { return false; }

absl::StatusOr<std::set<std::string>> ReadDismissedFile(const std::string& path) {
  PARALLAX_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  return ReadDismissed(content, path);
}

template <typename Verb>
int RunOnce(Options options, v1::FramingService::StubInterface& stub, const Console& console) {
  v1::CompareReportsResponse earlier;
  if (!options.baseline.empty()) {
    const absl::StatusOr<std::string> content = ReadFile(options.baseline);
    if (!content.ok()) return UsageError(content.status(), console);
    const absl::Status parsed = FromJson(*content, options.baseline, earlier);
    if (!parsed.ok()) return UsageError(parsed, console);
  }
  std::set<std::string> dismissed;
  if (!options.dismissed.empty()) {
    absl::StatusOr<std::set<std::string>> keys = ReadDismissedFile(options.dismissed);
    if (!keys.ok()) return UsageError(keys.status(), console);
    dismissed = *std::move(keys);
  }
  absl::StatusOr<Asked<Verb>> asked = ReadAsked<Verb>(options);
  if (!asked.ok()) return UsageError(asked.status(), console);
  ApplyFlags(options, asked->request);
  typename Verb::Response response;
  grpc::Status status;
  {
    const Progress progress(console.err, console.show_progress, Verb::Label(asked->request));
    status = Call<Verb>(options, stub, asked->request, response);
  }
  if (!status.ok()) {
    console.err << "parallax: " << Explain(ToProto(status), options.server, asked->paths);
    return kExitRefused;
  }
  AddWarnings(asked->warnings, response.mutable_warnings());
  if (options.revision && !HasBothAnalyses(response)) {
    console.err << "parallax: the server sent no analysis of the two versions\n";
    return kExitRefused;
  }
  LeftOut left_out{.dismissed = Dismiss(dismissed, &response)};
  Dismiss(dismissed, &earlier);
  if (!options.baseline.empty())
    left_out.change = Since(asked->request, earlier, console, &response);
  console.out << Render(options, console, asked->request, response, left_out);
  TellOfLeftOut(options, left_out, console);
  return IsFound(options, response) ? kExitFound : kExitDone;
}

}  // namespace

int Run(const Options& given, v1::FramingService::StubInterface& stub, const Console& console,
        const volatile std::sig_atomic_t* stop) {
  const absl::StatusOr<Options> styled = WithHouseStyle(given);
  if (!styled.ok()) return UsageError(styled.status(), console);
  const Options& options = *styled;
  if (options.command == Command::kFollow) return Follow(options, stub, console, stop);
  if (options.format == OutputFormat::kJsonLines) return RunBatch(options, stub, console);
  return options.command == Command::kAnalyze ? RunOnce<Analyze>(options, stub, console)
                                              : RunOnce<Compare>(options, stub, console);
}

}  // namespace parallax::client
