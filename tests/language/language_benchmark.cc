// Speed of the room over sentence length, on a fixed passage of our own words.
#include <cstdint>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "server/encoder/encoder.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/models/default_model.h"
#include "server/text/document.h"
#include "tests/language/default_annotator.h"

namespace parallax::language {
namespace {

constexpr const char* kWords[] = {"The",  "minister", "told",    "reporters", "on",      "Monday",
                                  "that", "two",      "bridges", "near",      "Lisbon",  "had",
                                  "been", "closed",   "after",   "engineers", "found",   "cracks",
                                  "in",   "steel",    "beams",   "which",     "Granite", "Works",
                                  "Ltd",  "supplied", ",",       "and",       "she",     "blamed"};

// `sentences` sentences of `length` tokens each.
text::Document MakeDocument(int sentences, int length) {
  std::vector<ConlluSentence> out(sentences);
  int next = 0;
  for (ConlluSentence& sentence : out) {
    for (int i = 0; i < length; ++i) {
      ConlluWord word;
      word.form = kWords[next++ % std::size(kWords)];
      sentence.words.push_back(word);
    }
    sentence.words.back().form = ".";
  }
  return DocumentFromConllu(out);
}

// Encoder and heads.
void BM_Annotate(benchmark::State& state) {
  const int length = static_cast<int>(state.range(0));
  const text::Document document = MakeDocument(1200 / length, length);
  const DefaultAnnotator& model = DefaultAnnotator::Get();
  for (auto _ : state) benchmark::DoNotOptimize(model.Annotate(document));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(document.tokens().size()));
}
BENCHMARK(BM_Annotate)->Arg(5)->Arg(25)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond);

// The heads alone; an iteration is one sentence.
void BM_Heads(benchmark::State& state) {
  const int length = static_cast<int>(state.range(0));
  const text::Document document = MakeDocument(1, length);
  const DefaultAnnotator& model = DefaultAnnotator::Get();
  std::vector<float> rows;
  const auto keep = [&rows](const encoder::SentenceVectors& sentence) {
    rows.assign(sentence.rows.begin(), sentence.rows.end());
  };
  if (!model.encoder().Encode(document, CallContext(), keep).ok()) {
    return state.SkipWithError("cancelled");
  }
  for (auto _ : state) {
    Annotator::Writer writer(&model.annotator(), &document);
    writer.Add({0, rows});
    benchmark::DoNotOptimize(writer.Finish());
  }
  state.SetItemsProcessed(state.iterations() * length);
}
BENCHMARK(BM_Heads)->Arg(5)->Arg(25)->Arg(100)->Arg(200)->Unit(benchmark::kMicrosecond);

void BM_Load(benchmark::State& state) {
  const ModelFile file = DefaultModel().value();
  for (auto _ : state) benchmark::DoNotOptimize(Annotator::Load(file));
}
BENCHMARK(BM_Load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::language
