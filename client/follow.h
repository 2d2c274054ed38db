// `parallax follow`: reports as they appear in a folder.
#ifndef PARALLAX_CLIENT_FOLLOW_H_
#define PARALLAX_CLIENT_FOLLOW_H_

#include "client/app.h"

namespace parallax::client {

// Sends each report that appears, changes or goes away in options.folder, and shows each answer: in
// text what is new since the last, in JSON the whole message, one a line. Files that IsReportName
// does not take are left alone; a file is read once it has kept its size and time for one look.
// Returns the exit code.
int Follow(const Options& options, v1::FramingService::StubInterface& stub, const Console& console,
           const volatile std::sig_atomic_t* stop);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_FOLLOW_H_
