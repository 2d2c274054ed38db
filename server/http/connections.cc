#include "server/http/connections.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace parallax::http {
namespace {

constexpr int kBacklog = 128;
constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr int kPauseMilliseconds = 50;  // where accepting fails for want of something

int Bind(const addrinfo& address) {
  const int listener =
      socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return -1;
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, address.ai_addr, address.ai_addrlen) == 0 && listen(listener, kBacklog) == 0) {
    return listener;
  }
  close(listener);
  return -1;
}

std::string JoinAddress(const std::string& host, int port) {
  const bool bare_v6 = absl::StrContains(host, ":") && !absl::StartsWith(host, "[");
  return bare_v6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

int PortOf(int listener) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connections>> Connections::Listen(const std::string& host, int port,
                                                                 size_t max_connections,
                                                                 const WireLimits& limits,
                                                                 std::string turned_away) {
  std::string bare = host;
  if (bare.size() > 2 && bare.front() == '[' && bare.back() == ']') {
    bare = bare.substr(1, bare.size() - 2);
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  int listener = -1;
  if (getaddrinfo(bare.c_str(), std::to_string(port).c_str(), &hints, &found) == 0) {
    for (const addrinfo* address = found; address != nullptr && listener < 0;
         address = address->ai_next) {
      listener = Bind(*address);
    }
    freeaddrinfo(found);
  }
  if (listener < 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", JoinAddress(host, port)));
  }
  return std::unique_ptr<Connections>(new Connections(listener, JoinAddress(host, PortOf(listener)),
                                                      max_connections, limits,
                                                      std::move(turned_away)));
}

Connections::Connections(int listener, std::string address, size_t max_connections,
                         const WireLimits& limits, std::string turned_away)
    : listener_(listener),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      address_(std::move(address)),
      max_connections_(max_connections),
      limits_(limits),
      turned_away_(std::move(turned_away)) {}

Connections::~Connections() {
  Stop(absl::InfinitePast());
  close(wake_);
}

void Connections::Start(Serve serve) {
  serve_ = std::move(serve);
  acceptor_ = std::thread([this] { Accept(); });
}

size_t Connections::count() const {
  MutexLock lock(&mutex_);
  return wires_.size();
}

void Connections::Accept() {
  while (!stopping_) {
    pollfd ready[] = {{.fd = listener_, .events = POLLIN, .revents = 0},
                      {.fd = wake_, .events = POLLIN, .revents = 0}};
    poll(ready, 2, -1);
    if (stopping_) break;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) {
      Admit(socket);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      poll(&ready[1], 1, kPauseMilliseconds);
    }
  }
  close(listener_);
}

bool Connections::FindPlace(absl::Time now) {
  if (wires_.size() < max_connections_) return true;
  Wire* slowest = nullptr;
  absl::Duration longest = kPatience;
  for (Wire* wire : wires_) {
    if (const absl::Duration waiting = wire->waiting(now); waiting >= longest) {
      longest = waiting;
      slowest = wire;
    }
  }
  if (slowest == nullptr) return false;
  slowest->Cut();
  wires_.erase(slowest);
  ++cut_count_;
  return true;
}

void Connections::Admit(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto wire = std::make_unique<Wire>(socket, limits_);
  bool found = false;
  {
    MutexLock lock(&mutex_);
    // Threads of connections that were cut are about to end; many of them at a time are not.
    found = threads_ < 2 * max_connections_ && FindPlace(absl::Now());
    if (found) {
      wires_.insert(wire.get());
      ++threads_;
    }
  }
  if (found) {
    Wire* const place = wire.get();
    try {
      std::thread([this, wire = std::move(wire)]() mutable {
        serve_(wire.get());
        {
          MutexLock lock(&mutex_);
          wires_.erase(wire.get());
        }
        wire.reset();
        MutexLock lock(&mutex_);
        --threads_;
        ended_.SignalAll();
      }).detach();
    } catch (const std::system_error&) {  // no thread to be had, and the connection is closed
      ++turned_away_count_;
      MutexLock lock(&mutex_);
      wires_.erase(place);
      --threads_;
    }
    return;
  }
  ++turned_away_count_;
  // Whether it is taken or not: nobody waits for it here.
  send(socket, turned_away_.data(), turned_away_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Connections::Stop(absl::Time deadline) {
  if (stopping_.exchange(true)) {
    MutexLock lock(&mutex_);
    while (threads_ > 0) ended_.Wait(&mutex_);
    return;
  }
  eventfd_write(wake_, 1);
  if (acceptor_.joinable()) {
    acceptor_.join();
  } else {
    close(listener_);
  }
  MutexLock lock(&mutex_);
  const absl::Time begun = absl::Now();
  for (Wire* wire : wires_) {
    if (wire->waiting(begun) >= absl::ZeroDuration()) wire->Cut();
  }
  while (threads_ > 0 && absl::Now() < deadline) {
    ended_.WaitFor(&mutex_, std::min(deadline - absl::Now(), absl::Hours(1)));
  }
  for (Wire* wire : wires_) wire->Cut();
  while (threads_ > 0) ended_.Wait(&mutex_);
}

}  // namespace parallax::http
