#include "client/follow.h"

#include <grpcpp/client_context.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/bundle.h"
#include "client/errors.h"
#include "client/input.h"
#include "client/json.h"
#include "client/progress.h"
#include "client/text_view.h"
#include "client/warning_view.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

namespace fs = std::filesystem;

constexpr auto kPause = std::chrono::milliseconds(300);

// What tells that a file has changed.
struct Stamp {
  std::uintmax_t size = 0;
  fs::file_time_type time;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

// The reports in a folder, in the order of their names.
std::map<std::string, Stamp> List(const std::string& folder, std::error_code& error) {
  std::map<std::string, Stamp> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;  // a file may go away meanwhile
    if (!entry->is_regular_file(gone) || !IsReportName(entry->path().filename().string())) continue;
    Stamp stamp{entry->file_size(gone), {}};
    if (gone) continue;
    stamp.time = entry->last_write_time(gone);
    if (!gone) files.emplace(entry->path().string(), stamp);
  }
  return files;
}

// What stays the same of a difference though ids may shift; as it reads, where the server gives no
// key.
std::string KeyOf(const v1::Difference& difference) {
  if (!difference.key().empty()) return difference.key();
  std::string key = absl::StrCat(static_cast<int>(difference.kind()), "|", difference.rule());
  for (const v1::Position& position : difference.positions()) {
    absl::StrAppend(&key, "|", position.value());
    for (const std::string& id : position.report_ids()) absl::StrAppend(&key, ",", id);
    for (const v1::Evidence& evidence : position.evidence()) {
      absl::StrAppend(&key, ";", evidence.report_id(), ":", evidence.span().text());
    }
  }
  return key;
}

class Follower {
 public:
  Follower(const Options& options, v1::FramingService::StubInterface& stub, const Console& console)
      : options_(options), console_(console), stream_(stub.FollowEvent(&context_)) {}

  int Loop(const volatile std::sig_atomic_t* stop) {
    while (stop == nullptr || *stop == 0) {
      std::error_code error;
      const std::map<std::string, Stamp> files = List(options_.folder, error);
      if (error) {
        console_.err << "parallax: " << options_.folder << ": " << error.message() << "\n";
        context_.TryCancel();
        stream_->Finish();
        return kExitUsage;
      }
      if (!Update(files)) return Finish();
      if (options_.once) break;
      last_look_ = files;
      std::this_thread::sleep_for(kPause);
    }
    stream_->WritesDone();
    const int exit_code = Finish();
    return exit_code == kExitDone && refused_ ? kExitRefused : exit_code;
  }

 private:
  struct Sent {
    Stamp stamp;
    std::string id;  // empty: it could not be read
  };

  // Sends what is new. False: the stream has ended.
  bool Update(const std::map<std::string, Stamp>& files) {
    for (auto sent = sent_.begin(); sent != sent_.end();) {
      if (files.contains(sent->first)) {
        ++sent;
        continue;
      }
      const std::string id = sent->second.id;
      const std::string path = sent->first;
      sent = sent_.erase(sent);
      if (!id.empty() && !Remove(path, id)) return false;
    }
    for (const auto& [path, stamp] : files) {
      const auto sent = sent_.find(path);
      if (sent != sent_.end() && sent->second.stamp == stamp) continue;
      const auto before = last_look_.find(path);
      const bool at_rest = before != last_look_.end() && before->second == stamp;
      if (!at_rest && !options_.once) continue;
      if (!Send(path, stamp)) return false;
    }
    return true;
  }

  bool Send(const std::string& path, const Stamp& stamp) {
    const std::string old_id = sent_[path].id;
    sent_[path] = {stamp, old_id};
    absl::StatusOr<std::string> content = ReadFile(path);
    if (!content.ok()) return Complain(content.status());
    InputFile file;
    file.path = path;
    absl::StatusOr<ParsedReport> parsed = ParseReport(file, *content);
    if (!parsed.ok()) return Complain(parsed.status());
    v1::Report* const report = &parsed->report;
    if (report->id().empty()) {
      report->set_id(old_id.empty() ? FreeId(path) : old_id);
    } else if (report->id() != old_id && IsTaken(report->id())) {
      return Complain(absl::InvalidArgumentError(
          absl::StrCat(path, ": another file is the report \"", report->id(), "\"")));
    }
    if (!old_id.empty() && old_id != report->id() && !Remove(path, old_id)) return false;
    v1::FollowEventRequest request;
    const std::string id = report->id();
    request.mutable_report()->Swap(report);
    for (v1::Warning& warning : parsed->warnings) warning.set_report_id(id);
    warnings_[path] = std::move(parsed->warnings);
    bool accepted = false;
    if (!Exchange(std::move(request), path, accepted)) return false;
    if (accepted) sent_[path].id = id;
    return true;
  }

  bool Remove(const std::string& path, const std::string& id) {
    v1::FollowEventRequest request;
    request.set_remove_report_id(id);
    bool accepted = false;
    return Exchange(std::move(request), path, accepted);
  }

