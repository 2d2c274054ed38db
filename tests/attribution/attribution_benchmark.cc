// Time of attribution over what costs it most. Run with --benchmark_min_time=2.
#include <benchmark/benchmark.h>

#include <string>

#include "server/attribution/attribution.h"
#include "server/language/annotator.h"
#include "server/text/reader.h"

namespace parallax::attribution {
namespace {

// Every third word a cue: each cue costs a reading of its sentence. The time must grow with the
// text, and no faster.
void BM_CueAfterCue(benchmark::State& state) {
  static const auto annotator = *language::Annotator::LoadDefault();
  const CallContext context;
  std::string body;
  while (static_cast<int64_t>(body.size()) < state.range(0)) body += "Holm said, ";
  const auto document = *text::ReadReport("", body, text::Format::kPlain, {}, context);
  const auto annotation = *annotator->Annotate(document, context);
  for (auto _ : state) {
    benchmark::DoNotOptimize(FindAttributions(document, annotation, claims::ClaimSet(),
                                              lexicon::Lexicon::Default(), context));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}
BENCHMARK(BM_CueAfterCue)->Range(4 << 10, 512 << 10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::attribution
