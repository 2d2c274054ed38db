// Everything about a server that its operator decides.
#ifndef PARALLAX_SERVER_SERVICE_OPTIONS_H_
#define PARALLAX_SERVER_SERVICE_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/api/limits.h"

namespace parallax::service {

class Log;
class Observer;

struct ListenOptions {
  std::string host = "127.0.0.1";  // a name or address; "0.0.0.0" and "[::]" for all interfaces
  int port = 7340;                 // 0: one that is free

  // Without a certificate the server speaks plain text, and then only on loopback, unless this says
  // that something else guards the way to it.
  bool allow_insecure_remote = false;

  // PEM files. The pair is checked at start and read again when it changes; one that does not
  // match, has expired or cannot be read leaves the old one in use.
  std::string certificate_file;
  std::string key_file;
  std::string client_ca_file;  // clients must show a certificate of this authority; empty: need not
  absl::Duration certificate_reload_interval = absl::Seconds(30);
};

struct WorkOptions {
  int threads = 0;  // that analyse; 0: one a core. More gain nothing: the work is all computation
  // What is taken on before a call may take so long, by the estimate; what would wait longer is
  // refused, to be retried. Longer queues answer later, not more.
  absl::Duration max_queue_time = absl::Seconds(5);
  absl::Duration max_call_time = absl::Seconds(30);  // also where the caller gave no deadline
  size_t max_followed_events = 64;                   // streams open at a time
};

struct MemoryOptions {
  size_t limit = 0;  // of the whole process; 0: half of what its cgroup, else the machine, has
  size_t max_followed_bytes = size_t{256} << 20;  // what all streams together hold of reports
  size_t max_cache_bytes = size_t{256} << 20;     // of analyses kept; 0: none are
  size_t max_http_bytes = 0;                      // what an HTTP port beside may hold
};

struct CallerOptions {
  std::string file;   // who may call, see callers_file.h; empty: everyone
  int max_calls = 0;  // of one caller at a time, where the file says nothing; 0: any number
  int max_followed_events = 16;  // of one caller at a time
};

struct StopOptions {
  // Between health turning NOT_SERVING and the port closing: at least the period in which the load
  // balancer asks.
  absl::Duration drain_delay = absl::Seconds(1);
  // How long calls may then go on before they are cancelled.
  absl::Duration grace = absl::Seconds(20);
};

struct TransportOptions {
  // On one connection; more wait in the client until their deadline. So it is more than a queue of
  // max_queue_time holds of ordinary calls, and what is too much is refused. One that was not read
  // holds at most 64 KiB.
  int max_concurrent_streams = 1000;
  size_t max_connections = 0;  // 0: as many as there are descriptors for, less some
  size_t max_metadata_bytes = size_t{16} << 10;
  absl::Duration min_ping_interval = absl::Seconds(10);  // clients that ping more are cut off
  // A connection without a sign of life for so long is pinged, and closed where no answer comes.
  absl::Duration keepalive_interval = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  absl::Duration max_connection_idle = absl::Minutes(30);  // without a call; then it is closed
  absl::Duration max_connection_age = absl::InfiniteDuration();  // finite: rebalances clients
  // How long a caller may take to send a request, or to take an answer; then it is cut off.
  absl::Duration max_transfer_time = absl::Seconds(20);
  absl::Duration max_event_idle = absl::Hours(2);  // between two messages of a followed event
};

struct ServerOptions {
  api::Limits limits;
  WorkOptions work;
  MemoryOptions memory;
  CallerOptions callers;
  StopOptions stop;
  TransportOptions transport;

  std::string model_file;                  // empty: the model compiled in
  std::vector<std::string> lexicon_files;  // read after the lexicons compiled in
  std::string style_file;                  // house style of all calls, framing/style.h; empty: none

  bool reflection = true;  // describes the API to whoever asks

  Log* log = nullptr;            // borrowed; nullptr: silent
  Observer* observer = nullptr;  // borrowed; nullptr: nobody is told
};

// Whether `host`, a name or an address, is of this machine alone.
bool IsLoopback(absl::string_view host);

// Everything that is wrong with the options, one line each, in terms of the flags of parallaxd.
std::vector<std::string> Validate(const ServerOptions& options);
// `listen` as well; looks at the certificate files.
std::vector<std::string> Validate(const ListenOptions& listen);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_OPTIONS_H_
