// All detectors over scenes built by hand: `reports` reports of `sentences` sentences, each with
// one claim, every report telling the same facts, with a figure, and one in four in direct speech.
#include <benchmark/benchmark.h>

#include <string>

#include "tests/framing/scene_builder.h"

namespace parallax::framing {
namespace {

void BM_FindDifferences(benchmark::State& state) {
  SceneBuilder scene;
  const int reports = static_cast<int>(state.range(0));
  const int sentences = static_cast<int>(state.range(1));
  for (int r = 0; r < reports; ++r) {
    ReportBuilder& report = scene.AddReport("r" + std::to_string(r), "Outlet " + std::to_string(r));
    for (int s = 0; s < sentences; ++s) {
      const std::string thing = "ledger" + std::to_string(s);
      const std::string number = std::to_string(2 + (r + s) % 7);
      if (s % 4 == 3) {
        report.AddSentence("\" We never wanted to keep the " + thing + " here , \" Holt said .");
        report.AddClaim({.predicate = "wanted",
                         .span = "We never wanted to keep the " + thing + " here",
                         .value = commitment::Class::kAttributed,
                         .source = "Holt",
                         .cue = "said",
                         .fact = "quote" + std::to_string(s)});
        continue;
      }
      report.AddSentence("The clerk stole/steal/VERB the " + thing + " of " + number + " men .");
      report.AddClaim({.predicate = "stole",
                       .agent = "The clerk",
                       .patient = "the " + thing,
                       .value = static_cast<commitment::Class>(1 + (r + s) % 8),
                       .fact = "fact" + std::to_string(s)});
    }
  }
  const PreparedScene prepared = scene.Prepare();
  for (auto _ : state) benchmark::DoNotOptimize(prepared.Find());
  state.SetItemsProcessed(state.iterations() * reports * sentences);
}
BENCHMARK(BM_FindDifferences)
    ->ArgsProduct({{2, 5, 20}, {30, 300}})
    ->ArgNames({"reports", "sentences"})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::framing
