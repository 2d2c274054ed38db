// Speed of claim extraction, on random trees and on one report of ordinary news length.
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "server/base/status_macros.h"
#include "server/claims/claims.h"
#include "server/language/annotator.h"
#include "server/models/default_model.h"
#include "server/text/reader.h"
#include "tests/language/random_report.h"

namespace parallax::claims {
namespace {

void ExtractFromRandomTrees(benchmark::State& state) {
  const language::AnnotatedReport report =
      language::RandomReport(static_cast<uint64_t>(state.range(0)));
  const values::ValueSet values =
      values::FindValues(report.document, report.annotation, 18906, CallContext()).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ExtractClaims(report.document, report.annotation, values,
                                           lexicon::Lexicon::Default(), CallContext()));
  }
  state.SetItemsProcessed(
      static_cast<int64_t>(state.iterations() * report.document.tokens().size()));
}
BENCHMARK(ExtractFromRandomTrees)->Arg(1)->Arg(2)->Arg(3);

// The text by the model that is compiled in.
absl::StatusOr<language::Annotation> Annotate(const text::Document& document) {
  PARALLAX_ASSIGN_OR_RETURN(const ModelFile model, DefaultModel());
  PARALLAX_ASSIGN_OR_RETURN(const auto encoder, encoder::Encoder::Load(model));
  PARALLAX_ASSIGN_OR_RETURN(const auto annotator, language::Annotator::Load(model));
  return annotator->Annotate(*encoder, document, CallContext());
}

// A report of `paragraphs` paragraphs in our own words.
void ExtractFromText(benchmark::State& state) {
  std::string body;
  for (int64_t i = 0; i < state.range(0); ++i) {
    body +=
        "At least seven people were injured on Tuesday when a ferry that carries workers to the "
        "island of Lund struck the harbour wall, the coast guard said. The captain, a man of 52, "
        "told investigators that the engine had failed twice last week.\n\n"
        "\"We will not run the boat again before the inquiry is over,\" said Maja Holm, the "
        "operator's director, who has promised to pay up to 3 million kroner to the injured.\n\n";
  }
  const auto document = text::ReadReport("Seven hurt as ferry hits harbour wall", body,
                                         text::Format::kPlain, {}, CallContext());
  if (!document.ok()) return state.SkipWithError("cannot read the report");
  const auto annotation = Annotate(*document);
  if (!annotation.ok()) return state.SkipWithError("cannot load the model");
  const values::ValueSet values =
      values::FindValues(*document, *annotation, 18906, CallContext()).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ExtractClaims(*document, *annotation, values, lexicon::Lexicon::Default(), CallContext()));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * document->tokens().size()));
}
BENCHMARK(ExtractFromText)->Arg(1)->Arg(10)->Arg(100);

}  // namespace
}  // namespace parallax::claims
