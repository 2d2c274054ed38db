// Time of attribution over what costs it most. Run with --benchmark_min_time=2.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "server/text/reader.h"
#include "tests/attribution/default_readers.h"

namespace parallax::attribution {
namespace {

// Every third word a cue, each with what is linked to it. The time must grow with the text, and no
// faster.
void BM_CueAfterCue(benchmark::State& state) {
  std::string body;
  while (static_cast<int64_t>(body.size()) < state.range(0)) body += "Holm said, ";
  const auto document = text::ReadReport("", body, text::Format::kPlain, {}, CallContext());
  const auto readers = DefaultReaders::Load();
  if (!document.ok() || !readers.ok()) return state.SkipWithError("cannot read the report");
  const auto annotation = readers->Annotate(*document);
  const auto marks = readers->Mark(*document);
  if (!annotation.ok() || !marks.ok()) return state.SkipWithError("cannot read the report");
  for (auto _ : state) {
    benchmark::DoNotOptimize(FindAttributions(*document, *annotation, *marks,
                                              lexicon::Lexicon::Default(), CallContext()));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}
BENCHMARK(BM_CueAfterCue)->Range(4 << 10, 512 << 10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::attribution
