// What a request is likely to cost, told from its bytes before any of it is read.
#ifndef PARALLAX_SERVER_SERVICE_WORK_ESTIMATE_H_
#define PARALLAX_SERVER_SERVICE_WORK_ESTIMATE_H_

#include <cstddef>
#include <vector>

#include "server/analysis/analyzer.h"
#include "server/service/schedule.h"

namespace parallax::service {

// Tokens of headline and body, about; of a web page those outside tags and scripts. Linear, at some
// hundred megabytes a second.
double EstimateTokens(const analysis::Report& report);

// To analyse one report of so many tokens and bytes, in tokens.
double AnalysisTokens(double tokens, size_t bytes);
// To compare reports of so many tokens each.
double ComparisonTokens(const std::vector<double>& tokens);

// Memory at most needed to analyse and compare so many tokens, and to answer.
size_t EstimateBytes(double analysed, double compared);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_WORK_ESTIMATE_H_
