// Warnings of an answer, as they stand in front of all else in the views.
#ifndef PARALLAX_CLIENT_WARNING_VIEW_H_
#define PARALLAX_CLIENT_WARNING_VIEW_H_

#include <string>

#include "client/terminal.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// Adds a paragraph for each, and an empty line behind them; nothing where there are none. A report
// is named by its outlet where the answer has it.
void WriteWarnings(const v1::CompareReportsResponse& response, TextWriter& out);
void WriteWarnings(const v1::AnalyzeReportResponse& response, TextWriter& out);

// The same on lines of `width` columns; empty where there are none.
std::string WarningsAsText(const v1::CompareReportsResponse& response, int width, bool color);

// The same as HTML, escaped.
std::string WarningsAsHtml(const v1::CompareReportsResponse& response);
std::string WarningsAsHtml(const v1::AnalyzeReportResponse& response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_WARNING_VIEW_H_
