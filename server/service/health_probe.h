// Asks a server for its health, as an orchestrator would: for images that hold no other program.
#ifndef PARALLAX_SERVER_SERVICE_HEALTH_PROBE_H_
#define PARALLAX_SERVER_SERVICE_HEALTH_PROBE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/service/options.h"

namespace parallax::service {

// INVALID_ARGUMENT for what is not HOST:PORT.
absl::Status CheckProbeAddress(absl::string_view address);

// OK where the framing service at `address` says within `timeout` that it is serving. `listen` says
// which certificate to show, for a server that uses TLS.
// Errors: UNAVAILABLE with what it said instead, or why it could not be asked.
absl::Status ProbeHealth(const std::string& address, const ListenOptions& listen,
                         absl::Duration timeout);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_HEALTH_PROBE_H_
