// The parts of an analysis as messages; comparisons use some of them as well.
#ifndef PARALLAX_SERVER_API_INTERNAL_ANALYSIS_WRITER_H_
#define PARALLAX_SERVER_API_INTERNAL_ANALYSIS_WRITER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "parallax/v1/analysis.pb.h"
#include "server/analysis/analyzer.h"
#include "server/api/spans.h"
#include "server/base/call_context.h"

namespace parallax::api {

std::string IdOf(char letter, uint32_t index);

v1::Entity::Type TypeOf(entities::Type type);
v1::Attribution::SourceKind SourceKindOf(attribution::SourceKind kind);
v1::Claim::Commitment CommitmentOf(commitment::Class value);

void WriteMention(const analysis::Analysis& analysis, const entities::Mention& mention,
                  const SpanWriter& spans, v1::EntityMention* message);
void WriteLoadedTerms(const analysis::Analysis& analysis, const SpanWriter& spans,
                      google::protobuf::RepeatedPtrField<v1::LoadedTerm>* messages);
absl::Status WriteAnalysis(const analysis::Analysis& analysis, const SpanWriter& spans,
                           const CallContext& context, v1::ReportAnalysis* message);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_INTERNAL_ANALYSIS_WRITER_H_
