// Time of claims, attribution and commitment over one report, beside the encoder with all heads
// that feeds them. Run with --benchmark_min_time=2; the report is fixed, so that figures compare
// between builds. BM_Shares runs all stages in turn, so that a busy machine slows them alike, and
// counts each as percent of the encoder's.
#include <benchmark/benchmark.h>

#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "server/attribution/marker.h"
#include "server/commitment/clause_reader.h"
#include "server/commitment/commitment.h"
#include "server/encoder/encoder.h"
#include "server/language/annotator.h"
#include "server/models/default_model.h"
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

// The readers of the default model. Ends the program where it has none.
struct Readers {
  std::unique_ptr<const encoder::Encoder> encoder;
  std::unique_ptr<const language::Annotator> annotator;
  std::unique_ptr<const attribution::Marker> marker;
  std::unique_ptr<const ClauseReader> clauses;
};

const Readers& DefaultReaders() {
  static const Readers* const readers = [] {
    const ModelFile model = DefaultModel().value();
    return new Readers{encoder::Encoder::Load(model).value(),
                       language::Annotator::Load(model).value(),
                       attribution::Marker::Load(model).value(), ClauseReader::Load(model).value()};
  }();
  return *readers;
}

// What the heads on the encoder say of a document.
struct Readings {
  language::Annotation annotation;
  std::vector<attribution::SentenceMarks> marks;
  std::vector<TokenReading> clauses;
};

Readings ReadSentences(const text::Document& document) {
  const Readers& readers = DefaultReaders();
  language::Annotator::Writer annotation(readers.annotator.get(), &document);
  attribution::Marker::Writer marks(readers.marker.get(), &document);
  ClauseReader::Writer clauses(readers.clauses.get());
  const auto visit = [&](const encoder::SentenceVectors& sentence) {
    annotation.Add(sentence);
    marks.Add(sentence);
    clauses.Add(sentence);
  };
  benchmark::DoNotOptimize(readers.encoder->Encode(document, CallContext(), visit).value());
  return {annotation.Finish(), marks.Finish(), clauses.Finish()};
}

// Each stage takes what the ones before it gave.
struct Stages {
  text::Document document;
  Readings readings;
  values::ValueSet values;
  claims::ClaimSet claims;
  attribution::AttributionSet attributions;

  values::ValueSet FindValues() const {
    return values::FindValues(document, readings.annotation, absl::nullopt, CallContext()).value();
  }
  claims::ClaimSet ExtractClaims() const {
    return claims::ExtractClaims(document, readings.annotation, values, lexicon::Lexicon::Default(),
                                 CallContext())
        .value();
  }
  attribution::AttributionSet FindAttributions() const {
    return attribution::FindAttributions(document, readings.annotation, readings.marks,
                                         lexicon::Lexicon::Default(), CallContext())
        .value();
  }
  CommitmentSet ReadCommitment() const {
    return commitment::ReadCommitment(document, readings.annotation, values, claims, attributions,
                                      readings.clauses, lexicon::Lexicon::Default(), CallContext())
        .value();
  }
};

Stages Prepare() {
  Stages s;
  s.document = *text::ReadReport("", Report(), text::Format::kPlain, {}, CallContext());
  s.readings = ReadSentences(s.document);
  s.values = s.FindValues();
  s.claims = s.ExtractClaims();
  s.attributions = s.FindAttributions();
  return s;
}

template <typename Stage>
void Time(benchmark::State& state, Stage stage) {
  const Stages s = Prepare();
  for (auto _ : state) benchmark::DoNotOptimize(stage(s));
  state.SetItemsProcessed(state.iterations() * s.document.tokens().size());
}

void BM_ReadSentences(benchmark::State& state) {
  Time(state, [](const Stages& s) { return ReadSentences(s.document); });
}
BENCHMARK(BM_ReadSentences);

void BM_FindValues(benchmark::State& state) {
  Time(state, [](const Stages& s) { return s.FindValues(); });
}
BENCHMARK(BM_FindValues);

void BM_ExtractClaims(benchmark::State& state) {
  Time(state, [](const Stages& s) { return s.ExtractClaims(); });
}
BENCHMARK(BM_ExtractClaims);

void BM_FindAttributions(benchmark::State& state) {
  Time(state, [](const Stages& s) { return s.FindAttributions(); });
}
BENCHMARK(BM_FindAttributions);

void BM_ReadCommitment(benchmark::State& state) {
  Time(state, [](const Stages& s) { return s.ReadCommitment(); });
}
BENCHMARK(BM_ReadCommitment);

// Processor seconds of this process.
double Now() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void BM_Shares(benchmark::State& state) {
  const Stages s = Prepare();
  double sentences = 0, values = 0, claims = 0, attribution = 0, commitment = 0;
  for (auto _ : state) {
    const double start = Now();
    benchmark::DoNotOptimize(ReadSentences(s.document));
    const double read = Now();
    benchmark::DoNotOptimize(s.FindValues());
    const double found = Now();
    benchmark::DoNotOptimize(s.ExtractClaims());
    const double extracted = Now();
    benchmark::DoNotOptimize(s.FindAttributions());
    const double attributed = Now();
    benchmark::DoNotOptimize(s.ReadCommitment());
    const double committed = Now();
    sentences += read - start;
    values += found - read;
    claims += extracted - found;
    attribution += attributed - extracted;
    commitment += committed - attributed;
  }
  state.counters["values_%"] = 100 * values / sentences;
  state.counters["claims_%"] = 100 * claims / sentences;
  state.counters["attribution_%"] = 100 * attribution / sentences;
  state.counters["commitment_%"] = 100 * commitment / sentences;
}
BENCHMARK(BM_Shares);

}  // namespace
}  // namespace parallax::commitment
