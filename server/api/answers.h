// What the engine gives -> answer messages.
//
// Thread safety: free functions without state; safe for concurrent use.
#ifndef PARALLAX_SERVER_API_ANSWERS_H_
#define PARALLAX_SERVER_API_ANSWERS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "parallax/v1/analysis.pb.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/analysis/analyzer.h"
#include "server/api/spans.h"
#include "server/base/call_context.h"
#include "server/engine/engine.h"
#include "server/text/offsets.h"

namespace parallax::api {

// Ids within an answer: a letter and the place, from 1. The same everywhere an element is named.
//   analysis: claims "c1", attributions "a1", entities "e1"
//   comparison: facts "f1", differences "d1", entities "e1"

// Adds to `answer`, which should be empty. Time and memory are linear in what is written, which the
// limit bounds. On an error `answer` holds a part.
// Errors: those of `context`; RESOURCE_EXHAUSTED (ANSWER_TOO_LARGE).
absl::Status WriteAnalysis(const analysis::Analysis& analysis, text::Encoding encoding,
                           size_t max_bytes, const CallContext& context,
                           v1::AnalyzeReportResponse* answer);
absl::Status WriteComparison(const engine::Comparison& comparison, text::Encoding encoding,
                             bool full, size_t max_bytes, const CallContext& context,
                             v1::CompareReportsResponse* answer);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_ANSWERS_H_
