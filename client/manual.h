// Manual pages, from the tables of flags and topics.
#ifndef PARALLAX_CLIENT_MANUAL_H_
#define PARALLAX_CLIENT_MANUAL_H_

#include <string>

#include "client/options.h"

namespace parallax::client {

// The page of section 1 about one command, about all of it for any but kCompare, kAnalyze and
// kFollow, as input of man(1).
std::string ManualPage(Command topic);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_MANUAL_H_
