#include "client/bundle.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/input.h"
#include "server/base/status_macros.h"

namespace parallax::client {
namespace {

namespace fs = std::filesystem;

absl::Status Bad(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", why));
}

// The reports or, with `folders`, the folders in a folder, sorted.
absl::StatusOr<std::vector<std::string>> List(const std::string& folder, bool folders) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code gone;
    const bool wanted = folders ? entry->is_directory(gone) && !absl::StartsWith(name, ".")
                                : entry->is_regular_file(gone) && IsReportName(name);
    if (wanted) found.push_back(entry->path().string());
  }
  if (error) return Bad(folder, error.message());
  std::sort(found.begin(), found.end());
  return found;
}

bool IsFolder(const std::string& path) {
  std::error_code none;
  return path != "-" && fs::is_directory(path, none);
}

}  // namespace

bool IsReportName(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  if (absl::StartsWith(lower, ".")) return false;
  for (const char* ending :
       {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json", ".xml", ".docx"}) {
    if (absl::EndsWith(lower, ending)) return true;
  }
  return false;
}

absl::StatusOr<std::vector<InputFile>> ExpandFolders(const std::vector<InputFile>& files) {
  std::vector<InputFile> expanded;
  for (const InputFile& file : files) {
    if (!IsFolder(file.path)) {
      expanded.push_back(file);
      continue;
    }
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<std::string> paths, List(file.path, false));
    if (paths.empty()) return Bad(file.path, "holds no report");
    for (const std::string& path : paths) {
      expanded.push_back(file);
      expanded.back().path = path;
    }
  }
  return expanded;
}

absl::StatusOr<std::vector<std::string>> ListBundles(const std::vector<InputFile>& files) {
  std::vector<std::string> bundles;
  for (const InputFile& file : files) {
    if (!IsFolder(file.path)) {
      return Bad(file.path,
                 "no folder: --format=jsonl takes folders, each a bundle of reports, or "
                 "--request=FILE with a request a line");
    }
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<std::string> reports, List(file.path, false));
    if (!reports.empty()) {
      bundles.push_back(file.path);
      continue;
    }
    PARALLAX_ASSIGN_OR_RETURN(const std::vector<std::string> folders, List(file.path, true));
    if (folders.empty()) return Bad(file.path, "holds neither reports nor folders");
    bundles.insert(bundles.end(), folders.begin(), folders.end());
  }
  return bundles;
}

absl::StatusOr<Bundle> ReadBundle(const std::vector<InputFile>& files) {
  Bundle bundle;
  std::vector<std::vector<v1::Warning>> own;
  for (const InputFile& file : files) {
    PARALLAX_ASSIGN_OR_RETURN(const std::string content, ReadFile(file.path));
    PARALLAX_ASSIGN_OR_RETURN(ParsedReport parsed, ParseReport(file, content));
    bundle.reports.push_back(std::move(parsed.report));
    own.push_back(std::move(parsed.warnings));
    bundle.paths.push_back(file.path);
  }
  AssignIds(bundle.paths, bundle.reports);
  for (size_t i = 0; i < own.size(); ++i) {
    for (v1::Warning& warning : own[i]) {
      warning.set_report_id(bundle.reports[i].id());
      bundle.warnings.push_back(std::move(warning));
    }
  }
  return bundle;
}

absl::Status ResolvePairs(const std::vector<v1::Report>& reports,
                          const std::vector<std::string>& paths,
                          std::vector<std::pair<std::string, std::string>>& pairs) {
  const auto resolve = [&](std::string& name) -> absl::Status {
    const auto by_id = std::any_of(reports.begin(), reports.end(),
                                   [&](const v1::Report& report) { return report.id() == name; });
    if (by_id) return absl::OkStatus();
    std::vector<std::string> ids;
    for (size_t i = 0; i < reports.size(); ++i) {
      const bool is_file =
          i < paths.size() && (paths[i] == name || absl::EndsWith(paths[i], "/" + name));
      if (is_file || absl::EqualsIgnoreCase(reports[i].outlet(), name)) {
        ids.push_back(reports[i].id());
      }
    }
    if (ids.size() == 1) {
      name = ids.front();
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "--between: ", ids.empty() ? "no report is called " : "several reports are called ", name,
        "; there are ",
        absl::StrJoin(reports, ", ", [](std::string* out, const v1::Report& report) {
          absl::StrAppend(out, report.id());
        })));
  };
  for (auto& [first, second] : pairs) {
    PARALLAX_RETURN_IF_ERROR(resolve(first));
    PARALLAX_RETURN_IF_ERROR(resolve(second));
    if (first == second) {
      return absl::InvalidArgumentError(absl::StrCat("--between: twice the report ", first));
    }
  }
  return absl::OkStatus();
}

}  // namespace parallax::client
