#include "client/internal/batch_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace parallax::client {
namespace {

namespace fs = std::filesystem;

absl::Status Bad(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<BatchSource>> BatchSource::OfLines(const std::string& path) {
  std::unique_ptr<BatchSource> source(new BatchSource());
  if (path == "-") {
    source->lines_ = &std::cin;
    return source;
  }
  source->file_.open(path);
  if (!source->file_) return Bad(path, std::strerror(errno));
  source->lines_ = &source->file_;
  std::error_code none;
  if (fs::is_regular_file(path, none)) {
    source->size_ = static_cast<int64_t>(fs::file_size(path, none));
    if (none) source->size_ = -1;
  }
  return source;
}

std::unique_ptr<BatchSource> BatchSource::OfFolders(std::vector<std::string> folders) {
  std::unique_ptr<BatchSource> source(new BatchSource());
  source->folders_ = std::move(folders);
  return source;
}

absl::optional<BatchItem> BatchSource::Next() {
  BatchItem item;
  if (lines_ == nullptr) {
    if (number_ == static_cast<int64_t>(folders_.size())) return absl::nullopt;
    item.folder = folders_[static_cast<size_t>(number_)];
    item.number = ++number_;
    return item;
  }
  while (std::getline(*lines_, item.line)) {
    ++number_;
    bytes_ += static_cast<int64_t>(item.line.size()) + 1;
    if (absl::StripAsciiWhitespace(item.line).empty()) continue;
    item.number = number_;
    return item;
  }
  return absl::nullopt;
}

double BatchSource::share() const {
  if (lines_ == nullptr) {
    return folders_.empty() ? 1
                            : static_cast<double>(number_) / static_cast<double>(folders_.size());
  }
  if (size_ <= 0) return -1;
  return std::min(static_cast<double>(bytes_) / static_cast<double>(size_), 1.0);
}

absl::StatusOr<std::unique_ptr<AnswerFile>> AnswerFile::Open(const std::string& path, bool resume) {
  std::unique_ptr<AnswerFile> answers(new AnswerFile());
  std::error_code error;
  // Of a pipe or device there is nothing to go on with.
  if (fs::is_regular_file(path, error)) {
    if (!resume) {
      return Bad(path, "is there already: give another file, or --resume to go on with it");
    }
    std::ifstream before(path, std::ios::binary);
    if (!before) return Bad(path, std::strerror(errno));
    std::uintmax_t whole = 0;
    std::string line;
    while (std::getline(before, line) && !before.eof()) {
      whole += line.size() + 1;
      ++answers->lines_;
      answers->last_ = std::move(line);
    }
    fs::resize_file(path, whole, error);
    if (error) return Bad(path, error.message());
  }
  answers->out_.open(path, std::ios::binary | std::ios::app);
  if (!answers->out_) return Bad(path, std::strerror(errno));
  return answers;
}

}  // namespace parallax::client
