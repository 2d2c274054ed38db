#include "server/base/json_shape.h"

#include "absl/strings/str_cat.h"

namespace parallax {

absl::Status CheckJsonShape(absl::string_view json, size_t max_values) {
  size_t marks = 0;  // that separate values
  size_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c == '{' || c == '[' || c == ',' || c == ':') ++marks;
    if (depth > kMaxJsonDepth) {
      return absl::InvalidArgumentError(absl::StrCat("JSON nested over ", kMaxJsonDepth, " deep"));
    }
    if (marks > max_values) {
      return absl::InvalidArgumentError(absl::StrCat("JSON of over ", max_values, " values"));
    }
  }
  return absl::OkStatus();
}

}  // namespace parallax
