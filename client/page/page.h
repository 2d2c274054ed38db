// Answers as one HTML page that needs no other file: all of it can be read without the script,
// which filters and moves. Rendered from the messages alone; all that comes from them is escaped.
#ifndef PARALLAX_CLIENT_PAGE_PAGE_H_
#define PARALLAX_CLIENT_PAGE_PAGE_H_

#include <string>

#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// The warnings, a summary with the gravest differences, the differences as cards, the reports side
// by side, the shared facts as a table with a column for each report, the reports in figures, and
// what they share word for word. Dates and addresses of the reports come from the request, their
// texts from the analyses, where the answer has them; offsets best count UTF-8. Tolerates ids that
// lead nowhere. `dismissed` differences were taken out of the answer; the summary counts them.
std::string RenderPage(const v1::CompareReportsRequest& request,
                       const v1::CompareReportsResponse& response, int dismissed = 0);

// The warnings, then the report sentence by sentence, with the claims of each.
std::string RenderPage(const v1::AnalyzeReportRequest& request,
                       const v1::AnalyzeReportResponse& response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_PAGE_PAGE_H_
