// Whoever is told what the engine made, and how long it took: the seam between engine and metrics.
#ifndef PARALLAX_SERVER_SERVICE_OBSERVER_H_
#define PARALLAX_SERVER_SERVICE_OBSERVER_H_

#include <memory>

#include "absl/time/time.h"
#include "server/engine/engine.h"
#include "server/service/backend.h"

namespace parallax::service {

// Thread safety: all methods must be safe for concurrent use by multiple threads, and quick.
class Observer {
 public:
  virtual ~Observer() = default;
  // Of one report analysed and of one comparison made, with the time that it took.
  virtual void OnAnalysis(absl::Duration time, const analysis::Analysis& analysis) = 0;
  virtual void OnComparison(absl::Duration time, const engine::Comparison& comparison) = 0;
};

// `backend`, with `observer` told of all that it makes. `observer` must outlive it.
std::shared_ptr<const Backend> Observed(std::shared_ptr<const Backend> backend, Observer* observer);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_OBSERVER_H_
