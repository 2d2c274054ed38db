// How much memory the process may use, does use, and how that is divided.
#ifndef PARALLAX_SERVER_SERVICE_MEMORY_LIMIT_H_
#define PARALLAX_SERVER_SERVICE_MEMORY_LIMIT_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "server/service/options.h"

namespace parallax::service {

// Bytes that this process may have: the limit of its cgroup (v2, v1) or of one above it, else the
// machine's memory. `root` is where /proc and /sys are: "" but in tests.
size_t AvailableMemory(const std::string& root = "");

// Bytes of the process that lie in memory.
size_t ResidentMemory();

// Parts of a limit, none of which is to grow at another's cost.
struct MemoryPlan {
  size_t limit = 0;
  size_t transport = 0;  // what gRPC holds of connections and messages on their way in
  size_t cache = 0;      // analyses kept
  size_t followed = 0;   // events that are followed
  size_t http = 0;       // requests and answers of the HTTP port
  size_t calls = 0;      // requests, what is made of them, answers that were not taken yet

  // Divides the limit of `options` (0: half of what is available) once the program uses `used` of
  // it. Errors: INVALID_ARGUMENT where too little is left, in terms of the flag.
  static absl::StatusOr<MemoryPlan> Make(const MemoryOptions& options, size_t used);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_MEMORY_LIMIT_H_
