// How much one request may ask for.
#ifndef PARALLAX_SERVER_API_LIMITS_H_
#define PARALLAX_SERVER_API_LIMITS_H_

#include <cstddef>

namespace parallax::api {

struct Limits {
  size_t max_reports = 64;                       // in a request, or held by a followed event
  size_t max_report_bytes = size_t{1} << 20;     // headline and body of a report, in UTF-8
  size_t max_request_bytes = size_t{8} << 20;    // one message, or all reports of an event
  size_t max_response_bytes = size_t{64} << 20;  // one answer; text full of nested quotes grows
};

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_LIMITS_H_
