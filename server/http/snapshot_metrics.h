// The state of the service as families of metrics.
//
// Thread safety: free functions without state; safe for concurrent use.
#ifndef PARALLAX_SERVER_HTTP_SNAPSHOT_METRICS_H_
#define PARALLAX_SERVER_HTTP_SNAPSHOT_METRICS_H_

#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <vector>

#include "server/http/readiness.h"
#include "server/service/call_record.h"
#include "server/service/snapshot.h"

namespace parallax::http {

// A family of one gauge or counter without labels.
prometheus::MetricFamily Single(const char* name, const char* help, prometheus::MetricType type,
                                double value);

void AddCalls(const service::CallBook::Counts& calls,
              std::vector<prometheus::MetricFamily>* families);
void AddState(const service::Snapshot& server, std::vector<prometheus::MetricFamily>* families);
void AddChecks(const std::vector<Check>& checks, std::vector<prometheus::MetricFamily>* families);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_SNAPSHOT_METRICS_H_
