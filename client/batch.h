// Many bundles, answered a line each.
#ifndef PARALLAX_CLIENT_BATCH_H_
#define PARALLAX_CLIENT_BATCH_H_

#include "client/app.h"

namespace parallax::client {

// Answers each line of options.request, or each folder of options.files, by a line in their order:
// the response, or {"error": a google.rpc.Status}. options.jobs bundles are under way at a time,
// and a few times as many are held. Answers go to options.output where it is given, else to
// console.out; with options.resume they go on behind those that are there. Returns the exit code.
int RunBatch(const Options& options, v1::FramingService::StubInterface& stub,
             const Console& console);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_BATCH_H_
