// A port and the connections that came to it: each has a thread, and there are so many and no more.
#ifndef PARALLAX_SERVER_HTTP_CONNECTIONS_H_
#define PARALLAX_SERVER_HTTP_CONNECTIONS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/mutex.h"
#include "server/http/wire.h"

namespace parallax::http {

// Where all places are taken, a newcomer gets that of whoever has kept us waiting longest, a second
// at least: somebody who sends nothing, or a byte now and then, keeps nobody out. Where all of them
// wait for us, the newcomer is turned away.
//
// Neither copyable nor movable. Thread safety: all methods are safe for concurrent use by multiple
// threads without any external synchronization.
class Connections {
 public:
  // Serves one connection to its end. Called on the connection's thread; must not throw.
  using Serve = std::function<void(Wire*)>;

  // Listens on `host`, a name or address; `port` 0 takes one that is free. Serves nobody before
  // Start. `turned_away` is written, as it is, to those for whom there is no place.
  // Errors: UNAVAILABLE where the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Connections>> Listen(const std::string& host, int port,
                                                             size_t max_connections,
                                                             const WireLimits& limits,
                                                             std::string turned_away);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections();  // Stop(absl::InfinitePast())

  // To be called once.
  void Start(Serve serve);

  // "127.0.0.1:9340", "[::1]:9340".
  const std::string& address() const { return address_; }
  bool stopping() const { return stopping_; }
  size_t count() const;
  uint64_t turned_away() const { return turned_away_count_; }
  uint64_t cut_for_others() const { return cut_count_; }

  // Closes the port and the connections on which nothing is under way, waits until `deadline` for
  // the others, then cuts them. Returns when all threads have ended.
  void Stop(absl::Time deadline);

 private:
  Connections(int listener, std::string address, size_t max_connections, const WireLimits& limits,
              std::string turned_away);
  void Accept();
  void Admit(int socket);
  // Whether there is a place, if need be one that was somebody else's.
  bool FindPlace(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int listener_;
  const int wake_;  // an eventfd: told to stop
  const std::string address_;
  const size_t max_connections_;
  const WireLimits limits_;
  const std::string turned_away_;
  Serve serve_;
  std::atomic<bool> stopping_{false};
  std::atomic<uint64_t> turned_away_count_{0};
  std::atomic<uint64_t> cut_count_{0};
  std::thread acceptor_;
  mutable Mutex mutex_;
  CondVar ended_;
  std::set<Wire*> wires_ ABSL_GUARDED_BY(mutex_);
  size_t threads_ ABSL_GUARDED_BY(mutex_) = 0;  // those of wires_, and of some that were cut
};

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_CONNECTIONS_H_
