// The arguments of the tools, as requests of the service.
#ifndef PARALLAX_CLIENT_MCP_ARGUMENTS_H_
#define PARALLAX_CLIENT_MCP_ARGUMENTS_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "client/mcp/message.h"
#include "parallax/v1/framing_service.pb.h"

namespace parallax::client::mcp {

struct CompareArguments {
  v1::CompareReportsRequest request;
  std::set<std::string> dismissed;  // keys
};

// REQUIRES: `arguments` keep to the inputSchema of the tool; texts are moved out of them.
// Errors: INVALID_ARGUMENT that begins with the path of the field, for what a schema cannot say: a
// time that cannot be read, both text and html, a pair of a report that is not there.
absl::StatusOr<CompareArguments> ReadCompareArguments(Json arguments);
absl::StatusOr<v1::AnalyzeReportRequest> ReadAnalyzeArguments(Json arguments);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_ARGUMENTS_H_
