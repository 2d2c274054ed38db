// Answers as one HTML page that needs no other file and runs no script. Rendered from the messages
// alone; all that comes from them is escaped.
#ifndef PARALLAX_CLIENT_HTML_VIEW_H_
#define PARALLAX_CLIENT_HTML_VIEW_H_

#include <string>

#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// The warnings, the differences with their evidence, in its sentences where the answer has the
// analyses, and the shared facts as a table with a column for each report. Tolerates ids that lead
// nowhere.
std::string RenderHtml(const v1::CompareReportsResponse& response);

// The warnings, then the report sentence by sentence, with the claims of each.
std::string RenderHtml(const v1::AnalyzeReportResponse& response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_HTML_VIEW_H_
