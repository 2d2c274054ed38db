#include "tests/schema/message_schemas.h"

#include <google/protobuf/descriptor.pb.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"

namespace parallax::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using Json = MessageSchemas::Json;

// "Span.Encoding" of parallax.v1.Span.Encoding.
template <typename T>
std::string NameOf(const T& type) {
  const std::string& full = type.full_name();
  const std::string package = type.file()->package() + ".";
  return full.rfind("parallax.", 0) == 0 ? full.substr(package.size()) : full;
}

}  // namespace

void LoadDescriptors(const std::string& file, google::protobuf::DescriptorPool* pool) {
  google::protobuf::FileDescriptorSet files;
  std::ifstream input(file, std::ios::binary);
  if (!files.ParseFromIstream(&input)) {
    std::cerr << file << ": no descriptors\n";
    std::abort();
  }
  for (const auto& one : files.file()) pool->BuildFile(one);
}

Json MessageSchemas::Reference(const std::string& name) const {
  return {{"$ref", absl::StrCat(place_, name)}};
}

Json MessageSchemas::Use(const Descriptor& message) {
  const std::string& name = message.full_name();
  if (name == "google.protobuf.Timestamp") {
    return {{"type", "string"}, {"format", "date-time"}};
  }
  if (wanted_.insert(name).second) messages_.push_back(&message);
  return Reference(NameOf(message));
}

Json MessageSchemas::Use(const EnumDescriptor& type) {
  if (wanted_.insert(type.full_name()).second) enums_.push_back(&type);
  return Reference(NameOf(type));
}

Json MessageSchemas::Take() {
  Json schemas = Json::object();
  // Grows while it is gone through.
  for (size_t i = 0; i < messages_.size(); ++i) schemas[NameOf(*messages_[i])] = Of(*messages_[i]);
  for (const EnumDescriptor* type : enums_) {
    Json names = Json::array();
    std::string text = CommentOf(*type);
    for (int i = 0; i < type->value_count(); ++i) {
      names.push_back(type->value(i)->name());
      absl::StrAppend(&text, "\n- ", type->value(i)->name(), ": ", CommentOf(*type->value(i)));
    }
    schemas[NameOf(*type)] = {{"type", "string"}, {"description", text}, {"enum", names}};
  }
  return schemas;
}

Json MessageSchemas::Of(const Descriptor& message) {
  Json properties = Json::object();
  Json required = Json::array();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    Json schema = OfValue(field);
    if (field.is_repeated()) schema = {{"type", "array"}, {"items", schema}};
    schema["description"] = CommentOf(field);
    properties[field.json_name()] = schema;
    if (!field.has_presence()) required.push_back(field.json_name());
  }
  std::string text = CommentOf(message);
  for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
    absl::StrAppend(&text, "\n\nAt most one of:");
    for (int j = 0; j < message.oneof_decl(i)->field_count(); ++j) {
      absl::StrAppend(&text, " ", message.oneof_decl(i)->field(j)->json_name());
    }
    absl::StrAppend(&text, ". ", CommentOf(*message.oneof_decl(i)));
  }
  Json schema = {{"type", "object"}, {"description", text}, {"properties", properties}};
  if (fields_ == Fields::kAsPrinted && !required.empty()) schema["required"] = required;
  schema["additionalProperties"] = false;
  return schema;
}

Json MessageSchemas::OfValue(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Use(*field.message_type());
    case FieldDescriptor::CPPTYPE_ENUM:
      return Use(*field.enum_type());
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}};
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::CPPTYPE_STRING:
      return {{"type", "string"}};
    default:
      return {{"type", "integer"}};
  }
}

}  // namespace parallax::testing
