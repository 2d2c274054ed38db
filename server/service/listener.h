// The port: accepts connections and hands them on, no more at a time than there are descriptors
// for.
#ifndef PARALLAX_SERVER_SERVICE_LISTENER_H_
#define PARALLAX_SERVER_SERVICE_LISTENER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"

namespace parallax::service {

// Neither copyable nor movable. Thread safety: const methods are safe for concurrent use; the
// others belong to one thread.
class Listener {
 public:
  // Listens on `host`, a name or address, and `port`; 0: one that is free.
  // Errors: UNAVAILABLE with the address.
  static absl::StatusOr<std::unique_ptr<Listener>> Bind(const std::string& host, int port);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();  // Stop()

  // "127.0.0.1:7340", with the port that was bound.
  const std::string& address() const { return address_; }

  // Calls `take`, on a thread of its own, with each connection, which is then the callee's. Where
  // the process has `max_connections` (0: any number) more descriptors than now, or few left, a
  // connection is closed at once: its client may find another server.
  // REQUIRES: called once.
  void Start(size_t max_connections, std::function<void(int fd)> take);
  // Closes the port. Returns when `take` is not called any more. Later calls do nothing.
  void Stop();

  uint64_t turned_away() const { return turned_away_; }

 private:
  Listener(int socket, std::string address);
  void Run();
  bool HasRoom();

  int socket_;
  int wake_[2] = {-1, -1};  // a pipe: to be told that it is over
  const std::string address_;
  std::function<void(int fd)> take_;
  size_t max_descriptors_ = 0;  // in use, beyond which nobody is let in
  size_t counted_ = 0;          // descriptors in use when last counted, and taken since
  std::atomic<uint64_t> turned_away_{0};
  std::thread thread_;
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_LISTENER_H_
