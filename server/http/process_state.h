// What the process uses and may use, as the kernel tells it.
#ifndef PARALLAX_SERVER_HTTP_PROCESS_STATE_H_
#define PARALLAX_SERVER_HTTP_PROCESS_STATE_H_

#include <cstddef>
#include <string>

#include "absl/types/optional.h"

namespace parallax::http {

struct ProcessState {
  size_t resident_bytes = 0;
  size_t memory_limit_bytes = 0;       // of its cgroup or of one above it, else of the machine
  absl::optional<size_t> descriptors;  // open; none where not one more could be had to count them
  size_t descriptor_limit = 0;
  double cpu_seconds = 0;
  double start_seconds = 0;  // since the epoch; 0 where it cannot be told
};

// `root` is where /proc and /sys are: "" but in tests.
ProcessState ReadProcessState(const std::string& root = "");

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_PROCESS_STATE_H_
