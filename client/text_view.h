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
  // RenderAnalysis alone: with Claim.factuality, from -3 to 3, and its key.
  bool numbers = false;
  int dismissed = 0;  // differences that were taken out of the answer; the summary counts them
};

// A memo: the warnings, a summary with the gravest three, the differences as cards with the words
// of each report, the shared facts with who carries them and how far each stands behind them, the
// reports in figures, and passages that reports share word for word. Ends with a line end.
// Tolerates ids that lead nowhere.
std::string RenderComparison(const v1::CompareReportsResponse& response,
                             const TextViewOptions& options);

// The differences of `response` alone as cards, without heading or numbers.
std::string RenderDifferences(const v1::CompareReportsResponse& response,
                              const TextViewOptions& options);

// The warnings, then the report sentence by sentence, with the claims of each.
std::string RenderAnalysis(const v1::AnalyzeReportResponse& response,
                           const TextViewOptions& options);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TEXT_VIEW_H_
