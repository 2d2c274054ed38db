#include "client/mcp/serve.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/app.h"
#include "client/input.h"
#include "client/mcp/line_reader.h"
#include "client/mcp/session.h"
#include "client/terminal.h"

namespace parallax::client::mcp {
namespace {

// How often to look whether somebody still reads, while the last calls are answered.
constexpr absl::Duration kLook = absl::Milliseconds(100);

bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

int Serve(const Options& given, v1::FramingService::StubInterface& stub, int input, int output,
          std::ostream& err) {
  const absl::StatusOr<Options> options = WithHouseStyle(given);
  if (!options.ok()) {
    err << "parallax: " << CleanLine(options.status().message()) << "\n";
    return kExitUsage;
  }
  std::atomic<bool> gone = false;
  Session session(*options, stub, [&gone, output](absl::string_view line) {
    if (!gone && !WriteAll(output, absl::StrCat(line, "\n"))) gone = true;
  });
  LineReader reader(input, output, Session::MaxLineBytes());
  std::string line;
  for (auto outcome = reader.Next(&line); outcome != LineReader::Outcome::kEnd && !gone;
       outcome = reader.Next(&line)) {
    if (outcome == LineReader::Outcome::kLine) {
      session.Take(line);
    } else {
      session.RefuseLongLine();
    }
  }
  // A client may close its end as soon as it has asked.
  while (!gone && !IsClosed(output) && !session.WaitUntilAnswered(kLook)) {
  }
  session.CancelCalls();
  return kExitDone;
}

}  // namespace parallax::client::mcp
