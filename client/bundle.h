// The reports of one bundle: files and folders named on the command line.
#ifndef PARALLAX_CLIENT_BUNDLE_H_
#define PARALLAX_CLIENT_BUNDLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/options.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// Whether a file of this name in a folder is taken for a report: by its ending, and not hidden.
bool IsReportName(absl::string_view name);

// Folders replaced by the reports in them, in the order of their names; what flags say of a folder
// goes to each. Folders within folders are left alone.
// Errors: INVALID_ARGUMENT for a folder that cannot be read or holds no report.
absl::StatusOr<std::vector<InputFile>> ExpandFolders(const std::vector<InputFile>& files);

// The bundles in `files`: each folder is one; a folder that holds no report stands for the folders
// in it, in the order of their names. Errors: INVALID_ARGUMENT for what is no folder, cannot be
// read, or holds neither.
absl::StatusOr<std::vector<std::string>> ListBundles(const std::vector<InputFile>& files);

struct Bundle {
  std::vector<v1::Report> reports;  // with ids
  std::vector<std::string> paths;   // of each
  std::vector<v1::Warning> warnings;
};

// Reads the files. Errors: those of ReadFile and ParseReport.
absl::StatusOr<Bundle> ReadBundle(const std::vector<InputFile>& files);

// Gives `pairs` the ids of the reports that they name by id, outlet (in any case) or file.
// Errors: INVALID_ARGUMENT for a name that none or several have.
absl::Status ResolvePairs(const std::vector<v1::Report>& reports,
                          const std::vector<std::string>& paths,
                          std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_BUNDLE_H_
