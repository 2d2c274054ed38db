// Reads reports of growing length. The text is made of five sentences with what costs work:
// abbreviations, quotes, numbers, clitics, typographic marks; 74 words, 453 bytes a paragraph.
#include <string>

#include "benchmark/benchmark.h"
#include "server/base/call_context.h"
#include "server/text/offsets.h"
#include "server/text/reader.h"

namespace parallax::text {
namespace {

constexpr char kParagraph[] =
    "Acme Inc. shut its mine at Calder, Mont., on Monday after water broke into the lower gallery, "
    "Gov. J. R. Poe said. \"We can't say why the pumps failed,\" she told the Herald’s reporter at "
    "5 p.m. The long-term damage — about $1.5m, or 20% of last year's profit — isn't insured. “It "
    "was a well-known risk,” the union's secretary wrote in an e-mail. Forty-two people, none of "
    "them hurt, were brought up by noon; the U.S. regulator has opened an inquiry.";

std::string MakeText(int64_t paragraphs) {
  std::string text;
  for (int64_t i = 0; i < paragraphs; ++i) {
    text += kParagraph;
    text += "\n\n";
  }
  return text;
}

std::string MakePage(int64_t paragraphs) {
  std::string page =
      "<!DOCTYPE html><html><head><title>Mine shut - Herald</title></head><body><nav><ul>";
  for (int i = 0; i < 40; ++i)
    page += "<li class=\"item\"><a href=\"/section/page\">Section</a></li>";
  page += "</ul></nav><main><article><h1>Mine shut</h1>";
  for (int64_t i = 0; i < paragraphs; ++i) {
    page += "<p class=\"story-body__text\">";
    page += kParagraph;
    page += "</p><div class=\"ad-slot\" data-name=\"mpu\"><script>load();</script></div>";
  }
  return page + "</article></main></body></html>";
}

void Read(benchmark::State& state, const std::string& text, Format format) {
  size_t tokens = 0;
  for (auto _ : state) {
    const absl::StatusOr<Document> document =
        ReadReport("Mine shut after flood", text, format, {}, CallContext());
    if (!document.ok()) {
      state.SkipWithError("not read");
      break;
    }
    tokens += document->tokens().size();
    benchmark::DoNotOptimize(document);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.counters["tokens"] =
      benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsRate);
}

void BM_ReadPlain(benchmark::State& state) {
  Read(state, MakeText(state.range(0)), Format::kPlain);
}
BENCHMARK(BM_ReadPlain)->RangeMultiplier(8)->Range(1, 2048);

void BM_ReadHtml(benchmark::State& state) { Read(state, MakePage(state.range(0)), Format::kHtml); }
BENCHMARK(BM_ReadHtml)->RangeMultiplier(8)->Range(1, 2048);

void BM_OffsetMap(benchmark::State& state) {
  const std::string text = MakeText(state.range(0));
  for (auto _ : state) {
    const OffsetMap map(text, Encoding::kUtf16);
    benchmark::DoNotOptimize(map.FromByte(static_cast<uint32_t>(text.size())));
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_OffsetMap)->Arg(10)->Arg(2048);

}  // namespace
}  // namespace parallax::text
