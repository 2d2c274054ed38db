#include "client/batch.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/batch_progress.h"
#include "client/bundle.h"
#include "client/errors.h"
#include "client/input.h"
#include "client/internal/batch_source.h"
#include "client/internal/in_order.h"
#include "client/internal/verbs.h"
#include "client/json.h"
#include "client/terminal.h"
#include "client/wording.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

constexpr size_t kHeldPerJob = 4;

// What went wrong or was found in any bundle.
struct Outcome {
  std::atomic<bool> unreadable = false;
  std::atomic<bool> refused = false;
  std::atomic<bool> found = false;

  int ExitCode() const {
    if (unreadable) return kExitUsage;
    if (refused) return kExitRefused;
    return found ? kExitFound : kExitDone;
  }
};

std::string ErrorLine(const google::rpc::Status& error) {
  return absl::StrCat(
      "{\"error\":", absl::StripAsciiWhitespace(ToJson(error, JsonLayout::kOneLine)), "}\n");
}

// The reports of a folder as a request, with what the flags say of pairs put in terms of their ids.
absl::StatusOr<v1::CompareReportsRequest> ReadFolder(const std::string& folder, Options& options,
                                                     std::vector<v1::Warning>* warnings) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<InputFile> files, ExpandFolders({{.path = folder}}));
  PARALLAX_ASSIGN_OR_RETURN(Bundle bundle, ReadBundle(files));
  PARALLAX_RETURN_IF_ERROR(ResolvePairs(bundle.reports, bundle.paths, options.between));
  *warnings = std::move(bundle.warnings);
  return Compare::MakeRequest(std::move(bundle.reports));
}

template <typename Verb>
absl::Status ReadRequest(const BatchItem& item, Options& options, typename Verb::Request* request,
                         std::vector<v1::Warning>* warnings) {
  if constexpr (std::is_same_v<Verb, Compare>) {
    if (!item.folder.empty()) {
      PARALLAX_ASSIGN_OR_RETURN(*request, ReadFolder(item.folder, options, warnings));
      return absl::OkStatus();
    }
  }
  return FromJson(item.line, absl::StrCat("line ", item.number), *request);
}

template <typename Verb>
std::string Answer(const BatchItem& item, Options options, v1::FramingService::StubInterface& stub,
                   Outcome& outcome) {
  typename Verb::Request request;
  typename Verb::Response response;
  std::vector<v1::Warning> warnings;
  const absl::Status read = ReadRequest<Verb>(item, options, &request, &warnings);
  if (!read.ok()) {
    outcome.unreadable = true;
    google::rpc::Status error;
    error.set_code(grpc::StatusCode::INVALID_ARGUMENT);
    error.set_message(std::string(read.message()));
    return ErrorLine(error);
  }
  ApplyFlags(options, request);
  if (const grpc::Status status = Call<Verb>(options, stub, request, response); !status.ok()) {
    outcome.refused = true;
    return ErrorLine(ToProto(status));
  }
  AddWarnings(warnings, response.mutable_warnings());
  if (IsFound(options, response)) outcome.found = true;
  return ToJson(response, JsonLayout::kOneLine);
}

std::vector<std::string> IdsOf(const v1::CompareReportsRequest& request) {
  std::vector<std::string> ids;
  for (const v1::Report& report : request.reports()) {
    ids.push_back(report.id().empty() ? absl::StrCat("r", ids.size() + 1) : report.id());
  }
  return ids;
}

std::vector<std::string> IdsOf(const v1::CompareReportsResponse& response) {
  std::vector<std::string> ids;
  for (const v1::ReportProfile& profile : response.profiles()) ids.push_back(profile.report_id());
  return ids;
}

std::vector<std::string> IdsOf(const v1::AnalyzeReportRequest& request) {
  return {request.report().id().empty() ? "r1" : request.report().id()};
}

std::vector<std::string> IdsOf(const v1::AnalyzeReportResponse& response) {
  return {response.analysis().report_id()};
}

