// What the kernel tells of the process, beyond what the service looks at itself.
#ifndef PARALLAX_SERVER_HTTP_PROCESS_STATE_H_
#define PARALLAX_SERVER_HTTP_PROCESS_STATE_H_

#include <string>

namespace parallax::http {

struct ProcessState {
  double cpu_seconds = 0;
  double start_seconds = 0;  // since the epoch; 0 where it cannot be told
};

// `root` is where /proc is: "" but in tests.
ProcessState ReadProcessState(const std::string& root = "");

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_PROCESS_STATE_H_
