// A connection as anyone may open one, and HTTP/2 written by hand: what no client library sends.
#ifndef PARALLAX_TESTS_SERVICE_RAW_CONNECTION_H_
#define PARALLAX_TESTS_SERVICE_RAW_CONNECTION_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parallax::testing {

class RawConnection {
 public:
  // `address`: "127.0.0.1:7340".
  explicit RawConnection(const std::string& address) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
  }
  RawConnection(RawConnection&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  ~RawConnection() {
    if (fd_ >= 0) close(fd_);
  }
  bool connected() const { return connected_; }
  void Send(const std::string& bytes) const {
    [[maybe_unused]] const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // Returns when the other end has closed, or sends nothing for a second.
  void ReadToEnd() const {
    const timeval patience = {.tv_sec = 1, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    char buffer[4096];
    while (recv(fd_, buffer, sizeof(buffer), 0) > 0) {
    }
  }

 private:
  int fd_;
  bool connected_ = false;
};

inline std::string Http2Frame(char type, char flags, char stream, const std::string& payload) {
  const size_t size = payload.size();
  std::string frame = {static_cast<char>(size >> 16),
                       static_cast<char>(size >> 8),
                       static_cast<char>(size),
                       type,
                       flags,
                       0,
                       0,
                       0,
                       stream};
  return frame + payload;
}

// What a client says first: the preface and empty settings.
inline std::string Http2Hello() {
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Http2Frame(4, 0, 0, "");
}

// Headers that open and end stream 1, each as it is: literal, neither indexed nor compressed.
// REQUIRES: names and values under 127 bytes.
inline std::string Http2Headers(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string block;
  for (const auto& [name, value] : headers) {
    block += std::string(1, '\0') + static_cast<char>(name.size()) + name +
             static_cast<char>(value.size()) + value;
  }
  return Http2Frame(1, 0x5, 1, block);  // END_HEADERS, END_STREAM
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_RAW_CONNECTION_H_
