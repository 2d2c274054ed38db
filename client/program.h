// `parallax` from its arguments to its exit code, on the terminal and environment of this process.
#ifndef PARALLAX_CLIENT_PROGRAM_H_
#define PARALLAX_CLIENT_PROGRAM_H_

#include <span>

namespace parallax::client {

// Takes the arguments after the program's name; returns the exit code.
int Main(std::span<const char* const> arguments);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_PROGRAM_H_
