// Whether the server is well: what /livez and /readyz answer, and what the metrics say of it.
#ifndef PARALLAX_SERVER_HTTP_READINESS_H_
#define PARALLAX_SERVER_HTTP_READINESS_H_

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/http/process_state.h"
#include "server/service/server.h"

namespace parallax::http {

struct Check {
  const char* name;   // a literal, one of a closed set
  std::string fault;  // empty: all is well
};

// How long calls have been waiting or under way while none began or ended.
// Thread safety: safe for concurrent use by multiple threads without any external synchronization.
class PoolWatch {
 public:
  // REQUIRES: asked in the order of time, by each thread.
  absl::Duration Look(const service::ServerState& server, absl::Time now);

 private:
  Mutex mutex_;
  // Since when, as far as was seen: a pool that was idle for an hour is not stuck with its next
  // call.
  absl::Time busy_since_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
};

// A restart helps: nothing has moved for over `stuck_after`.
std::vector<Check> CheckLife(const service::ServerState& server, absl::Duration not_moved,
                             absl::Duration stuck_after);

// The above, and whether it should be sent calls: not while it stops, nor with under a twentieth of
// its memory or its descriptors left.
std::vector<Check> CheckReadiness(const service::ServerState& server, const ProcessState& process,
                                  absl::Duration not_moved, absl::Duration stuck_after);

bool AllWell(const std::vector<Check>& checks);
// A line a check: "pool: ok".
std::string PageOf(const std::vector<Check>& checks);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_READINESS_H_
