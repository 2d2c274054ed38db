#include "server/service/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "server/service/descriptors.h"

namespace parallax::service {
namespace {

constexpr int kBacklog = 512;
// A connection that sends nothing stays with the kernel so long and takes no descriptor; clients of
// HTTP/2 and TLS speak first.
constexpr int kSilentSeconds = 10;
constexpr absl::Duration kNoDescriptors = absl::Milliseconds(50);

std::string AddressOf(const std::string& host, int port) {
  const bool bare_v6 = absl::StrContains(host, ":") && !absl::StartsWith(host, "[");
  return bare_v6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

int PortOf(int socket) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

// -1 where it cannot be listened on.
int ListenOn(const addrinfo& address) {
  const int fd = socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1, off = 0, silent = kSilentSeconds;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &silent, sizeof(silent));
  if (address.ai_family == AF_INET6) {
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
  }
  if (bind(fd, address.ai_addr, address.ai_addrlen) == 0 && listen(fd, kBacklog) == 0) return fd;
  close(fd);
  return -1;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Bind(const std::string& host, int port) {
  absl::string_view name = host;
  if (absl::ConsumePrefix(&name, "[")) absl::ConsumeSuffix(&name, "]");
  const addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  int fd = -1;
  if (getaddrinfo(std::string(name).c_str(), std::to_string(port).c_str(), &hints, &found) == 0) {
    for (const addrinfo* at = found; at != nullptr && fd < 0; at = at->ai_next) fd = ListenOn(*at);
    freeaddrinfo(found);
  }
  if (fd < 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", AddressOf(host, port)));
  }
  return std::unique_ptr<Listener>(new Listener(fd, AddressOf(host, PortOf(fd))));
}

Listener::Listener(int socket, std::string address)
    : socket_(socket), address_(std::move(address)) {}

Listener::~Listener() { Stop(); }

void Listener::Start(size_t max_connections, std::function<void(int fd)> take) {
  take_ = std::move(take);
  const size_t limit = MaxDescriptors();
  counted_ = DescriptorsInUse();
  max_descriptors_ = limit - std::min(limit, SpareDescriptors(limit));
  if (max_connections > 0) {
    max_descriptors_ = std::min(max_descriptors_, counted_ + max_connections);
  }
  if (pipe2(wake_, O_CLOEXEC) != 0) wake_[0] = wake_[1] = -1;
  thread_ = std::thread([this] { Run(); });
}

void Listener::Stop() {
  if (thread_.joinable()) {
    [[maybe_unused]] const ssize_t told = write(wake_[1], "", 1);
    thread_.join();
    close(wake_[0]);
    close(wake_[1]);
  }
  if (socket_ >= 0) close(std::exchange(socket_, -1));
}

bool Listener::HasRoom() {
  // Connections that have gone are found out only when it matters.
  if (counted_ >= max_descriptors_) counted_ = DescriptorsInUse();
  return counted_ < max_descriptors_;
}

void Listener::Run() {
  for (;;) {
    pollfd events[] = {{.fd = socket_, .events = POLLIN}, {.fd = wake_[0], .events = POLLIN}};
    if (poll(events, 2, -1) < 0) continue;
    if (events[1].revents != 0) return;
    const int fd = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
      // None left, for a reason that is not ours to know: those that are open will go.
      if (errno == EMFILE || errno == ENFILE) absl::SleepFor(kNoDescriptors);
      continue;
    }
    if (!HasRoom()) {
      close(fd);
      ++turned_away_;
      continue;
    }
    ++counted_;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    take_(fd);
  }
}

}  // namespace parallax::service
