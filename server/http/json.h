// Messages of the API as JSON, by protobuf's mapping, and back, without building them: so the
// service alone decides what a message may hold.
#ifndef PARALLAX_SERVER_HTTP_JSON_H_
#define PARALLAX_SERVER_HTTP_JSON_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/type_resolver.h"
#include "google/rpc/status.pb.h"

namespace parallax::http {

// Thread safety: const; safe for concurrent use by multiple threads without any external
// synchronization.
class JsonCodec {
 public:
  JsonCodec();

  // The bytes of a message of type `name` ("parallax.v1.CompareReportsRequest"). Memory: some ten
  // times `json` at most; text in it has no more values than a request of `max_reports` may have.
  // Errors: INVALID_ARGUMENT, with the reason MALFORMED_REQUEST and, where it can be told, the path
  // of the field, for what is no JSON of such a message, and for fields that it does not have.
  absl::StatusOr<std::string> ToBytes(const std::string& name, absl::string_view json,
                                      size_t max_reports) const;

  // The JSON of a message of type `name`, with empty lists and zeros, as `parallax` prints it.
  // `room` is asked before each part of the memory that it takes, in bytes.
  // REQUIRES: `bytes` are those of such a message.
  // Errors: RESOURCE_EXHAUSTED: ANSWER_TOO_LARGE where it would be over `max_bytes`, QUEUE_FULL
  // where there was no room.
  absl::StatusOr<std::string> ToJson(const std::string& name, const std::string& bytes,
                                     size_t max_bytes,
                                     const std::function<bool(size_t)>& room) const;

 private:
  const std::unique_ptr<google::protobuf::util::TypeResolver> resolver_;
};

// For what the port has no memory for now.
absl::Status NoRoom();

std::string StatusJson(const google::rpc::Status& status);

// What HTTP calls an error of this canonical code, by google/rpc/code.proto.
int HttpStatusOf(int code);

}  // namespace parallax::http

#endif  // PARALLAX_SERVER_HTTP_JSON_H_
