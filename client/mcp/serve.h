// `parallax mcp`: a server of the Model Context Protocol on standard input and output.
#ifndef PARALLAX_CLIENT_MCP_SERVE_H_
#define PARALLAX_CLIENT_MCP_SERVE_H_

#include <ostream>

#include "client/options.h"
#include "parallax/v1/framing_service.grpc.pb.h"

namespace parallax::client::mcp {

// Answers the lines that come from the descriptor `input` on `output`, one a line, until there are
// no more and all calls are answered, or nobody reads the answers. Nothing else is written to
// `output`; to `err`, why it could not begin. Returns the exit code.
// REQUIRES: SIGPIPE is ignored.
int Serve(const Options& options, v1::FramingService::StubInterface& stub, int input, int output,
          std::ostream& err);

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_SERVE_H_
