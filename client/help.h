// What `parallax --help` says.
#ifndef PARALLAX_CLIENT_HELP_H_
#define PARALLAX_CLIENT_HELP_H_

#include <string>

#include "client/options.h"

namespace parallax::client {

// About one command; about all of it for kHelp and kVersion.
std::string HelpText(Command topic);

std::string VersionText();

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_HELP_H_
