// Alignment alone, over the number of reports: each tells the same 30 sentences' worth of facts in
// an order and with words of its own, as reports of one event do.
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "tests/alignment/aligned_texts.h"

namespace parallax::alignment {
namespace {

std::string MakeReport(unsigned seed) {
  const std::vector<std::string> who = {"The minister",       "Police",      "Edda Lorn",
                                        "The harbour master", "A spokesman", "Workers",
                                        "The owner",          "Two dockers"};
  const std::vector<std::string> did = {"warned",    "arrested", "sued",    "blamed", "praised",
                                        "dismissed", "accused",  "visited", "paid",   "questioned"};
  const std::vector<std::string> whom = {"the company", "the bank",     "the union",
                                         "the crew",    "the suspects", "the inspectors"};
  const std::vector<std::string> when = {"on Monday", "on Tuesday", "in January",
                                         "last week", "in 2021",    "at the harbour"};
  std::mt19937 random(seed);
  std::string text = absl::StrCat("Report ", seed, " on the fire at Corvale");
  for (int sentence = 0; sentence < 30; ++sentence) {
    absl::StrAppend(&text, "\n", who[random() % who.size()], " ", did[random() % did.size()], " ",
                    whom[random() % whom.size()], " ", when[random() % when.size()], ", and ",
                    whom[random() % whom.size()], " had ", did[random() % did.size()], " ",
                    random() % 90 + 10, " people.");
  }
  return text;
}

void BM_Align(benchmark::State& state) {
  std::vector<std::shared_ptr<const analysis::Analysis>> reports;
  int64_t claims = 0;
  for (int i = 0; i < state.range(0); ++i) {
    reports.push_back(AnalyzeText(MakeReport(i + 1), absl::StrCat("r", i)));
    claims += static_cast<int64_t>(reports.back()->claims.claims.size());
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(Align(reports, TestEncoder(), CallContext()));
  }
  state.counters["claims"] = static_cast<double>(claims);
  state.SetItemsProcessed(state.iterations() * claims);
}
BENCHMARK(BM_Align)->RangeMultiplier(2)->Range(2, 16)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::alignment
