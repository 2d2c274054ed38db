// How far many bundles have come, on one line of standard error.
#ifndef PARALLAX_CLIENT_BATCH_PROGRESS_H_
#define PARALLAX_CLIENT_BATCH_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

#include "absl/time/time.h"

namespace parallax::client {

// "[#######.............]  35% 1234 bundles, 12.3/s, 3 min left": as much of it as `width` columns
// hold. `share` of the work that is done, from 0 to 1, below 0 where it is not known: then without
// bar and time left. `done` bundles took `elapsed`.
std::string BatchLine(int64_t done, double share, absl::Duration elapsed, int width);

// Shows the line on `out` at most five times a second, and clears it when destroyed. Silent where
// `enabled` is false. Thread safety: none.
class BatchProgress {
 public:
  BatchProgress(std::ostream& out, bool enabled, int width);
  BatchProgress(const BatchProgress&) = delete;
  BatchProgress& operator=(const BatchProgress&) = delete;
  ~BatchProgress();

  // One more bundle is done. `share` as above.
  void Step(double share);

 private:
  std::ostream& out_;
  const bool enabled_;
  const int width_;
  const std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point shown_;
  bool any_ = false;  // shown yet
  int64_t done_ = 0;
};

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_BATCH_PROGRESS_H_