// Passes over what has been answered.
// Errors: INVALID_ARGUMENT where the last answer is not one to the request in its place.
template <typename Verb>
absl::Status Skip(const Options& options, const AnswerFile& answers, BatchSource& source) {
  absl::optional<BatchItem> last;
  for (int64_t i = 0; i < answers.lines(); ++i) {
    last = source.Next();
    if (!last.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat(options.output, ": has more answers than there are bundles"));
    }
  }
  if (!last.has_value()) return absl::OkStatus();
  typename Verb::Request request;
  typename Verb::Response response;
  Options own = options;
  std::vector<v1::Warning> warnings;
  // An answer that is an error, or to a request that cannot be read, does not say whose it is.
  if (!FromJson(answers.last_line(), options.output, response).ok() ||
      !ReadRequest<Verb>(*last, own, &request, &warnings).ok() ||
      IdsOf(request) == IdsOf(response)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(options.output, ": its ", answers.lines(),
                                                 "th answer is of other reports than those asked "
                                                 "about: it was made from other input"));
}

int UsageError(const absl::Status& status, const Console& console) {
  console.err << "parallax: " << CleanLine(status.message()) << "\n";
  return kExitUsage;
}

absl::StatusOr<std::unique_ptr<BatchSource>> OpenSource(const Options& options) {
  if (!options.request.empty()) return BatchSource::OfLines(options.request);
  PARALLAX_ASSIGN_OR_RETURN(std::vector<std::string> folders, ListBundles(options.files));
  return BatchSource::OfFolders(std::move(folders));
}

template <typename Verb>
int RunAll(const Options& options, v1::FramingService::StubInterface& stub,
           const Console& console) {
  absl::StatusOr<std::unique_ptr<BatchSource>> source = OpenSource(options);
  if (!source.ok()) return UsageError(source.status(), console);
  std::unique_ptr<AnswerFile> answers;
  std::ostream* out = &console.out;
  if (!options.output.empty()) {
    auto opened = AnswerFile::Open(options.output, options.resume);
    if (!opened.ok()) return UsageError(opened.status(), console);
    answers = *std::move(opened);
    const absl::Status skipped = Skip<Verb>(options, *answers, **source);
    if (!skipped.ok()) return UsageError(skipped, console);
    out = &answers->out();
  }
  Outcome outcome;
  // Of each bundle under way, how much of the source it and those before it are.
  std::deque<double> shares;
  const double begin = std::max((*source)->share(), 0.0);
  BatchProgress progress(console.err, console.show_progress, console.width);
  const auto next = [&]() -> Task {
    absl::optional<BatchItem> item = (*source)->Next();
    if (!item.has_value()) return nullptr;
    shares.push_back((*source)->share());
    return [&options, &stub, &outcome, item = *std::move(item)] {
      return Answer<Verb>(item, options, stub, outcome);
    };
  };
  bool written = true;
  const auto write = [&](const std::string& line) {
    *out << line << std::flush;
    written = out->good();
    const double share = shares.front();
    shares.pop_front();
    progress.Step(share < 0 || begin >= 1 ? share : (share - begin) / (1 - begin));
    return written;
  };
  const int cores = std::max(static_cast<int>(std::thread::hardware_concurrency()), 1);
  const int jobs = options.jobs > 0 ? options.jobs : cores;
  RunInOrder(jobs, static_cast<size_t>(jobs) * kHeldPerJob, next, write);
  if (!written) {
    return UsageError(absl::InvalidArgumentError("the answer could not be written"), console);
  }
  return outcome.ExitCode();
}

}  // namespace

int RunBatch(const Options& options, v1::FramingService::StubInterface& stub,
             const Console& console) {
  return options.command == Command::kAnalyze ? RunAll<Analyze>(options, stub, console)
                                              : RunAll<Compare>(options, stub, console);
}

}  // namespace parallax::client
