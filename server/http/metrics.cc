#include "server/http/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <utility>

#include "parallax/v1/comparison.pb.h"
#include "server/analysis/analyzer.h"
#include "server/http/snapshot_metrics.h"

namespace parallax::http {
namespace {

using prometheus::MetricFamily;

// Seconds: from what a page of four lines takes to the longest that a call may.
const prometheus::Histogram::BucketBoundaries& Seconds() {
  static const prometheus::Histogram::BucketBoundaries bounds = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return bounds;
}

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry* registry, const char* name,
                                                  const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry);
}

prometheus::Family<prometheus::Histogram>& Histograms(prometheus::Registry* registry,
                                                      const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry);
}

}  // namespace

Metrics::Metrics(const Build& build)
    : stage_seconds_(Histograms(&registry_, "parallax_stage_duration_seconds",
                                "Stages: analyze, of one report that was not kept; compare, of all "
                                "reports of a call.")),
      flags_(Counters(&registry_, "parallax_flags_total",
                      "Differences found, by kind and by the rule that raised them.")),
      http_requests_(Counters(&registry_, "parallax_http_requests_total",
                              "Requests of HTTP that were answered, by path and status.")),
      http_seconds_(
          Histograms(&registry_, "parallax_http_request_duration_seconds",
                     "From a request's head to its answer, before that is written; by path.")),
      tokens_(
          Counters(&registry_, "parallax_analyzed_tokens_total", "Tokens of the reports analysed.")
              .Add({})),
      reports_(Counters(&registry_, "parallax_reports_total", "Reports analysed.").Add({})),
      analyze_stage_(stage_seconds_.Add({{"stage", "analyze"}}, Seconds())),
      compare_stage_(stage_seconds_.Add({{"stage", "compare"}}, Seconds())) {
  prometheus::BuildGauge()
      .Name("parallax_build_info")
      .Help("1, with the version of the program and the id of its model.")
      .Register(registry_)
      .Add({{"version", build.version}, {"model", build.model}})
      .Set(1);
}

void Metrics::OnAnalysis(absl::Duration time, const analysis::Analysis& analysis) {
  analyze_stage_.Observe(absl::ToDoubleSeconds(time));
  reports_.Increment();
  tokens_.Increment(static_cast<double>(analysis.document.tokens().size()));
}

void Metrics::OnComparison(absl::Duration time, const engine::Comparison& comparison) {
  compare_stage_.Observe(absl::ToDoubleSeconds(time));
  for (const framing::Difference& difference : comparison.differences) {
    // The numbers are those of the API.
    flags_
        .Add({{"kind", v1::Difference::Kind_Name(static_cast<int>(difference.kind))},
              {"rule", std::string(difference.rule)}})
        .Increment();
  }
}

void Metrics::OnHttpRequest(const char* path, int status, absl::Duration time) {
  http_requests_.Add({{"path", path}, {"code", std::to_string(status)}}).Increment();
  http_seconds_.Add({{"path", path}}, Seconds()).Observe(absl::ToDoubleSeconds(time));
}

std::string Metrics::Page(const service::Snapshot& server, const ProcessState& process,
                          const Door& door, const std::vector<Check>& checks) {
  std::vector<MetricFamily> families = registry_.Collect();
  AddCalls(server.calls, &families);
  AddState(server, &families);
  AddChecks(checks, &families);
  const auto gauge = [&families](const char* name, const char* help, double value) {
    families.push_back(Single(name, help, prometheus::MetricType::Gauge, value));
  };
  const auto counter = [&families](const char* name, const char* help, double value) {
    families.push_back(Single(name, help, prometheus::MetricType::Counter, value));
  };
  gauge("parallax_http_connections", "Connections of HTTP that are open.",
        static_cast<double>(door.connections));
  counter("parallax_http_turned_away_total", "Connections of HTTP for which there was no place.",
          static_cast<double>(door.turned_away));
  counter("parallax_http_cut_for_others_total",
          "Connections of HTTP that were slow and lost their place.",
          static_cast<double>(door.cut_for_others));
  counter("process_cpu_seconds_total", "Processor time of the process.", process.cpu_seconds);
  gauge("process_start_time_seconds", "When it began, since the epoch.", process.start_seconds);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace parallax::http