  // Sends a message and shows its answer. False: the stream has ended.
  bool Exchange(v1::FollowEventRequest request, const std::string& path, bool& accepted) {
    if (!std::exchange(options_sent_, true)) SetOptions(*request.mutable_options());
    v1::FollowEventResponse response;
    {
      const Progress progress(console_.err, console_.show_progress, absl::StrCat("reading ", path));
      if (!stream_->Write(request) || !stream_->Read(&response)) return false;
    }
    accepted = !response.has_error();
    if (accepted) AddOwnWarnings(*response.mutable_comparison()->mutable_warnings());
    if (options_.format == OutputFormat::kText) {
      Show(response, path);
    } else {
      console_.out << ToJson(response, JsonLayout::kOneLine);
    }
    console_.out.flush();
    if (!accepted) refused_ = true;
    return true;
  }

  // What is to be said of the files whose reports are held.
  void AddOwnWarnings(google::protobuf::RepeatedPtrField<v1::Warning>& warnings) const {
    std::vector<v1::Warning> own;
    for (const auto& [path, of_file] : warnings_) {
      if (sent_.contains(path)) own.insert(own.end(), of_file.begin(), of_file.end());
    }
    AddWarnings(own, &warnings);
  }

  void SetOptions(v1::FollowEventRequest::Options& wanted) const {
    if (options_.encoding) wanted.set_offset_encoding(*options_.encoding);
    if (options_.view) wanted.set_view(*options_.view);
    if (options_.context) wanted.set_view(v1::CompareReportsRequest::FULL);
    wanted.mutable_kinds()->Assign(options_.kinds.begin(), options_.kinds.end());
    if (options_.min_severity) wanted.set_min_severity(*options_.min_severity);
    if (options_.min_confidence) wanted.set_min_confidence(*options_.min_confidence);
    wanted.set_style(options_.style);
    for (const auto& [first, second] : options_.between) {
      v1::ReportPair& pair = *wanted.add_report_pairs();
      pair.set_first_report_id(first);
      pair.set_second_report_id(second);
    }
  }

  void Show(const v1::FollowEventResponse& response, const std::string& path) {
    if (response.has_error()) {
      const std::string paths[] = {path};
      console_.err << "parallax: " << Explain(response.error(), options_.server, paths);
      return;
    }
    v1::CompareReportsResponse comparison = response.comparison();
    std::set<std::string> keys;
    google::protobuf::RepeatedPtrField<v1::Difference> fresh;
    for (const v1::Difference& difference : comparison.differences()) {
      std::string key = KeyOf(difference);
      if (!shown_.contains(key)) *fresh.Add() = difference;
      keys.insert(std::move(key));
    }
    console_.out << "== " << fs::path(path).filename().string() << ": "
                 << Count(response.report_ids_size(), "report") << ", "
                 << Count(comparison.facts_size(), "fact") << ", "
                 << Count(comparison.differences_size(), "difference") << ", " << fresh.size()
                 << " new\n";
    shown_ = std::move(keys);
    const std::string warnings = WarningsAsText(comparison, console_.width, console_.color);
    if (warnings != last_warnings_) console_.out << warnings;
    last_warnings_ = warnings;
    comparison.mutable_differences()->Swap(&fresh);
    const std::string text = RenderDifferences(
        comparison,
        {.width = console_.width, .color = console_.color, .context = options_.context});
    console_.out << text << (text.empty() ? "" : "\n");
  }

  bool Complain(const absl::Status& status) {
    console_.err << "parallax: " << status.message() << "\n";
    return true;
  }

  bool IsTaken(const std::string& id) const {
    for (const auto& [path, sent] : sent_) {
      if (sent.id == id) return true;
    }
    return false;
  }

  std::string FreeId(const std::string& path) const {
    std::vector<v1::Report> report(1);
    AssignIds({path}, report);
    std::string id = report.front().id();
    for (int copy = 2; IsTaken(id); ++copy) id = absl::StrCat(report.front().id(), "-", copy);
    return id;
  }

  int Finish() {
    const grpc::Status status = stream_->Finish();
    if (status.ok()) return kExitDone;
    console_.err << "parallax: " << Explain(ToProto(status), options_.server, {});
    return kExitRefused;
  }

  const Options& options_;
  const Console& console_;
  grpc::ClientContext context_;
  const std::unique_ptr<
      grpc::ClientReaderWriterInterface<v1::FollowEventRequest, v1::FollowEventResponse>>
      stream_;
  std::map<std::string, Sent> sent_;
  std::map<std::string, Stamp> last_look_;
  std::map<std::string, std::vector<v1::Warning>> warnings_;  // by path
  std::string last_warnings_;                                 // as shown
  std::set<std::string> shown_;                               // differences of the last answer
  bool options_sent_ = false;
  bool refused_ = false;
};

}  // namespace

int Follow(const Options& options, v1::FramingService::StubInterface& stub, const Console& console,
           const volatile std::sig_atomic_t* stop) {
  return Follower(options, stub, console).Loop(stop);
}

}  // namespace parallax::client
