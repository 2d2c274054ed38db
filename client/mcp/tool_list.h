// The tools, as clients and their models are told of them.
#ifndef PARALLAX_CLIENT_MCP_TOOL_LIST_H_
#define PARALLAX_CLIENT_MCP_TOOL_LIST_H_

#include "absl/strings/string_view.h"
#include "client/mcp/message.h"

namespace parallax::client::mcp {

// "compare", "analyze" and "explain": each with name, title, description, inputSchema, outputSchema
// and annotations. Thread safety: safe for concurrent use by multiple threads without any external
// synchronization.
const Json& ToolList();

// Null where there is no tool of this name.
const Json* FindTool(absl::string_view name);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_TOOL_LIST_H_
