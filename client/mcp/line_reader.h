// Lines of a file descriptor, each of bounded length, until it ends or nobody reads the answers.
#ifndef PARALLAX_CLIENT_MCP_LINE_READER_H_
#define PARALLAX_CLIENT_MCP_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace parallax::client::mcp {

// Whether what is written to `descriptor` reaches nobody: the other end of a pipe or socket has
// closed.
bool IsClosed(int descriptor);

// Neither copyable nor movable. Thread safety: not for use by several threads at once.
class LineReader {
 public:
  enum class Outcome : uint8_t { kLine, kTooLong, kEnd };

  // Reads `input`, which stays the caller's, and watches `output` to end where it IsClosed.
  LineReader(int input, int output, size_t max_bytes)
      : input_(input), output_(output), max_bytes_(max_bytes) {}
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // Waits for the next line and puts it, without its end, into *line; the last may lack one. A line
  // of over `max_bytes` is passed over, and no more than that is ever held.
  Outcome Next(std::string* line);

 private:
  // Reads some more; false at the end.
  bool Fill();

  const int input_;
  const int output_;
  const size_t max_bytes_;
  char block_[65536];
  size_t begin_ = 0;  // of what is not yet taken of block_
  size_t end_ = 0;
};

}  // namespace parallax::client::mcp

#endif  // PARALLAX_CLIENT_MCP_LINE_READER_H_
