// What gRPC and protobuf would print on their own, as lines of the log.
#ifndef PARALLAX_SERVER_SERVICE_LIBRARY_LOGS_H_
#define PARALLAX_SERVER_SERVICE_LIBRARY_LOGS_H_

#include "server/service/log.h"

namespace parallax::service {

// For the whole process. `log` must outlive every use of the two libraries, or nullptr be set
// before it goes: then they are silent.
void RouteLibraryLogs(Log* log);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_LIBRARY_LOGS_H_
