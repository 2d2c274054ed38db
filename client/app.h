// What `parallax` does with the service, from its options to its exit code.
#ifndef PARALLAX_CLIENT_APP_H_
#define PARALLAX_CLIENT_APP_H_

#include <csignal>
#include <ostream>

#include "client/options.h"
#include "parallax/v1/framing_service.grpc.pb.h"

namespace parallax::client {

inline constexpr int kExitDone = 0;
inline constexpr int kExitRefused = 1;  // the server said no, or did not answer
inline constexpr int kExitUsage =
    2;  // wrong usage, unreadable input, answer that cannot be written
inline constexpr int kExitFound = 3;  // done, and --fail-on found a difference

// Where a run reads from and writes to. Borrowed by the functions below.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool color = false;          // on `out`
  bool show_progress = false;  // on `err`
  int width = 80;              // of `out`, in columns
};

// Runs a command that needs the service, one of kCompare, kAnalyze and kFollow, on `stub`.
// kFollow returns when *stop turns to 1, which may be null, or as options.once has it.
int Run(const Options& options, v1::FramingService::StubInterface& stub, const Console& console,
        const volatile std::sig_atomic_t* stop);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_APP_H_
