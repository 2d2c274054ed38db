#include "client/json.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace parallax::client {

std::string ToJson(const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == JsonLayout::kPretty;
  // A script that loops over "differences" must find a list when there are none.
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  // Fails only for an Any of a type that is not linked in; the answer is then shown without.
  if (!status.ok()) json = "{}";
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

std::string JsonString(absl::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&json, "\\", std::string(1, c));
    } else if (c == '\n') {
      absl::StrAppend(&json, "\\n");
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&json, "\\u", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad4));
    } else {
      json += c;
    }
  }
  return json + "\"";
}

absl::Status FromJson(absl::string_view json, absl::string_view name,
                      google::protobuf::Message& message) {
  message.Clear();
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &message);
  if (status.ok()) return absl::OkStatus();
  const std::string& type = message.GetDescriptor()->name();
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": not ", absl::StrContains("AEIOU", type[0]) ? "an " : "a ", type,
                   " in JSON: ", std::string(status.message())));
}

}  // namespace parallax::client
