#include "server/http/metrics.h"

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <utility>

#include "parallax/v1/comparison.pb.h"
#include "server/analysis/analyzer.h"
#include "server/api/errors.h"

namespace parallax::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

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

void Count(prometheus::Family<prometheus::Counter>* family, const prometheus::Labels& labels,
           size_t by) {
  family->Add(labels).Increment(static_cast<double>(by));
}

MetricFamily Single(const char* name, const char* help, MetricType type, double value) {
  MetricFamily family = {.name = name, .help = help, .type = type, .metric = {}};
  ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  family.metric.push_back(std::move(metric));
  return family;
}

MetricFamily Gauge(const char* name, const char* help, double value) {
  return Single(name, help, MetricType::Gauge, value);
}

MetricFamily Counter(const char* name, const char* help, double value) {
  return Single(name, help, MetricType::Counter, value);
}

MetricFamily ChecksFamily(const std::vector<Check>& checks) {
  MetricFamily family = {.name = "parallax_check",
                         .help = "Checks of readiness: 1 well, 0 not.",
                         .type = MetricType::Gauge,
                         .metric = {}};
  for (const Check& check : checks) {
    ClientMetric metric;
    metric.label.push_back({.name = "check", .value = check.name});
    metric.gauge.value = check.fault.empty() ? 1 : 0;
    family.metric.push_back(std::move(metric));
  }
  return family;
}

}  // namespace

Metrics::Metrics(const Build& build)
    : calls_(Counters(&registry_, "parallax_calls_total",
                      "Calls that ended, and steps of followed events, by method, code and reason "
                      "(empty where all went well).")),
      call_seconds_(Histograms(&registry_, "parallax_call_duration_seconds",
                               "From a call's arrival to its end, of those that were begun.")),
      stage_seconds_(Histograms(&registry_, "parallax_stage_duration_seconds",
                                "Stages: queue, until a call was begun; analyze, of one report; "
                                "compare, of all reports of a call.")),
      request_bytes_(Counters(&registry_, "parallax_request_bytes_total", "Bytes of messages in.")),
      response_bytes_(
          Counters(&registry_, "parallax_response_bytes_total", "Bytes of messages out.")),
      flags_(Counters(&registry_, "parallax_flags_total",
                      "Differences found, by kind and by the rule that raised them.")),
      http_requests_(Counters(&registry_, "parallax_http_requests_total",
                              "Requests of HTTP that were answered, by path and status.")),
      http_seconds_(
          Histograms(&registry_, "parallax_http_request_duration_seconds",
                     "From a request's head to its answer, before that is written; by path.")),
      tokens_(
          Counters(&registry_, "parallax_tokens_total", "Tokens of the reports analysed.").Add({})),
      reports_(Counters(&registry_, "parallax_reports_total", "Reports analysed.").Add({})),
      queue_stage_(stage_seconds_.Add({{"stage", "queue"}}, Seconds())),
      analyze_stage_(stage_seconds_.Add({{"stage", "analyze"}}, Seconds())),
      compare_stage_(stage_seconds_.Add({{"stage", "compare"}}, Seconds())) {
  prometheus::BuildGauge()
      .Name("parallax_build_info")
      .Help("1, with the version of the program and the id of its model.")
      .Register(registry_)
      .Add({{"version", build.version}, {"model", build.model}})
      .Set(1);
  // From the start on, so that a rate has a zero to begin with.
  for (const char* method : {"AnalyzeReport", "CompareReports", "FollowEvent"}) {
    calls_.Add({{"method", method}, {"code", "OK"}, {"reason", ""}});
    calls_.Add({{"method", method}, {"code", "RESOURCE_EXHAUSTED"}, {"reason", "QUEUE_FULL"}});
    call_seconds_.Add({{"method", method}}, Seconds());
    request_bytes_.Add({{"method", method}});
    response_bytes_.Add({{"method", method}});
  }
}

void Metrics::OnCall(const service::CallEnd& end) {
  const std::string method = end.method;
  Count(&calls_,
        {{"method", method},
         {"code", absl::StatusCodeToString(end.status.code())},
         {"reason", end.status.ok() ? "" : api::ReasonOf(end.status)}},
        1);
  Count(&request_bytes_, {{"method", method}}, end.bytes_in);
  Count(&response_bytes_, {{"method", method}}, end.bytes_out);
  if (!end.begun) return;
  queue_stage_.Observe(absl::ToDoubleSeconds(end.wait));
  call_seconds_.Add({{"method", method}}, Seconds())
      .Observe(absl::ToDoubleSeconds(end.wait + end.work));
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
    Count(&flags_,
          {{"kind", v1::Difference::Kind_Name(static_cast<int>(difference.kind))},
           {"rule", std::string(difference.rule)}},
          1);
  }
}

void Metrics::OnHttpRequest(const char* path, int status, absl::Duration time) {
  Count(&http_requests_, {{"path", path}, {"code", std::to_string(status)}}, 1);
  http_seconds_.Add({{"path", path}}, Seconds()).Observe(absl::ToDoubleSeconds(time));
}

std::string Metrics::Page(const service::ServerState& server, const ProcessState& process,
                          const Door& door, const std::vector<Check>& checks) {
  const auto number = [](size_t count) { return static_cast<double>(count); };
  std::vector<MetricFamily> families = registry_.Collect();
  families.push_back(ChecksFamily(checks));
  families.push_back(Gauge("parallax_ready", "1 where /readyz says so.", AllWell(checks) ? 1 : 0));
  families.push_back(
      Gauge("parallax_queue_calls", "Calls that wait for a thread.", number(server.queued)));
  families.push_back(
      Gauge("parallax_working_threads", "Threads at work on a call.", number(server.working)));
  families.push_back(Gauge("parallax_threads", "Threads that work.", number(server.threads)));
  families.push_back(Gauge("parallax_followed_events", "Streams of FollowEvent that are open.",
                           number(server.followed_events)));
  families.push_back(Gauge("parallax_http_connections", "Connections of HTTP that are open.",
                           number(door.connections)));
  families.push_back(Counter("parallax_http_turned_away_total",
                             "Connections of HTTP for which there was no place.",
                             static_cast<double>(door.turned_away)));
  families.push_back(Counter("parallax_http_cut_for_others_total",
                             "Connections of HTTP that were slow and lost their place.",
                             static_cast<double>(door.cut_for_others)));
  families.push_back(Gauge("parallax_memory_limit_bytes",
                           "Memory that the process may have, of its cgroup or the machine.",
                           number(process.memory_limit_bytes)));
  families.push_back(Gauge("process_resident_memory_bytes", "Memory of the process.",
                           number(process.resident_bytes)));
  families.push_back(Gauge("process_open_fds", "Descriptors that are open.",
                           number(process.descriptors.value_or(process.descriptor_limit))));
  families.push_back(
      Gauge("process_max_fds", "Descriptors that may be.", number(process.descriptor_limit)));
  families.push_back(
      Counter("process_cpu_seconds_total", "Processor time of the process.", process.cpu_seconds));
  families.push_back(Gauge("process_start_time_seconds", "When it began, since the epoch.",
                           process.start_seconds));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace parallax::http
