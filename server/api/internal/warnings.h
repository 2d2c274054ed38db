// What the caller should know of an answer, as messages.
#ifndef PARALLAX_SERVER_API_INTERNAL_WARNINGS_H_
#define PARALLAX_SERVER_API_INTERNAL_WARNINGS_H_

#include <memory>
#include <span>

#include "google/protobuf/repeated_field.h"
#include "parallax/v1/report.pb.h"
#include "server/analysis/analyzer.h"
#include "server/api/spans.h"

namespace parallax::api {

using Warnings = google::protobuf::RepeatedPtrField<v1::Warning>;

// How the report was read, by code. Stops where the budget is spent.
void WriteWarnings(const analysis::Analysis& report, AnswerBudget* budget, Warnings* warnings);

// That of each report in order, then what holds of them together. `any_shared`: two of them tell
// one fact.
void WriteWarnings(std::span<const std::shared_ptr<const analysis::Analysis>> reports,
                   bool any_shared, AnswerBudget* budget, Warnings* warnings);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_INTERNAL_WARNINGS_H_
