// Which colour stands for what at the terminal.
#ifndef PARALLAX_CLIENT_STYLES_H_
#define PARALLAX_CLIENT_STYLES_H_

#include <string>

#include "client/answer_index.h"
#include "client/terminal.h"
#include "parallax/v1/analysis.pb.h"
#include "parallax/v1/comparison.pb.h"

namespace parallax::client {

// One colour a report, so that the eye can follow it down the page.
Style ReportStyle(const AnswerIndex& index, const std::string& report_id);
// The same, for the words of that report that differ.
Style MarkedStyle(const AnswerIndex& index, const std::string& report_id);

Style StyleOf(v1::Difference::Severity severity);
Style StyleOf(v1::Claim::Commitment commitment);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_STYLES_H_
