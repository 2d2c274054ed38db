#include "client/mcp/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace parallax::client::mcp {

bool IsClosed(int descriptor) {
  pollfd state = {.fd = descriptor, .events = 0, .revents = 0};
  return poll(&state, 1, 0) > 0;
}

bool LineReader::Fill() {
  while (true) {
    pollfd states[] = {{.fd = input_, .events = POLLIN, .revents = 0},
                       {.fd = output_, .events = 0, .revents = 0}};
    if (poll(states, 2, -1) < 0 && errno != EINTR) return false;
    if (states[1].revents != 0) return false;
    if (states[0].revents == 0) continue;
    const ssize_t count = read(input_, block_, sizeof(block_));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    begin_ = 0;
    end_ = static_cast<size_t>(count);
    return true;
  }
}

LineReader::Outcome LineReader::Next(std::string* line) {
  line->clear();
  bool too_long = false;
  bool any = false;
  while (begin_ < end_ || Fill()) {
    any = true;
    const char* const first = block_ + begin_;
    const char* const last = block_ + end_;
    const char* const stop = std::find(first, last, '\n');
    const auto count = static_cast<size_t>(stop - first);
    too_long = too_long || line->size() + count > max_bytes_;
    if (too_long) {
      *line = std::string();
    } else {
      line->append(first, count);
    }
    begin_ += count;
    if (stop == last) continue;
    ++begin_;
    return too_long ? Outcome::kTooLong : Outcome::kLine;
  }
  if (!any) return Outcome::kEnd;
  return too_long ? Outcome::kTooLong : Outcome::kLine;
}

}  // namespace parallax::client::mcp
