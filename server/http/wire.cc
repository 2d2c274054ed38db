#include "server/http/wire.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/time/clock.h"

namespace parallax::http {
namespace {

constexpr size_t kReadBytes = size_t{16} << 10;
constexpr absl::Duration kLingerTime = absl::Seconds(1);

// Whether the socket is ready for `events` before `deadline`. What ends the connection makes it so.
bool Await(int socket, short events, absl::Time deadline) {
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    const int64_t milliseconds = absl::ToInt64Milliseconds(left) + 1;
    pollfd ready = {.fd = socket, .events = events, .revents = 0};
    const int count = poll(&ready, 1, static_cast<int>(std::min<int64_t>(milliseconds, 3'600'000)));
    if (count > 0) return true;
    if (count < 0 && errno != EINTR) return false;
  }
}

void AddressOf(const sockaddr_storage& address, socklen_t length, std::string* ip, int* port) {
  char host[NI_MAXHOST] = "";
  if (getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, host, sizeof host, nullptr,
                  0, NI_NUMERICHOST) == 0) {
    *ip = host;
  }
  if (address.ss_family == AF_INET) {
    *port = ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  } else if (address.ss_family == AF_INET6) {
    *port = ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  }
}

}  // namespace

Wire::Wire(int socket, const WireLimits& limits) : socket_(socket), limits_(limits) {
  SetWaiting(true);
}

Wire::~Wire() { close(socket_); }

void Wire::SetWaiting(bool waiting) {
  waiting_since_ = waiting ? absl::ToUnixMicros(absl::Now()) : 0;
}

absl::Duration Wire::waiting(absl::Time now) const {
  const int64_t since = waiting_since_;
  return since == 0 ? absl::Seconds(-1) : now - absl::FromUnixMicros(since);
}

void Wire::Cut() { shutdown(socket_, SHUT_RDWR); }

Wire::Fill Wire::FillBuffer(absl::Time deadline) {
  if (consumed_ == buffer_.size()) {
    buffer_.clear();
    consumed_ = 0;
  }
  while (true) {
    if (!Await(socket_, POLLIN, deadline)) return Fill::kTimedOut;
    const size_t size = buffer_.size();
    buffer_.resize(size + kReadBytes);
    const ssize_t count = recv(socket_, buffer_.data() + size, kReadBytes, MSG_DONTWAIT);
    const int error = errno;
    buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count > 0) return Fill::kSome;
    if (count == 0) return Fill::kEnd;
    if (error != EAGAIN && error != EINTR) return Fill::kEnd;
  }
}

Wire::Head Wire::ReadHead(std::string* head) {
  writing_ = false;
  body_left_ = false;
  timed_out_ = false;
  SetWaiting(true);
  if (consumed_ == buffer_.size() && FillBuffer(absl::Now() + limits_.idle_time) != Fill::kSome) {
    return Head::kClosed;  // nobody waits for an answer
  }
  buffer_.erase(0, consumed_);
  consumed_ = 0;
  const absl::Time deadline = absl::Now() + limits_.head_time;
  size_t searched = 0;
  while (true) {
    const size_t end = buffer_.find("\r\n\r\n", searched);
    if (end != std::string::npos && end + 4 <= limits_.max_head_bytes) {
      *head = buffer_.substr(0, end + 4);
      consumed_ = end + 4;
      return Head::kRead;
    }
    if (end != std::string::npos || buffer_.size() >= limits_.max_head_bytes) return Head::kTooLong;
    searched = std::max<size_t>(buffer_.size(), 3) - 3;
    switch (FillBuffer(deadline)) {
      case Fill::kSome:
        break;
      case Fill::kEnd:
        return Head::kClosed;
      case Fill::kTimedOut:
        return Head::kTimedOut;
    }
  }
}

void Wire::Begin(std::string head, size_t max_body_bytes) {
  head_ = std::move(head);
  head_given_ = 0;
  body_allowance_ = max_body_bytes;
  read_deadline_ = absl::Now() + limits_.body_time;
  SetWaiting(false);
}

void Wire::ExpectBody() {
  body_left_ = true;
  SetWaiting(true);
}

void Wire::BodyRead() {
  body_left_ = false;
  SetWaiting(false);
}

ssize_t Wire::read(char* bytes, size_t size) {
  if (head_given_ < head_.size()) {
    const size_t count = std::min(size, head_.size() - head_given_);
    std::memcpy(bytes, head_.data() + head_given_, count);
    head_given_ += count;
    return static_cast<ssize_t>(count);
  }
  if (body_allowance_ == 0) return -1;
  if (consumed_ == buffer_.size()) {
    const Fill fill = FillBuffer(read_deadline_);
    timed_out_ = fill == Fill::kTimedOut;
    if (fill != Fill::kSome) return -1;
  }
  const size_t count = std::min({size, buffer_.size() - consumed_, body_allowance_});
  std::memcpy(bytes, buffer_.data() + consumed_, count);
  consumed_ += count;
  body_allowance_ -= count;
  return static_cast<ssize_t>(count);
}

ssize_t Wire::write(const char* bytes, size_t size) {
  if (!writing_) {
    writing_ = true;
    write_deadline_ = absl::Now() + limits_.write_time;
  }
  while (true) {
    const ssize_t count = send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0 || size == 0) return count;
    if (count < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (waiting_since_ == 0) SetWaiting(true);
    if (!Await(socket_, POLLOUT, write_deadline_)) return -1;
  }
}

void Wire::WriteAll(const std::string& bytes) {
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = write(bytes.data() + written, bytes.size() - written);
    if (count < 0) return;
    written += static_cast<size_t>(count);
  }
}

void Wire::Linger() {
  SetWaiting(true);
  shutdown(socket_, SHUT_WR);
  const absl::Time deadline = absl::Now() + kLingerTime;
  consumed_ = buffer_.size();
  while (FillBuffer(deadline) == Fill::kSome) consumed_ = buffer_.size();
}

void Wire::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
    AddressOf(address, length, &ip, &port);
  }
}

void Wire::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
    AddressOf(address, length, &ip, &port);
  }
}

}  // namespace parallax::http
