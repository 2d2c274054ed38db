// Pieces a second on one core, texts cut into pieces beforehand; compare
// server/training/onnx_encoder.py. The lengths count [CLS] and [SEP].
#include <memory>
#include <random>

#include "benchmark/benchmark.h"
#include "server/encoder/internal/transformer.h"
#include "server/models/default_model.h"

namespace parallax::encoder::internal {
namespace {

constexpr uint32_t kPieces = 30522;

absl::StatusOr<Transformer> ReadSentences(const ModelFile& model) {
  const auto embeddings = Embeddings::Read(model, kPieces);
  if (!embeddings.ok()) return embeddings.status();
  return Transformer::Read(model, "sentences", *embeddings, BestCpuPath());
}

void BM_Encoder(benchmark::State& state) {
  const auto model = DefaultModel();
  if (!model.ok()) return state.SkipWithError("no model file yet");
  const auto transformer = ReadSentences(*model);
  if (!transformer.ok()) return state.SkipWithError("the model file is of another vocabulary");
  const auto size = static_cast<uint32_t>(state.range(0));
  std::mt19937 random(1);
  Workspace work;
  while (work.batch.rows() == 0 || work.batch.HasRoomFor(size)) {
    for (uint32_t i = 0; i < size; ++i) {
      work.batch.Add(1000 + static_cast<uint32_t>(random() % 20000), 0, Shape::kLower);
    }
    work.batch.sizes.push_back(size);
  }
  for (auto _ : state) {
    if (!transformer->Run(CallContext(), &work).ok()) return state.SkipWithError("cancelled");
    benchmark::DoNotOptimize(work.x.data());
  }
  state.counters["pieces/s"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * work.batch.rows(), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Encoder)->Arg(40)->Arg(80)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond);

void BM_Gemm(benchmark::State& state) {
  const auto model = DefaultModel();
  if (!model.ok()) return state.SkipWithError("no model file yet");
  const auto rows = static_cast<uint32_t>(state.range(0));
  const auto depth = static_cast<uint32_t>(state.range(1));
  const auto columns = static_cast<uint32_t>(state.range(2));
  SectionReader reader = model
                             ->Open(depth == 1536      ? "sentences/0/down"
                                    : columns == 384   ? "sentences/0/out"
                                    : columns == 1152u ? "sentences/0/qkv"
                                                       : "sentences/0/up")
                             .value();
  const QuantizedMatrix matrix = QuantizedMatrix::ReadArrays(&reader, depth, columns);
  const std::span<const float> bias = reader.ReadFloats(columns, 1e3f);
  if (!reader.status().ok()) return state.SkipWithError("the model file is of another shape");
  std::mt19937 random(2);
  std::vector<float> values(size_t{rows} * depth);
  for (float& value : values) value = static_cast<float>(random() % 1000) * 0.001f - 0.5f;
  std::vector<float> out(size_t{rows} * columns);
  QuantizedRows quantized;
  quantized.Set(values.data(), rows, depth, depth, BestCpuPath());
  const Multiplier multiplier(BestCpuPath());
  for (auto _ : state) {
    multiplier.Multiply(quantized, matrix, bias, columns, out.data());
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["products/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * rows * depth * columns,
                         benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Gemm)
    ->ArgNames({"rows", "depth", "columns"})
    ->ArgsProduct({{64, 256, 512, 2048}, {384}, {384, 1152, 1536}})
    ->ArgsProduct({{64, 256, 512, 2048}, {1536}, {384}})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace parallax::encoder::internal
