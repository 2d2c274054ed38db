// What gRPC knows of a call, in our own terms.
#ifndef PARALLAX_SERVER_SERVICE_CALL_ENTRY_H_
#define PARALLAX_SERVER_SERVICE_CALL_ENTRY_H_

#include <grpcpp/server_context.h>

#include <string>

#include "server/base/call_context.h"
#include "server/service/callers.h"
#include "server/service/trace.h"

namespace parallax::service {

Credentials CredentialsOf(const grpc::CallbackServerContext& context);

// Of what came with the call; they go back behind its answer.
CallIds TakeIds(grpc::CallbackServerContext* context);

// Ends at `deadline` or with the call; other calls may go first at each check. `context` must
// outlive it.
CallContext ContextOf(grpc::CallbackServerContext* context, absl::Time deadline);

// "10.0.0.7" of "ipv4:10.0.0.7:4321", "::1" of "ipv6:%5B::1%5D:4321"; else what gRPC has.
std::string AddressOfPeer(absl::string_view peer);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_CALL_ENTRY_H_
