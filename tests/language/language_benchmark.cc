// Speed of the room over sentence length and threads, on a fixed passage of our own words.
#include <string>

#include "benchmark/benchmark.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/text/document.h"

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

const Annotator& Default() {
  static const std::unique_ptr<const Annotator>& annotator =
      *new std::unique_ptr<const Annotator>(Annotator::LoadDefault().value());
  return *annotator;
}

void BM_Annotate(benchmark::State& state) {
  const int length = static_cast<int>(state.range(0));
  const text::Document document = MakeDocument(1200 / length, length);
  const Annotator& annotator = Default();
  for (auto _ : state) {
    benchmark::DoNotOptimize(annotator.Annotate(document, CallContext()));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(document.tokens().size()));
}
BENCHMARK(BM_Annotate)->Arg(5)->Arg(25)->Arg(100)->Arg(400);
BENCHMARK(BM_Annotate)->Arg(25)->ThreadRange(1, 4)->UseRealTime();

void BM_Load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Annotator::LoadDefault());
}
BENCHMARK(BM_Load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::language
