// Whether the server is well: what /livez and /readyz answer, and what the metrics say of it.
#ifndef PARALLAX_SERVER_HTTP_READINESS_H_
#define PARALLAX_SERVER_HTTP_READINESS_H_

#include <string>
#include <vector>

#include "server/service/snapshot.h"

namespace parallax::http {

struct Check {
  const char* name;   // a literal, one of a closed set
  std::string fault;  // empty: all is well
};

// A restart helps: what was taken on does not go on.
std::vector<Check> CheckLife(const service::Snapshot& server);

// The above, and whether it should be sent calls: not while it stops, nor while memory is tight,
// nor with under a twentieth of its descriptors left.
std::vector<Check> CheckReadiness(const service::Snapshot& server);

bool AllWell(const std::vector<Check>& checks);
// A line a check: "pool: ok".
std::string PageOf(const std::vector<Check>& checks);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_READINESS_H_
