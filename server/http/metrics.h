// What is counted, in the form that Prometheus reads. Names of labels and all their values come
// from this program, never from a caller.
#ifndef PARALLAX_SERVER_HTTP_METRICS_H_
#define PARALLAX_SERVER_HTTP_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/http/process_state.h"
#include "server/http/readiness.h"
#include "server/service/observer.h"
#include "server/service/snapshot.h"

namespace parallax::http {

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class Metrics final : public service::Observer {
 public:
  struct Build {
    std::string version;
    std::string model;
  };
  struct Door {
    size_t connections = 0;
    uint64_t turned_away = 0;     // for want of a place
    uint64_t cut_for_others = 0;  // slow ones that lost theirs
  };

  explicit Metrics(const Build& build);

  void OnAnalysis(absl::Duration time, const analysis::Analysis& analysis) override;
  void OnComparison(absl::Duration time, const engine::Comparison& comparison) override;
  // Of one request of HTTP; `path` is one of those served, or "other".
  void OnHttpRequest(const char* path, int status, absl::Duration time);

  // The page, with how things stand now.
  std::string Page(const service::Snapshot& server, const ProcessState& process, const Door& door,
                   const std::vector<Check>& checks);

 private:
  template <typename T>
  using Family = prometheus::Family<T>;

  prometheus::Registry registry_;
  Family<prometheus::Histogram>& stage_seconds_;
  Family<prometheus::Counter>& flags_;
  Family<prometheus::Counter>& http_requests_;
  Family<prometheus::Histogram>& http_seconds_;
  prometheus::Counter& tokens_;
  prometheus::Counter& reports_;
  prometheus::Histogram& analyze_stage_;
  prometheus::Histogram& compare_stage_;
};

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_METRICS_H_
