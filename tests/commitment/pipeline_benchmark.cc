// Time of claims, attribution and commitment over one report, beside the language stage that feeds
// them. Run with --benchmark_min_time=2; the report is fixed, so that figures compare between
// builds. BM_Shares runs all stages in turn, so that a busy machine slows them alike, and counts
// each as percent of the language stage.
#include <benchmark/benchmark.h>

#include <ctime>
#include <string>

#include "server/commitment/commitment.h"
#include "server/language/annotator.h"
#include "server/text/reader.h"

namespace parallax::commitment {
namespace {

// About 600 tokens of reported speech.
std::string Report() {
  std::string body;
  for (int i = 0; i < 10; ++i) {
    body +=
        "The mayor said on Monday that the bridge would stay closed after engineers found cracks "
        "in two of its piers. \"We will not take the risk,\" she told reporters. \"Nobody should "
        "cross it.\" The union, which had warned of the cracks in May, accused the city of "
        "ignoring its letters. A spokesman denied that any letter had been received.\n\n";
  }
  return body;
}

struct Stages {
  text::Document document;
  language::Annotation annotation;
  claims::ClaimSet claims;
  attribution::AttributionSet attributions;
};

Stages Prepare() {
  const CallContext context;
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  static const auto annotator = *language::Annotator::LoadDefault();
  Stages s;
  s.document = *text::ReadReport("", Report(), text::Format::kPlain, {}, context);
  s.annotation = *annotator->Annotate(s.document, context);
  s.claims = *claims::ExtractClaims(s.document, s.annotation, lexicon, absl::nullopt, context);
  s.attributions =
      *attribution::FindAttributions(s.document, s.annotation, s.claims, lexicon, context);
  return s;
}

void BM_Annotate(benchmark::State& state) {
  const auto annotator = *language::Annotator::LoadDefault();
  const Stages s = Prepare();
  for (auto _ : state) {
    benchmark::DoNotOptimize(annotator->Annotate(s.document, CallContext()));
  }
  state.SetItemsProcessed(state.iterations() * s.document.tokens().size());
}
BENCHMARK(BM_Annotate);

void BM_ExtractClaims(benchmark::State& state) {
  const Stages s = Prepare();
  for (auto _ : state) {
    benchmark::DoNotOptimize(claims::ExtractClaims(
        s.document, s.annotation, lexicon::Lexicon::Default(), absl::nullopt, CallContext()));
  }
  state.SetItemsProcessed(state.iterations() * s.document.tokens().size());
}
BENCHMARK(BM_ExtractClaims);

void BM_FindAttributions(benchmark::State& state) {
  const Stages s = Prepare();
  for (auto _ : state) {
    benchmark::DoNotOptimize(attribution::FindAttributions(
        s.document, s.annotation, s.claims, lexicon::Lexicon::Default(), CallContext()));
  }
  state.SetItemsProcessed(state.iterations() * s.document.tokens().size());
}
BENCHMARK(BM_FindAttributions);

void BM_ReadCommitment(benchmark::State& state) {
  const Stages s = Prepare();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadCommitment(s.document, s.annotation, s.claims, s.attributions,
                                            lexicon::Lexicon::Default(), CallContext()));
  }
  state.SetItemsProcessed(state.iterations() * s.document.tokens().size());
}
BENCHMARK(BM_ReadCommitment);

// Processor seconds of this process.
double Now() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void BM_Shares(benchmark::State& state) {
  const auto annotator = *language::Annotator::LoadDefault();
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  const CallContext context;
  const Stages s = Prepare();
  double language = 0, claims = 0, attribution = 0, commitment = 0;
  for (auto _ : state) {
    const double start = Now();
    benchmark::DoNotOptimize(annotator->Annotate(s.document, context));
    const double annotated = Now();
    benchmark::DoNotOptimize(
        claims::ExtractClaims(s.document, s.annotation, lexicon, absl::nullopt, context));
    const double extracted = Now();
    benchmark::DoNotOptimize(
        attribution::FindAttributions(s.document, s.annotation, s.claims, lexicon, context));
    const double attributed = Now();
    benchmark::DoNotOptimize(
        ReadCommitment(s.document, s.annotation, s.claims, s.attributions, lexicon, context));
    const double committed = Now();
    language += annotated - start;
    claims += extracted - annotated;
    attribution += attributed - extracted;
    commitment += committed - attributed;
  }
  state.counters["claims_%"] = 100 * claims / language;
  state.counters["attribution_%"] = 100 * attribution / language;
  state.counters["commitment_%"] = 100 * commitment / language;
}
BENCHMARK(BM_Shares);

}  // namespace
}  // namespace parallax::commitment
