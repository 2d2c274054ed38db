#include "tests/schema/breach.h"

#include "absl/strings/str_cat.h"

namespace parallax::testing {

using Json = nlohmann::json;

std::string FindBreach(const Json& document, const Json& schema, const Json& value,
                       const std::string& path) {
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"].get<std::string>().substr(1);
    return FindBreach(document, document[Json::json_pointer(reference)], value, path);
  }
  const std::string type = schema.value("type", "");
  const bool fits =
      (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
      (type == "string" && value.is_string()) || (type == "integer" && value.is_number_integer()) ||
      (type == "number" && value.is_number()) || (type == "boolean" && value.is_boolean());
  if (!fits) return absl::StrCat(path, ": no ", type);
  if (schema.contains("enum")) {
    bool found = false;
    for (const Json& name : schema["enum"]) found = found || name == value;
    if (!found) return absl::StrCat(path, ": ", value.dump());
  }
  if (schema.contains("required")) {
    for (const Json& name : schema["required"]) {
      if (!value.contains(name)) return absl::StrCat(path, ": without ", name.dump());
    }
  }
  if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      std::string breach =
          FindBreach(document, schema["items"], value[i], absl::StrCat(path, "[", i, "]"));
      if (!breach.empty()) return breach;
    }
  }
  if (!value.is_object() || !schema.contains("properties")) return "";
  for (const auto& [name, member] : value.items()) {
    const std::string place = absl::StrCat(path, ".", name);
    if (!schema["properties"].contains(name)) {
      if (schema.value("additionalProperties", true)) continue;
      return absl::StrCat(place, ": not in the document");
    }
    std::string breach = FindBreach(document, schema["properties"][name], member, place);
    if (!breach.empty()) return breach;
  }
  return "";
}

}  // namespace parallax::testing
