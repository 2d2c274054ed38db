// One line on standard error for each thing that happened: text for people, JSON for collectors.
// Lines hold names, numbers and codes; never a word of an article or any other text of a caller.
#ifndef PARALLAX_SERVER_SERVICE_LOG_H_
#define PARALLAX_SERVER_SERVICE_LOG_H_

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"

namespace parallax::service {

// Whoever writes a line never waits for it to be read: lines queue for a thread of the log's own,
// and where the queue is full a line is dropped and counted; the next one that is written says how
// many. Memory: at most kMaxQueuedBytes.
//
// Thread safety: safe for concurrent use by multiple threads without any external synchronization.
class Log {
 public:
  enum class Format { kText, kJson };
  enum class Severity { kInfo, kWarning, kError };
  static constexpr size_t kMaxQueuedBytes = size_t{1} << 20;

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
  Log(Format format, int fd);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log();  // writes what is queued, as far as it is read within a second

  // `message` and the names of fields are literals.
  void Write(Severity severity, absl::string_view message, std::span<const Field> fields);
  void Write(Severity severity, absl::string_view message,
             std::initializer_list<Field> fields = {}) {
    Write(severity, message, std::span(fields.begin(), fields.size()));
  }

  // Lines that were not written, since the log began.
  uint64_t dropped() const;

 private:
  std::string Line(Severity severity, absl::string_view message,
                   std::span<const Field> fields) const;
  void Run();
  // Whether all of it was written; waits until it is read, or the log is told to end.
  bool WriteOut(absl::string_view line);

  const Format format_;
  const int fd_;
  mutable Mutex mutex_;
  CondVar changed_;
  std::deque<std::string> queue_ ABSL_GUARDED_BY(mutex_);
  size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t told_ ABSL_GUARDED_BY(mutex_) = 0;  // of these, what a line has said
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<int64_t> end_by_nanoseconds_;  // since the epoch
  std::thread writer_;                       // last: uses all of the above
};

// Lets so many lines a second through and counts the others.
// Thread safety: safe for concurrent use by multiple threads without any external synchronization.
class LineSampler {
 public:
  explicit LineSampler(int lines_a_second) : lines_a_second_(lines_a_second) {}
  // Whether a line is to be written at `now`, and how many before it were not.
  bool Passes(absl::Time now, uint64_t* left_out);

 private:
  const int lines_a_second_;
  Mutex mutex_;
  absl::Time second_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  int passed_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t left_out_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Does nothing where `log` is null.
void Info(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});
void Warn(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});
void Error(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields = {});

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_LOG_H_
