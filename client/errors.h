// What went wrong in a call, in words that help.
#ifndef PARALLAX_CLIENT_ERRORS_H_
#define PARALLAX_CLIENT_ERRORS_H_

#include <span>
#include <string>

#include "google/rpc/status.pb.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace parallax::client {

// The status with its details. Details that cannot be parsed are left out.
google::rpc::Status ToProto(const grpc::Status& status);

// One line on what happened and why, then one for each violation of the request by path. Where a
// path leads to reports[i] and `paths` has an i-th file, that is named too. `server` is the address
// that was called, empty for the engine in this process. Ends with a line end.
std::string Explain(const google::rpc::Status& status, const std::string& server,
                    std::span<const std::string> paths);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_ERRORS_H_
