// Completions for shells, from the tables of commands and flags.
#ifndef PARALLAX_CLIENT_COMPLETIONS_H_
#define PARALLAX_CLIENT_COMPLETIONS_H_

#include <string>

#include "client/options.h"

namespace parallax::client {

// The whole script, to be sourced by the shell or put where it looks for completions: commands, the
// flags of the command given, the words that a flag takes, and files.
std::string CompletionScript(Shell shell);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_COMPLETIONS_H_
