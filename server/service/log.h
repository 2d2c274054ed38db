// One line on standard error for each thing that happened: text for people, JSON for collectors.
// Lines hold names, numbers and codes; never a word of an article or any other text of a caller.
#ifndef PARALLAX_SERVER_SERVICE_LOG_H_
#define PARALLAX_SERVER_SERVICE_LOG_H_

#include <concepts>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace parallax::service {

// Thread safety: safe for concurrent use; each line is written by one system call.
class Log {
 public:
  enum class Format { kText, kJson };
  enum class Severity { kInfo, kWarning, kError };

  struct Field {
    Field(absl::string_view name, absl::string_view value)
        : name(name), value(value), is_text(true) {}
    Field(absl::string_view name, const std::string& value)
        : Field(name, absl::string_view(value)) {}
    Field(absl::string_view name, const char* value) : Field(name, absl::string_view(value)) {}
    Field(absl::string_view name, std::integral auto number)
        : name(name), value(std::to_string(number)), is_text(false) {}
    Field(absl::string_view name, double number);  // to the microsecond, as it is used for seconds

    absl::string_view name;
    std::string value;
    bool is_text;
  };

  // Writes to `fd`, which stays the caller's: 2 for standard error.
  Log(Format format, int fd) : format_(format), fd_(fd) {}

  // `message` and the names of fields are literals. A line that cannot be written is lost.
  void Write(Severity severity, absl::string_view message,
             std::initializer_list<Field> fields = {});

 private:
  const Format format_;
  const int fd_;
};

// Does nothing where `log` is null.
void Info(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});
void Warn(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});
void Error(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_LOG_H_
