// Whoever is told how calls end, to count them: the seam between the service and its metrics.
#ifndef PARALLAX_SERVER_SERVICE_OBSERVER_H_
#define PARALLAX_SERVER_SERVICE_OBSERVER_H_

#include <cstddef>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/engine/engine.h"
#include "server/service/backend.h"

namespace parallax::service {

struct CallEnd {
  const char* method = "";  // a literal
  const absl::Status& status;
  size_t bytes_in = 0;
  size_t bytes_out = 0;
  bool begun = true;  // false: refused before any work
  absl::Duration wait;
  absl::Duration work;
};

// Thread safety: all methods must be safe for concurrent use by multiple threads, and quick.
class Observer {
 public:
  virtual ~Observer() = default;
  // Of a unary call, a step of a followed event, or a stream that was refused.
  virtual void OnCall(const CallEnd& end) = 0;
  // Of one report analysed and of one comparison made, with the time that it took.
  virtual void OnAnalysis(absl::Duration time, const analysis::Analysis& analysis) = 0;
  virtual void OnComparison(absl::Duration time, const engine::Comparison& comparison) = 0;
};

// `backend`, with `observer` told of all that it makes. `observer` must outlive it.
std::shared_ptr<const Backend> Observed(std::shared_ptr<const Backend> backend, Observer* observer);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_OBSERVER_H_
