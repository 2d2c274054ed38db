// The calls of the API by JSON over HTTP. They go into the service through a channel within the
// process, so limits, admission, deadlines, errors and logs are those of every call.
#ifndef PARALLAX_SERVER_HTTP_JSON_DOOR_H_
#define PARALLAX_SERVER_HTTP_JSON_DOOR_H_

#include <httplib.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/api/limits.h"
#include "server/base/byte_budget.h"
#include "server/http/head.h"
#include "server/http/json.h"
#include "server/http/wire.h"
#include "server/service/byte_call.h"

namespace parallax::http {

// Bytes that a call holds of what the port may.
// Thread safety: not for use by several threads at once.
class Held {
 public:
  // false, and nothing is changed, where there is no room.
  bool Take(ByteBudget* budget, size_t bytes);

 private:
  std::vector<std::shared_ptr<const ByteBudget::Share>> shares_;
};

// Thread safety: all methods are safe for concurrent use by multiple threads without any external
// synchronization.
class JsonDoor {
 public:
  struct Options {
    api::Limits limits;
    absl::Duration max_call_time;
    size_t max_calls = 1;       // at a time
    size_t max_held_bytes = 0;  // by all of them
  };
  // A method of the API, in the words of HTTP and of gRPC.
  struct Method {
    const char* path;
    const char* name;
    const char* request;
    const char* response;
  };
  static constexpr Method kMethods[] = {
      {"/v1/reports:analyze", "AnalyzeReport", "parallax.v1.AnalyzeReportRequest",
       "parallax.v1.AnalyzeReportResponse"},
      {"/v1/reports:compare", "CompareReports", "parallax.v1.CompareReportsRequest",
       "parallax.v1.CompareReportsResponse"}};

  // `channel` must be good until the last call has ended.
  JsonDoor(std::shared_ptr<grpc::Channel> channel, const Options& options);

  // Bytes of JSON in a request. Text may be longer than in a message, by what is escaped.
  size_t max_body_bytes() const { return 2 * options_.limits.max_request_bytes; }

  // Reads the body by way of `reader`, does the call, and fills `response`; `held` must be kept
  // until that was written. Ends early where the other side of `wire` has gone.
  void Serve(const Method& method, const Head& head, Wire* wire,
             const httplib::ContentReader& reader, Held* held, httplib::Response* response);

 private:
  // An error, with what HTTP calls it.
  struct Fault {
    absl::Status status;
    int http_status = 0;  // 0: what its code says
  };
  Fault ReadBody(const Head& head, Wire* wire, const httplib::ContentReader& reader, Held* held,
                 std::string* body);
  // Waits for the end of the call, and cancels it where the other side has gone.
  service::ByteCall::Answer Call(service::ByteCall::Question question, const Wire& wire) const;

  const std::shared_ptr<grpc::Channel> channel_;
  const Options options_;
  const JsonCodec codec_;
  ByteBudget budget_;
  std::atomic<size_t> calls_{0};
};

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_JSON_DOOR_H_
