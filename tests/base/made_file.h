// Model files put together from sections that tests have made or damaged.
#ifndef PARALLAX_TESTS_BASE_MADE_FILE_H_
#define PARALLAX_TESTS_BASE_MADE_FILE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/model_file.h"

namespace parallax {

// Sections by name, in order.
class MadeFile {
 public:
  std::vector<std::pair<std::string, std::string>>& sections() { return sections_; }
  const std::vector<std::pair<std::string, std::string>>& sections() const { return sections_; }
  std::string& operator[](absl::string_view name) {
    for (auto& [own, bytes] : sections_) {
      if (own == name) return bytes;
    }
    return sections_.emplace_back(std::string(name), "").second;
  }
  AlignedBytes Build() const {
    std::vector<std::pair<absl::string_view, absl::string_view>> views;
    for (const auto& [name, bytes] : sections_) views.emplace_back(name, bytes);
    return AlignedBytes(WriteModelFile("made", views));
  }

 protected:
  void Add(absl::string_view name, std::string bytes) {
    sections_.emplace_back(std::string(name), std::move(bytes));
  }

 private:
  std::vector<std::pair<std::string, std::string>> sections_;
};

}  // namespace parallax

#endif  // PARALLAX_TESTS_BASE_MADE_FILE_H_
