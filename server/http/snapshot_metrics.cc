#include "server/http/snapshot_metrics.h"

#include <prometheus/client_metric.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"

namespace parallax::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Families = std::vector<MetricFamily>;

constexpr const char* kMethods[] = {"AnalyzeReport", "CompareReports", "FollowEvent"};

MetricFamily Histograms(const char* name, const char* help,
                        const std::map<std::string, service::Histogram>& by_method) {
  MetricFamily family = {.name = name, .help = help, .type = MetricType::Histogram, .metric = {}};
  for (const auto& [method, times] : by_method) {
    ClientMetric metric;
    metric.label.push_back({.name = "method", .value = method});
    uint64_t cumulative = 0;
    for (size_t i = 0; i < times.counts().size(); ++i) {
      cumulative += times.counts()[i];
      metric.histogram.bucket.push_back(
          {.cumulative_count = cumulative,
           .upper_bound = i < service::Histogram::kBounds.size()
                              ? service::Histogram::kBounds[i]
                              : std::numeric_limits<double>::infinity()});
    }
    metric.histogram.sample_count = cumulative;
    metric.histogram.sample_sum = times.sum();
    family.metric.push_back(std::move(metric));
  }
  return family;
}

double Number(size_t count) { return static_cast<double>(count); }

void AddGauge(const char* name, const char* help, double value, Families* families) {
  families->push_back(Single(name, help, MetricType::Gauge, value));
}

void AddCounter(const char* name, const char* help, uint64_t value, Families* families) {
  families->push_back(Single(name, help, MetricType::Counter, static_cast<double>(value)));
}

void AddCache(const service::AnalysisCache::Counts& cache, Families* families) {
  MetricFamily lookups = {.name = "parallax_cache_lookups_total",
                          .help =
                              "Reports whose analysis was asked for: hit, kept; joined, under "
                              "way for another call; miss, made.",
                          .type = MetricType::Counter,
                          .metric = {}};
  for (const auto& [result, count] : {std::pair<const char*, uint64_t>{"hit", cache.hits},
                                      {"joined", cache.joined},
                                      {"miss", cache.misses}}) {
    ClientMetric metric;
    metric.label.push_back({.name = "result", .value = result});
    metric.counter.value = static_cast<double>(count);
    lookups.metric.push_back(std::move(metric));
  }
  families->push_back(std::move(lookups));
  AddCounter("parallax_cache_dropped_total", "Analyses let go to make room.", cache.dropped,
             families);
  AddGauge("parallax_cache_entries", "Analyses kept.", Number(cache.entries), families);
  AddGauge("parallax_cache_bytes", "Memory that they take, by estimate.", Number(cache.bytes),
           families);
}

}  // namespace

MetricFamily Single(const char* name, const char* help, MetricType type, double value) {
  MetricFamily family = {.name = name, .help = help, .type = type, .metric = {}};
  ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  family.metric.push_back(std::move(metric));
  return family;
}

void AddCalls(const service::CallBook::Counts& calls, Families* families) {
  // From the start on, so that a rate has a zero to begin with.
  std::map<std::pair<std::string, std::string>, uint64_t> counts = calls.calls;
  for (const char* method : kMethods) {
    counts.try_emplace({method, ""}, 0);
    counts.try_emplace({method, "QUEUE_FULL"}, 0);
  }
  MetricFamily family = {.name = "parallax_calls_total",
                         .help =
                             "Calls that ended, and steps of followed events, by method and by "
                             "the reason of the error (OK where there was none).",
                         .type = MetricType::Counter,
                         .metric = {}};
  for (const auto& [key, count] : counts) {
    ClientMetric metric;
    metric.label.push_back({.name = "method", .value = key.first});
    metric.label.push_back({.name = "reason", .value = key.second.empty() ? "OK" : key.second});
    metric.counter.value = static_cast<double>(count);
    family.metric.push_back(std::move(metric));
  }
  families->push_back(std::move(family));
  families->push_back(Histograms("parallax_call_wait_seconds",
                                 "From a call's arrival until it was begun, unless refused.",
                                 calls.waits));
  families->push_back(Histograms("parallax_call_work_seconds",
                                 "From there to its end, what other calls took of it included.",
                                 calls.works));
  AddCounter("parallax_request_bytes_total", "Bytes of messages in.", calls.bytes_in, families);
  AddCounter("parallax_response_bytes_total", "Bytes of messages out.", calls.bytes_out, families);
  AddCounter("parallax_tokens_total", "Tokens, by estimate, of the calls that were answered.",
             calls.tokens, families);
  AddCounter("parallax_log_lines_left_out_total", "Lines of refusals that were not logged.",
             calls.lines_left_out, families);
}

void AddState(const service::Snapshot& server, Families* families) {
  AddGauge("parallax_open_calls", "Calls and streams that are open.", Number(server.open_calls),
           families);
  AddGauge("parallax_queue_calls", "Calls that were taken on and have not ended.",
           Number(server.work.calls), families);
  AddGauge("parallax_queue_seconds", "What is taken on, as time of all threads.",
           absl::ToDoubleSeconds(server.work.backlog), families);
  AddGauge("parallax_threads", "Threads that may work at a time.", Number(server.work.slots),
           families);
  AddGauge("parallax_working_threads", "Threads at work.", Number(server.work.working), families);
  AddGauge("parallax_tokens_per_second", "What one thread does, as learnt lately.",
           server.work.tokens_per_second, families);
  AddGauge("parallax_callers", "Callers with something under way.", Number(server.callers),
           families);
  AddGauge("parallax_messages_waiting", "Messages that wait to be taken in.",
           Number(server.messages_waiting), families);
  AddCounter("parallax_cut_off_total", "Calls of who kept the server waiting.", server.cut_off,
             families);
  AddCounter("parallax_connections_turned_away_total", "Connections of gRPC over the limit.",
             server.connections_turned_away, families);
  AddCounter("parallax_log_lines_dropped_total", "Lines of the log that nobody read in time.",
             server.log_lines_dropped, families);
  AddCache(server.cache, families);
  AddGauge("parallax_memory_limit_bytes", "What the process keeps to.", Number(server.memory.limit),
           families);
  AddGauge("parallax_memory_tight", "1 while new calls are refused for want of memory.",
           server.memory_is_tight ? 1 : 0, families);
  AddGauge("parallax_call_memory_left_bytes", "Of what calls may use.",
           Number(server.call_bytes_left), families);
  AddGauge("parallax_followed_memory_left_bytes", "Of what followed events may hold.",
           Number(server.followed_bytes_left), families);
  AddGauge("process_resident_memory_bytes", "Memory of the process.", Number(server.memory_used),
           families);
  AddGauge("process_open_fds", "Descriptors that are open.", Number(server.descriptors), families);
  AddGauge("process_max_fds", "Descriptors that may be.", Number(server.max_descriptors), families);
}

void AddChecks(const std::vector<Check>& checks, Families* families) {
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
  families->push_back(std::move(family));
  AddGauge("parallax_ready", "1 where /readyz says so.", AllWell(checks) ? 1 : 0, families);
}

}  // namespace parallax::http
