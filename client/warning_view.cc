#include "client/warning_view.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/answer_index.h"
#include "client/wording.h"

namespace parallax::client {
namespace {

struct Line {
  std::string about;  // reports; empty: the answer
  std::string text;
};

// What holds of several reports is said once.
void Add(const std::string& about, std::string text, std::vector<Line>& lines) {
  for (Line& line : lines) {
    if (line.text != text || about.empty()) continue;
    absl::StrAppend(&line.about, ", ", about);
    return;
  }
  lines.push_back({about, std::move(text)});
}

std::vector<Line> LinesOf(const v1::CompareReportsResponse& response) {
  const AnswerIndex index(response);
  std::vector<Line> lines;
  for (const v1::Warning& warning : response.warnings()) {
    lines.push_back(
        {warning.report_id().empty() ? std::string() : index.Outlet(warning.report_id()),
         CleanLine(warning.text())});
  }
  return lines;
}

std::vector<Line> LinesOf(const v1::AnalyzeReportResponse& response) {
  std::vector<Line> lines;
  for (const v1::Warning& warning : response.warnings()) {
    Add(warning.report_id(), CleanLine(warning.text()), lines);
  }
  return lines;
}

void Write(const std::vector<Line>& lines, TextWriter& out) {
  for (const Line& line : lines) {
    out.Paragraph({{"WARNING ", Style::kBoldYellow},
                   {line.about.empty() ? "" : absl::StrCat(line.about, ": "), Style::kBold},
                   {line.text}},
                  0, 2);
  }
  if (!lines.empty()) out.Blank();
}

std::string AsHtml(const std::vector<Line>& lines) {
  if (lines.empty()) return "";
  std::string html =
      "<section class=\"warnings\" aria-label=\"Warnings\">\n<h2 class=\"small\">Before you read"
      "</h2>\n<ul>\n";
  for (const Line& line : lines) {
    absl::StrAppend(&html, "<li>");
    if (!line.about.empty()) {
      absl::StrAppend(&html, "<strong>", EscapeHtml(line.about), "</strong>: ");
    }
    absl::StrAppend(&html, EscapeHtml(line.text), "</li>\n");
  }
  return absl::StrCat(html, "</ul>\n</section>\n");
}

}  // namespace

void WriteWarnings(const v1::CompareReportsResponse& response, TextWriter& out) {
  Write(LinesOf(response), out);
}
void WriteWarnings(const v1::AnalyzeReportResponse& response, TextWriter& out) {
  Write(LinesOf(response), out);
}

std::string WarningsAsText(const v1::CompareReportsResponse& response, int width, bool color) {
  TextWriter out(width, color);
  WriteWarnings(response, out);
  return out.Take();
}

std::string WarningsAsHtml(const v1::CompareReportsResponse& response) {
  return AsHtml(LinesOf(response));
}
std::string WarningsAsHtml(const v1::AnalyzeReportResponse& response) {
  return AsHtml(LinesOf(response));
}

}  // namespace parallax::client
