// Reads request messages from their bytes, and says what is wrong where that fails.
#ifndef PARALLAX_SERVER_API_PARSE_H_
#define PARALLAX_SERVER_API_PARSE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace parallax::api {

// Why `bytes` could not be parsed as a message like `expected`. Protobuf refuses the whole message
// for one string that is not UTF-8, without saying which; this finds all of them. Linear.
// Returns INVALID_ARGUMENT: with the paths of all strings that are not UTF-8, or with the reason
// MALFORMED_REQUEST for bytes that are no such message at all.
absl::Status DescribeParseFailure(absl::string_view bytes,
                                  const google::protobuf::Message& expected);

}  // namespace parallax::api

#endif  // PARALLAX_SERVER_API_PARSE_H_
