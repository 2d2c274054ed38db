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

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_INVARIANTS_H_
