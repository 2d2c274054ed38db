// The head of a request, read strictly before the library sees it: what two readers might take for
// different requests is none (RFC 9112, sections 2.2, 5 and 6), and what the library would do of
// itself, unpacking and packing and serving ranges, is not asked of it.
#ifndef PARALLAX_SERVER_HTTP_HEAD_H_
#define PARALLAX_SERVER_HTTP_HEAD_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"

namespace parallax::http {

struct Head {
  std::string method;
  std::string path;                 // without the query
  std::string content_type;         // in lower case, without parameters; empty: none
  std::string content_encoding;     // likewise
  absl::optional<uint64_t> length;  // of the body
  bool chunked = false;
  bool expects_continue = false;
  bool version_1_0 = false;

  // As they came, printable ASCII; empty: none.
  std::string authorization;
  std::string origin;
  std::string request_id;
  std::string timeout;
  std::string trace_parent;

  bool has_body() const { return chunked || length.value_or(0) > 0; }
};

// Reads `text`, which ends in an empty line, into `head`, and leaves in `text` what is for the
// library. Linear.
// Errors: INVALID_ARGUMENT, with the reason MALFORMED_REQUEST.
absl::Status ReadHead(std::string* text, Head* head);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_HEAD_H_
