// Everything about the HTTP port that its operator decides.
#ifndef PARALLAX_SERVER_HTTP_OPTIONS_H_
#define PARALLAX_SERVER_HTTP_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/http/wire.h"

namespace parallax::http {

struct HttpOptions {
  std::string host = "127.0.0.1";  // a name or address; "0.0.0.0" and "::" for all interfaces
  int port = 0;                    // 0: one that is free
  // The port speaks plain text, and only on loopback unless this says that something else guards
  // the way to it.
  bool allow_insecure_remote = false;

  bool json = true;  // serve the calls, not only metrics and health

  // Open at a time, each with a thread. Calls have at most three quarters of them, so that health
  // is answered whatever they do.
  size_t max_connections = 64;
  // Of requests and answers that are being read, turned into one another, and written.
  size_t max_held_bytes = size_t{256} << 20;
  // Pages of these origins ("https://desk.example.org") may call from a browser.
  std::vector<std::string> allowed_origins;
  WireLimits wire;
};

// Reads HOST:PORT, [V6]:PORT or :PORT (loopback) into `options`.
bool ParseAddress(absl::string_view address, HttpOptions* options);

// Everything that is wrong with the options, one line each, in terms of the flags of parallaxd.
std::vector<std::string> Validate(const HttpOptions& options);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_OPTIONS_H_
