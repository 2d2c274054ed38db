// What is told of a call once it has ended: a line in the log, and counters for whoever asks.
#ifndef PARALLAX_SERVER_SERVICE_CALL_RECORD_H_
#define PARALLAX_SERVER_SERVICE_CALL_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/service/log.h"
#include "server/service/trace.h"

namespace parallax::service {

struct CallRecord {
  const char* method = "";  // a literal
  CallIds ids;
  std::string caller;  // as Callers names it; empty where it was not let in
  std::string peer;    // its address
  absl::Status status;
  size_t bytes_in = 0;
  size_t bytes_out = 0;
  double tokens = 0;     // estimated
  int64_t sequence = 0;  // of a step of a followed event, from 1
  absl::Duration wait;
  absl::Duration work;
};

// Times in classes, each holding what took no longer than its bound.
class Histogram {
 public:
  static constexpr std::array<double, 14> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                     0.25,  0.5,    1,     2.5,  5,     10,   30};
  void Add(absl::Duration time);
  const std::array<uint64_t, kBounds.size() + 1>& counts() const { return counts_; }
  double sum() const { return sum_; }

 private:
  std::array<uint64_t, kBounds.size() + 1> counts_ = {};
  double sum_ = 0;
};

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class CallBook {
 public:
  struct Counts {
    // By method and, where it failed, reason; both from closed sets.
    std::map<std::pair<std::string, std::string>, uint64_t> calls;
    std::map<std::string, Histogram> waits;  // by method, of those that were begun
    std::map<std::string, Histogram> works;
    uint64_t bytes_in = 0;
    uint64_t bytes_out = 0;
    uint64_t tokens = 0;  // of those that were answered
    uint64_t lines_left_out = 0;
  };

  // `log` is borrowed; nullptr: silent.
  explicit CallBook(Log* log) : log_(log), refusals_(kRefusalLinesASecond) {}

  void Add(const CallRecord& record);
  Counts counts() const;

 private:
  // Refusals come by the thousand, and one is like the other.
  static constexpr int kRefusalLinesASecond = 10;

  Log* const log_;
  LineSampler refusals_;
  mutable Mutex mutex_;
  Counts counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALL_RECORD_H_
