// The whole engine on the bundled reports: bytes and tokens a second of Analyze, and Compare over
// the number of reports. The reports are those of tests/bundles (about 2 KB each); more reports
// than a bundle has are made by repeating it under other ids.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/engine/engine.h"
#include "tests/scoring/bundle.h"

namespace parallax::engine {
namespace {

const Engine& TheEngine() {
  static const Engine* const engine = Engine::Create({}).value().release();
  return *engine;
}

std::vector<analysis::Report> Reports(size_t count) {
  const auto bundle =
      scoring::ReadBundleFile(absl::StrCat(PARALLAX_TEST_DATA, "/bundles/made-diplomats.json"));
  std::vector<analysis::Report> reports;
  for (size_t i = 0; i < count; ++i) {
    reports.push_back(scoring::ToReport(bundle.value().reports[i % bundle.value().reports.size()]));
    reports.back().id = absl::StrCat("r", i);
  }
  return reports;
}

// A body of `repeats` copies of one report's text.
void BM_Analyze(benchmark::State& state) {
  analysis::Report report = Reports(1)[0];
  const std::string once = report.body;
  for (int i = 1; i < state.range(0); ++i) absl::StrAppend(&report.body, "\n", once);
  size_t tokens = 0;
  for (auto _ : state) {
    auto analysis = TheEngine().Analyze(report, CallContext()).value();
    tokens = analysis->document.tokens().size();
    benchmark::DoNotOptimize(analysis);
  }
  state.SetBytesProcessed(state.iterations() * report.body.size());
  state.counters["tokens/s"] =
      benchmark::Counter(state.iterations() * tokens, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Analyze)->RangeMultiplier(4)->Range(1, 64);
BENCHMARK(BM_Analyze)->Arg(4)->Threads(2);

// Alignment, framing and all else that is done for the whole of the reports, analyses being given.
void BM_CompareAnalyses(benchmark::State& state) {
  std::vector<std::shared_ptr<const analysis::Analysis>> analyses;
  for (const analysis::Report& report : Reports(state.range(0))) {
    analyses.push_back(TheEngine().Analyze(report, CallContext()).value());
  }
  for (auto _ : state) {
    auto comparison = TheEngine().Compare(analyses, {}, CallContext());
    benchmark::DoNotOptimize(comparison);
  }
}
BENCHMARK(BM_CompareAnalyses)->RangeMultiplier(2)->Range(2, 64)->Unit(benchmark::kMillisecond);

// From text to differences, on one thread.
void BM_Compare(benchmark::State& state) {
  const std::vector<analysis::Report> reports = Reports(state.range(0));
  int64_t bytes = 0;
  for (const analysis::Report& report : reports) bytes += report.body.size();
  for (auto _ : state) {
    auto comparison = TheEngine().Compare(reports, {}, Sequentially, CallContext());
    benchmark::DoNotOptimize(comparison);
  }
  state.SetBytesProcessed(state.iterations() * bytes);
}
BENCHMARK(BM_Compare)->RangeMultiplier(2)->Range(2, 64)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::engine
