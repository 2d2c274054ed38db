// Answers as tables for spreadsheets and scripts: RFC 4180 in UTF-8, with a line of headings.
//
// A cell that a spreadsheet would take for a formula ("=1+1", "@SUM", "+", "-", a tab) gets an
// apostrophe in front, since its text comes from reports. Rendered from the messages alone.
#ifndef PARALLAX_CLIENT_CSV_VIEW_H_
#define PARALLAX_CLIENT_CSV_VIEW_H_

#include <string>

#include "absl/strings/string_view.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// A row for each difference: change, card, severity, kind, confidence, rule, explanation, fact,
// sides, evidence, key. Rows of one card have the same number there. `change` is what stands in the
// column of that name: "" or, against a baseline, "new".
std::string RenderCsv(const v1::CompareReportsResponse& response, absl::string_view change = "");
// The rows alone, without headings, to follow those of RenderCsv.
std::string CsvRows(const v1::CompareReportsResponse& response, absl::string_view change);

// A row for each fact: fact, statement, confidence, origins, then a column for each report with how
// far it stands behind the fact and whom it gives it to; "not told" where it does not carry it,
// empty where that cannot be said.
std::string RenderFactsCsv(const v1::CompareReportsResponse& response);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_CSV_VIEW_H_
