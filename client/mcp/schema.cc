#include "client/mcp/schema.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/base/status_macros.h"

namespace parallax::client::mcp {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// The name under which a message stands among the definitions: "ReportProfile.Source".
std::string NameOf(const Descriptor& type) {
  const std::string& package = type.file()->package();
  return type.full_name().substr(package.empty() ? 0 : package.size() + 1);
}

Json ObjectOf(const Descriptor& type, Json& definitions);

Json ValueOf(const FieldDescriptor& field, Json& definitions) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}};
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_INT64:  // protobuf writes 64 bits as text
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_STRING:
      return {{"type", "string"}};
    case FieldDescriptor::CPPTYPE_ENUM: {
      Json names = Json::array();
      const EnumDescriptor& values = *field.enum_type();
      for (int i = 0; i < values.value_count(); ++i) names.push_back(values.value(i)->name());
      return {{"type", "string"}, {"enum", names}};
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  const Descriptor& type = *field.message_type();
  if (&type == google::protobuf::Timestamp::descriptor()) {
    return {{"type", "string"}, {"format", "date-time"}};
  }
  const std::string name = NameOf(type);
  if (!definitions.contains(name)) {
    definitions[name] = nullptr;  // so that a type within itself ends here
    definitions[name] = ObjectOf(type, definitions);
  }
  return {{"$ref", absl::StrCat("#/$defs/", name)}};
}

Json ObjectOf(const Descriptor& type, Json& definitions) {
  Json properties = Json::object();
  Json required = Json::array();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    Json value = ValueOf(field, definitions);
    properties[field.json_name()] =
        field.is_repeated() ? Json{{"type", "array"}, {"items", value}} : value;
    if (!field.has_presence()) required.push_back(field.json_name());
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

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

Json SchemaOf(const Descriptor& type) {
  Json definitions = Json::object();
  Json schema = ObjectOf(type, definitions);
  schema["$defs"] = std::move(definitions);
  return schema;
}

absl::Status CheckAgainst(const Json& schema, const Json& value) {
  return Check(schema, value, "");
}

}  // namespace parallax::client::mcp
