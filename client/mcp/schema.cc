#include "client/mcp/schema.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/status_macros.h"

namespace parallax::client::mcp {
namespace {

absl::Status Fault(const std::string& path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path.empty() ? "arguments" : path, ": ", what));
}

absl::Status CheckType(const std::string& type, const Json& value, const std::string& path) {
  if (type == "object" && !value.is_object()) return Fault(path, "must be an object");
  if (type == "array" && !value.is_array()) return Fault(path, "must be a list");
  if (type == "string" && !value.is_string()) return Fault(path, "must be text");
  if (type == "number" && !value.is_number()) return Fault(path, "must be a number");
  return absl::OkStatus();
}

std::string Names(const Json& properties) {
  std::vector<std::string> names;
  for (const auto& property : properties.items()) names.push_back(property.key());
  return absl::StrJoin(names, ", ");
}

absl::Status Check(const Json& schema, const Json& value, const std::string& path) {
  if (const auto type = schema.find("type"); type != schema.end()) {
    PARALLAX_RETURN_IF_ERROR(CheckType(type->get_ref<const std::string&>(), value, path));
  }
  if (const auto words = schema.find("enum"); words != schema.end()) {
    bool found = false;
    for (const Json& word : *words) found = found || word == value;
    if (!found) {
      return Fault(path, absl::StrCat("must be one of ",
                                      absl::StrJoin(words->get<std::vector<std::string>>(), ", ")));
    }
  }
  if (value.is_number() && schema.contains("minimum") &&
      !(value.get<double>() >= schema["minimum"].get<double>() &&
        value.get<double>() <= schema["maximum"].get<double>())) {
    return Fault(path, absl::StrCat("must be from ", schema["minimum"].get<double>(), " to ",
                                    schema["maximum"].get<double>()));
  }
  if (value.is_array()) {
    const size_t least = schema.value("minItems", size_t{0});
    const size_t most = schema.value("maxItems", value.size());
    if (value.size() < least || value.size() > most) {
      return Fault(path, absl::StrCat("has ", value.size(), " entries, ",
                                      value.size() < least ? "needs " : "limit ",
                                      value.size() < least ? least : most));
    }
    for (size_t i = 0; i < value.size(); ++i) {
      PARALLAX_RETURN_IF_ERROR(Check(schema["items"], value[i], absl::StrCat(path, "[", i, "]")));
    }
  }
  if (value.is_object()) {
    const std::string prefix = path.empty() ? "" : path + ".";
    for (const Json& name : schema.value("required", Json::array())) {
      const std::string& field = name.get_ref<const std::string&>();
      if (!value.contains(field)) return Fault(prefix + field, "is missing");
    }
    const Json& properties = schema["properties"];
    for (const auto& member : value.items()) {
      const auto property = properties.find(member.key());
      if (property == properties.end()) {
        // The name is the caller's text, and may be anything; what is known says enough.
        return Fault(path,
                     absl::StrCat("has a field that is not known; there are ", Names(properties)));
      }
      PARALLAX_RETURN_IF_ERROR(Check(*property, member.value(), prefix + member.key()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAgainst(const Json& schema, const Json& value) {
  return Check(schema, value, "");
}

}  // namespace parallax::client::mcp
