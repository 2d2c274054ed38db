// Messages as proto3 JSON: camelCase names, enums by name, zeros and empty lists too.
#ifndef PARALLAX_CLIENT_JSON_H_
#define PARALLAX_CLIENT_JSON_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace parallax::client {

enum class JsonLayout : uint8_t { kPretty, kOneLine };

// `message` and a line end.
std::string ToJson(const google::protobuf::Message& message, JsonLayout layout);

// `text`, valid UTF-8, as a JSON string with its quotation marks.
std::string JsonString(absl::string_view text);

// Reads `json` into `message`, which is cleared first and left in an unspecified state on failure.
// Unknown fields are errors, so that a misspelt one does not go unnoticed.
// Errors: INVALID_ARGUMENT with `name`, which stands for where the JSON came from.
absl::Status FromJson(absl::string_view json, absl::string_view name,
                      google::protobuf::Message& message);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_JSON_H_
