// What holds of every answer, whatever was asked.
#ifndef PARALLAX_TESTS_SERVICE_INVARIANTS_H_
#define PARALLAX_TESTS_SERVICE_INVARIANTS_H_

#include <map>
#include <string>
#include <vector>

#include "parallax/v1/framing_service.pb.h"

namespace parallax::testing {

// Everything that is wrong with a comparison in the full view and with offsets in UTF8, one line
// each: spans that do not cover their text, ids that lead nowhere, positions without evidence,
// numbers out of their range, lists out of their order.
std::vector<std::string> WrongWith(const v1::CompareReportsRequest& request,
                                   const v1::CompareReportsResponse& response);

// The same of the analysis of `report`, asked for with offsets in UTF8: spans on character borders
// that cover their text, claims and what belongs to them inside their sentence, predicates inside
// their claim, contents with a cue or the rule that found them.
std::vector<std::string> WrongWith(const v1::Report& report, const v1::ReportAnalysis& analysis);

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_INVARIANTS_H_
