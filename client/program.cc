#include "client/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "client/app.h"
#include "client/completions.h"
#include "client/connection.h"
#include "client/help.h"
#include "client/manual.h"
#include "client/mcp/serve.h"
#include "client/options.h"
#include "client/schema.h"
#include "client/terminal.h"

namespace parallax::client {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

void StopOnSignals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_requested = 1; };
  action.sa_flags = SA_RESETHAND;  // a second Ctrl-C ends it at once
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// Where one is closed, a file of a library may stand in its place by now: one of no kind (eventfd).
bool IsThere(int descriptor) {
  struct stat state {};
  return fstat(descriptor, &state) == 0 && (state.st_mode & S_IFMT) != 0;
}

Console ConsoleOfThisProcess(const Options& options) {
  return {.out = std::cout,
          .err = std::cerr,
          .color = WantsColor(options.color, isatty(STDOUT_FILENO) == 1, std::getenv("NO_COLOR"),
                              std::getenv("TERM")),
          .show_progress = isatty(STDERR_FILENO) == 1,
          .width = options.width != 0 ? options.width
                                      : TerminalWidth(STDOUT_FILENO, std::getenv("COLUMNS"))};
}

}  // namespace

int Main(std::span<const char* const> arguments) {
  const absl::StatusOr<Options> options = ParseArguments(arguments);
  if (!options.ok()) {
    std::cerr << "parallax: " << CleanLine(options.status().message())
              << "\nTry: parallax --help\n";
    return kExitUsage;
  }
  int exit_code = kExitDone;
  if (options->command == Command::kHelp) {
    std::cout << HelpText(options->help_topic);
  } else if (options->command == Command::kManual) {
    std::cout << ManualPage(options->help_topic);
  } else if (options->command == Command::kCompletion) {
    std::cout << CompletionScript(options->shell);
  } else if (options->command == Command::kSchema) {
    std::cout << AnswerSchema(options->help_topic);
  } else if (options->command == Command::kVersion) {
    std::cout << VersionText();
  } else {
    if (options->command == Command::kMcp && !(IsThere(STDIN_FILENO) && IsThere(STDOUT_FILENO))) {
      std::cerr << "parallax: mcp needs standard input and output\n";
      return kExitUsage;
    }
    const absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(*options);
    if (!connection.ok()) {
      std::cerr << "parallax: " << CleanLine(connection.status().message()) << "\n";
      return kExitUsage;
    }
    v1::FramingService::StubInterface& stub = (*connection)->stub();
    if (options->command == Command::kMcp) {
      std::signal(SIGPIPE, SIG_IGN);  // an assistant that has gone is told by the write
      return mcp::Serve(*options, stub, STDIN_FILENO, STDOUT_FILENO, std::cerr);
    }
    if (options->command == Command::kFollow) StopOnSignals();
    exit_code = Run(*options, stub, ConsoleOfThisProcess(*options), &stop_requested);
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "parallax: the answer could not be written\n";
    return kExitUsage;
  }
  return exit_code;
}

}  // namespace parallax::client
