// One connection as cpp-httplib reads and writes it, with the bounds that the library lacks: bytes
// and time of a request's head and of its body, and time to take an answer.
#ifndef PARALLAX_SERVER_HTTP_WIRE_H_
#define PARALLAX_SERVER_HTTP_WIRE_H_

#include <httplib.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace parallax::http {

struct WireLimits {
  size_t max_head_bytes = size_t{16} << 10;
  absl::Duration idle_time = absl::Seconds(30);  // between requests
  absl::Duration head_time =
      absl::Seconds(5);  // from a request's first byte to the end of its head
  absl::Duration body_time = absl::Seconds(60);   // to the end of its body
  absl::Duration write_time = absl::Seconds(60);  // for the whole answer
};

// Thread safety: for use by one thread, but for what is said below.
class Wire final : public httplib::Stream {
 public:
  enum class Head { kRead, kClosed, kTimedOut, kTooLong };

  // Owns `socket`, which must not block.
  Wire(int socket, const WireLimits& limits);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() override;

  // Waits for a request and reads its head, which then ends in an empty line.
  Head ReadHead(std::string* head);
  // From now on `read` gives `head`, then the body: at most `max_body_bytes` as it is sent, the
  // frame of its chunks included.
  void Begin(std::string head, size_t max_body_bytes);
  // Whether a body was announced and not read to its end, so that what comes next is no request.
  void ExpectBody();
  void BodyRead();
  bool body_left() const { return body_left_; }
  bool timed_out() const { return timed_out_; }

  // Becomes readable when the other side has gone, or the connection was cut: for POLLRDHUP.
  int descriptor() const { return socket_; }
  // Writes all of `bytes`, or what is taken in time.
  void WriteAll(const std::string& bytes);
  // Says that nothing more will be written, and reads for a moment what is still on its way: closed
  // with bytes unread, a connection loses the answer that was written to it.
  void Linger();

  // Any thread may call these.

  // How long it waits for the other side by now; negative where it does not.
  absl::Duration waiting(absl::Time now) const;
  // Ends reading and writing, now and later.
  void Cut();

  // httplib::Stream
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;  // NOLINT: the library's
  void get_local_ip_and_port(std::string& ip, int& port) const override;   // NOLINT: the library's
  // The library refuses what select() cannot take, and uses it for nothing else.
  socket_t socket() const override { return 0; }

 private:
  enum class Fill { kSome, kEnd, kTimedOut };
  // Reads what there is, at least a byte, until `deadline`.
  Fill FillBuffer(absl::Time deadline);
  void SetWaiting(bool waiting);

  const int socket_;
  const WireLimits limits_;
  std::string buffer_;   // read from the socket
  size_t consumed_ = 0;  // of buffer_
  std::string head_;     // to be given first
  size_t head_given_ = 0;
  size_t body_allowance_ = 0;
  absl::Time read_deadline_ = absl::InfinitePast();
  absl::Time write_deadline_ = absl::InfiniteFuture();
  bool writing_ = false;
  bool body_left_ = false;
  bool timed_out_ = false;
  std::atomic<int64_t> waiting_since_{0};  // microseconds since the epoch; 0: it does not wait
};

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_WIRE_H_
