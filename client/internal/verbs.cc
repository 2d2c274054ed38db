#include "client/internal/verbs.h"

#include <algorithm>

namespace parallax::client {

void ApplyFlags(const Options& options, v1::AnalyzeReportRequest& request) {
  if (options.encoding) request.set_offset_encoding(*options.encoding);
}

void ApplyFlags(const Options& options, v1::CompareReportsRequest& request) {
  if (options.encoding) request.set_offset_encoding(*options.encoding);
  if (options.view) request.set_view(*options.view);
  if (!options.kinds.empty()) {
    request.mutable_kinds()->Assign(options.kinds.begin(), options.kinds.end());
  }
  if (options.min_severity) request.set_min_severity(*options.min_severity);
  if (options.min_confidence) request.set_min_confidence(*options.min_confidence);
  if (!options.style.empty()) request.set_style(options.style);
  for (const auto& [first, second] : options.between) {
    v1::ReportPair& pair = *request.add_report_pairs();
    pair.set_first_report_id(first);
    pair.set_second_report_id(second);
  }
  // These views show the words around the evidence.
  if (options.format == OutputFormat::kHtml || options.format == OutputFormat::kAnnotations ||
      (options.format == OutputFormat::kText && options.context) || options.revision) {
    request.set_view(v1::CompareReportsRequest::FULL);
  }
  // These lay out the text by its bytes and show no offset.
  if (options.format == OutputFormat::kHtml || options.revision) {
    request.set_offset_encoding(v1::Span::UTF8);
  }
  // Their data model counts in code points.
  if (options.format == OutputFormat::kAnnotations) request.set_offset_encoding(v1::Span::UTF32);
}

bool IsFound(const Options& options, const v1::CompareReportsResponse& response) {
  return options.fail_on.has_value() &&
         std::any_of(response.differences().begin(), response.differences().end(),
                     [&](const v1::Difference& difference) {
                       return difference.severity() >= *options.fail_on;
                     });
}

}  // namespace parallax::client
