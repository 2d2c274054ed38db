// Speed of the room over sentence length and threads, on a fixed passage of our own words.
#include <cstdint>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "server/base/gemm.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/encoder_shape.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/neural_model.h"
#include "server/language/internal/word_pieces.h"
#include "server/text/document.h"

extern "C" const char parallax_language_model[];
extern "C" const char parallax_language_model_end[];

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

// The model alone on sentences of 25 tokens, by CpuPath, where the processor has it.
void BM_Path(benchmark::State& state) {
  const auto path = static_cast<CpuPath>(state.range(0));
  if (path > BestCpuPath()) {
    state.SkipWithError("this processor lacks the instructions");
    return;
  }
  const internal::ModelFile file =
      internal::ModelFile::Read(
          absl::string_view(parallax_language_model,
                            parallax_language_model_end - parallax_language_model))
          .value();
  const internal::NeuralModel model = internal::NeuralModel::Read(file, path).value();
  const std::vector<uint32_t> sizes(8, 25);
  std::vector<absl::string_view> forms;
  while (forms.size() < 200) forms.push_back(kWords[forms.size() % std::size(kWords)]);
  const std::vector<uint8_t> spacing(forms.size(), internal::kSpaced);
  internal::Workspace work;
  for (auto _ : state) {
    std::vector<Word> words;
    std::string lemmas;
    std::vector<NamedEntity> entities;
    std::vector<Reading> readings;
    model.Annotate(forms, spacing, sizes, 0, &work, &words, &lemmas, &readings);
    work.entity_decoder.Decode(sizes, &entities);
    benchmark::DoNotOptimize(words);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(forms.size()));
}
BENCHMARK(BM_Path)->DenseRange(0, 2);

// The largest product of the model; items are multiplications.
void BM_Multiply(benchmark::State& state) {
  constexpr uint32_t kRows = 200;
  constexpr uint32_t kDepth = internal::kWidth;
  constexpr uint32_t kColumns = 2 * internal::kGateColumns;
  const auto path = static_cast<CpuPath>(state.range(0));
  if (path > BestCpuPath()) {
    state.SkipWithError("this processor lacks the instructions");
    return;
  }
  std::vector<int8_t> weights(size_t{kDepth} * kColumns);
  for (size_t i = 0; i < weights.size(); ++i) {
    weights[i] = static_cast<int8_t>(static_cast<int>(i * 37 % 255) - 127);
  }
  internal::SectionWriter writer;
  writer.WriteU32(kDepth);
  writer.WriteU32(kColumns);
  writer.WriteArray(std::vector<float>(kColumns, 0.01f));
  writer.WriteArray(weights);
  const std::string bytes = writer.Release();
  internal::SectionReader reader(bytes);
  const auto matrix = QuantizedMatrix::Read(&reader, kDepth, kColumns);
  std::vector<float> values(size_t{kRows} * kDepth);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i * 11 % 64) - 32.0f;
  const std::vector<float> bias(kColumns, 0.0f);
  std::vector<float> out(size_t{kRows} * kColumns);
  QuantizedRows rows;
  for (auto _ : state) {
    rows.Set(values.data(), kRows, kDepth, kDepth, path);
    Multiplier(path).Multiply(rows, matrix, bias, kColumns, out.data());
    benchmark::DoNotOptimize(out);
  }
  state.SetItemsProcessed(state.iterations() * int64_t{kRows} * kDepth * kColumns);
}
BENCHMARK(BM_Multiply)->DenseRange(0, 2);

void BM_Load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Annotator::LoadDefault());
}
BENCHMARK(BM_Load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parallax::language
