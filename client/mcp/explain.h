// What stands behind a flag, from the table of rules.
#ifndef PARALLAX_CLIENT_MCP_EXPLAIN_H_
#define PARALLAX_CLIENT_MCP_EXPLAIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/mcp/message.h"
#include "server/service/rules.h"

namespace parallax::client::mcp {

// The rule of this name, or the rules of the kind of this name, in any case and with "-" or "_".
// Errors: INVALID_ARGUMENT that begins with "flag: " and says what there is.
absl::StatusOr<std::vector<service::RuleText>> FindRules(absl::string_view flag);

std::string RulesAsMarkdown(const std::vector<service::RuleText>& rules);
// {"rules": [...]}
Json RulesAsJson(const std::vector<service::RuleText>& rules);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_EXPLAIN_H_
