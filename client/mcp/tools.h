// Calls of the tools: from the arguments to the result that the client is sent.
#ifndef PARALLAX_CLIENT_MCP_TOOLS_H_
#define PARALLAX_CLIENT_MCP_TOOLS_H_

#include <grpcpp/client_context.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "client/mcp/message.h"
#include "client/options.h"
#include "parallax/v1/framing_service.grpc.pb.h"

namespace parallax::client::mcp {

// A call whose arguments are in order.
struct ToolCall {
  // Asks the service, by way of `context`, a new one; may take long.
  bool asks_service = false;
  // The result of tools/call, as JSON. What the service refuses is a result with isError.
  std::function<std::string(grpc::ClientContext& context)> make;
};

// Reads the params of tools/call. The call borrows `options` (timeout and style) and `stub`, which
// must outlive it.
// Errors: INVALID_ARGUMENT with the path of the field: "reports[1].published: ...".
absl::StatusOr<ToolCall> ReadToolCall(Json params, const Options& options,
                                      v1::FramingService::StubInterface& stub);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_TOOLS_H_
