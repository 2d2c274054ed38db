// Any text through the whole engine: two reports cut from the input are compared, and what comes
// out must point into what went in.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "server/engine/engine.h"

namespace {

using parallax::engine::Engine;

void Require(bool condition) {
  if (!condition) std::abort();
}

const Engine& TheEngine() {
  static const Engine* const engine = Engine::Create({}).value().release();
  return *engine;
}

void CheckAnalysis(const parallax::analysis::Analysis& report) {
  const uint32_t tokens = report.document.tokens().size();
  Require(report.annotation.words().size() == tokens);
  Require(report.commitments.claims.size() == report.claims.claims.size());
  for (const auto& claim : report.claims.claims) {
    Require(!claim.predicate.empty() && claim.span.Contains(claim.predicate));
    Require(claim.span.end <= tokens);
    const auto& sentence = report.document.sentences()[claim.sentence];
    Require(sentence.tokens.Contains(claim.span));
  }
  for (const auto& attribution : report.attributions.attributions) {
    Require(!attribution.content.empty());
    for (const auto& content : attribution.content) {
      Require(!content.empty() && content.end <= tokens);
    }
    if (attribution.source)
      Require(!attribution.source->empty() && attribution.source->end <= tokens);
    if (attribution.cue) Require(!attribution.cue->empty() && attribution.cue->end <= tokens);
  }
  for (const auto& commitment : report.commitments.claims) {
    Require(commitment.factuality >= -3 && commitment.factuality <= 3);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 4096) return 0;  // longer inputs only repeat what shorter ones do, slower
  FuzzedDataProvider input(data, size);
  std::vector<parallax::analysis::Report> reports(2);
  for (auto& report : reports) {
    report.id = &report == &reports[0] ? "a" : "b";
    if (input.ConsumeBool()) report.format = parallax::text::Format::kHtml;
    if (input.ConsumeBool()) report.publish_seconds = input.ConsumeIntegral<int64_t>();
    report.headline = input.ConsumeRandomLengthString(200);
    report.body = input.ConsumeRandomLengthString(4096);
  }
  const auto comparison =
      TheEngine().Compare(reports, {}, parallax::engine::Sequentially, parallax::CallContext());
  if (!comparison.ok()) {
    Require(comparison.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  for (const auto& report : comparison->reports) CheckAnalysis(*report);
  for (const auto& difference : comparison->differences) {
    Require(difference.positions.size() >= 2);
    for (const auto& position : difference.positions) {
      Require(position.evidence.empty() == (position.value == "ABSENT"));
    }
  }
  return 0;
}
