// What `parallax --help` says, from the tables of flags and topics.
#ifndef PARALLAX_CLIENT_HELP_H_
#define PARALLAX_CLIENT_HELP_H_

#include <string>

#include "client/options.h"

namespace parallax::client {

// About one command, on lines of at most 100 columns; about all of it for any but kCompare,
// kAnalyze and kFollow.
std::string HelpText(Command topic);

std::string VersionText();

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_HELP_H_
