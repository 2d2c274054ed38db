// Answers as a person reads them at a terminal. Rendered from the messages alone.
#ifndef PARALLAX_CLIENT_TEXT_VIEW_H_
#define PARALLAX_CLIENT_TEXT_VIEW_H_

#include <string>

#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

struct TextViewOptions {
  int width = 80;  // columns
  bool color = false;
  // Shows the whole sentence around each piece of evidence; needs the analyses in the answer.
  bool context = false;
};

// The warnings, the reports in figures, the shared facts with who carries them and how far each
// stands behind them, then the differences in the answer's order with the words of each report, and
// passages that reports share word for word. Ends with a line end. Tolerates ids that lead nowhere.
std::string RenderComparison(const v1::CompareReportsResponse& response,
                             const TextViewOptions& options);

// The differences of `response` alone, without heading.
std::string RenderDifferences(const v1::CompareReportsResponse& response,
                              const TextViewOptions& options);

// The warnings, then the report sentence by sentence, with the claims of each.
std::string RenderAnalysis(const v1::AnalyzeReportResponse& response,
                           const TextViewOptions& options);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TEXT_VIEW_H_
