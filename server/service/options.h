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

  // PEM files. The pair is checked at start and read again when it changes; swap the folder that
  // holds both by one rename, since a pair that does not match serves nobody.
  std::string certificate_file;
  std::string key_file;
  std::string client_ca_file;  // clients must show a certificate of this authority; empty: need not
  absl::Duration certificate_reload_interval = absl::Seconds(30);
};

struct WorkOptions {
  int threads = 0;  // that analyse; 0: one a core. More gain nothing: the work is all computation
  size_t max_queued_calls = 256;  // that wait for a thread; more are refused, to be retried
  size_t max_followed_bytes = size_t{64} << 20;  // of the reports that all streams hold together
  size_t max_followed_events = 64;               // streams open at a time
  absl::Duration max_call_time = absl::Seconds(30);  // also where the caller gave no deadline
};

struct StopOptions {
  // Between health turning NOT_SERVING and the port closing: at least the period in which the load
  // balancer asks.
  absl::Duration drain_delay = absl::Seconds(1);
  // How long calls may then go on before they are cancelled.
  absl::Duration grace = absl::Seconds(20);
};

struct TransportOptions {
  int max_concurrent_streams = 128;  // of one connection
  size_t max_metadata_bytes = size_t{16} << 10;
  size_t memory_quota_bytes = size_t{1} << 30;           // of the transport's own buffers
  absl::Duration min_ping_interval = absl::Seconds(10);  // clients that ping more are cut off
  absl::Duration max_connection_age = absl::InfiniteDuration();  // finite: rebalances clients
};

struct ServerOptions {
  api::Limits limits;
  WorkOptions work;
  StopOptions stop;
  TransportOptions transport;

  std::string model_file;                  // empty: the model compiled in
  std::vector<std::string> lexicon_files;  // read after the lexicons compiled in

  Log* log = nullptr;            // borrowed; nullptr: silent
  Observer* observer = nullptr;  // borrowed; nullptr: nobody counts
};

// Whether `host`, a name or an address, is of this machine alone.
bool IsLoopback(absl::string_view host);

// Everything that is wrong with the options, one line each, in terms of the flags of parallaxd.
std::vector<std::string> Validate(const ServerOptions& options);
// `listen` as well; looks at the certificate files.
std::vector<std::string> Validate(const ListenOptions& listen);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_OPTIONS_H_
