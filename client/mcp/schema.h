// JSON Schema (2020-12) of what tools take.
#ifndef PARALLAX_CLIENT_MCP_SCHEMA_H_
#define PARALLAX_CLIENT_MCP_SCHEMA_H_

#include "absl/status/status.h"
#include "client/mcp/message.h"

namespace parallax::client::mcp {

// Holds `value` against `schema`, which has no keywords but those of the tools' own: type,
// properties, required, additionalProperties, items, minItems, maxItems, enum, minimum, maximum and
// what says nothing of validity.
// Errors: INVALID_ARGUMENT with the path from `value` on: "reports[1].text: must be text".
absl::Status CheckAgainst(const Json& schema, const Json& value);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_SCHEMA_H_
