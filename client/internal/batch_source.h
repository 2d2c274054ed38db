// Where the requests of many bundles come from, and where their answers go.
#ifndef PARALLAX_CLIENT_INTERNAL_BATCH_SOURCE_H_
#define PARALLAX_CLIENT_INTERNAL_BATCH_SOURCE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"

namespace parallax::client {

// A bundle as it was given: a line of JSON, or a folder.
struct BatchItem {
  int64_t number = 0;  // of the line, or of the folder, from 1
  std::string line;    // empty: a folder
  std::string folder;
};

// Gives the bundles one after another. Not for use by several threads at once.
class BatchSource {
 public:
  // The lines of a file, "-" for standard input; empty lines are passed over.
  // Errors: INVALID_ARGUMENT with the path where it cannot be opened.
  static absl::StatusOr<std::unique_ptr<BatchSource>> OfLines(const std::string& path);
  static std::unique_ptr<BatchSource> OfFolders(std::vector<std::string> folders);

  // The next one; none at the end.
  absl::optional<BatchItem> Next();

  // How much of it has been given, from 0 to 1; below 0 where that is not known.
  double share() const;

 private:
  BatchSource() = default;

  std::ifstream file_;
  std::istream* lines_ = nullptr;
  std::vector<std::string> folders_;
  int64_t number_ = 0;
  int64_t bytes_ = 0;  // read so far
  int64_t size_ = -1;  // of the file; below 0: not known
};

// A file of answers, one a line, that can be gone on with.
class AnswerFile {
 public:
  // Opens `path` for writing. Without `resume` it must not be there. With it, what stands behind
  // the last line end is cut off, and writing goes on behind that. Errors: INVALID_ARGUMENT with
  // the path where this cannot be done.
  static absl::StatusOr<std::unique_ptr<AnswerFile>> Open(const std::string& path, bool resume);

  std::ostream& out() { return out_; }
  int64_t lines() const { return lines_; }                // that were there
  const std::string& last_line() const { return last_; }  // of these, without its end

 private:
  AnswerFile() = default;

  std::ofstream out_;
  int64_t lines_ = 0;
  std::string last_;
};

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_BATCH_SOURCE_H_
