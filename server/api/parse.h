// Reads request messages from their bytes, and says what is wrong where that fails.
#ifndef PARALLAX_SERVER_API_PARSE_H_
#define PARALLAX_SERVER_API_PARSE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/zero_copy_stream.h"
#include "google/protobuf/message.h"
#include "server/api/limits.h"

namespace parallax::api {

// Whether `bytes` hold no more than a message like `expected` may, found without building it: a
// report of no bytes takes 2 bytes on the wire and 120 in memory. Bytes that are no such message
// pass, for the parser to refuse. Linear.
// Errors: INVALID_ARGUMENT, as InvalidRequest makes it for more than `limits.max_reports`, with the
// reason MALFORMED_REQUEST for more fields than such reports need and for groups, which no message
// of the API has.
absl::Status CheckFieldCounts(google::protobuf::io::ZeroCopyInputStream* bytes,
                              const google::protobuf::Message& expected, const Limits& limits);

// Why `bytes` could not be parsed as a message like `expected`. Protobuf refuses the whole message
// for one string that is not UTF-8, without saying which; this finds all of them. Linear.
// Returns INVALID_ARGUMENT: with the paths of all strings that are not UTF-8, or with the reason
// MALFORMED_REQUEST for bytes that are no such message at all.
absl::Status DescribeParseFailure(absl::string_view bytes,
                                  const google::protobuf::Message& expected);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_PARSE_H_
