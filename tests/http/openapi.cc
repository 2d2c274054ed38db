#include "tests/http/openapi.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/http/json_door.h"

namespace parallax::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using Json = nlohmann::ordered_json;

// A comment as one text: lines joined, paragraphs kept.
template <typename T>
std::string CommentOf(const T& element) {
  google::protobuf::SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  std::string text = absl::StrReplaceAll(location.leading_comments, {{"\n ", "\n"}});
  text = absl::StrReplaceAll(text, {{"\n\n", "\x01"}});
  text = absl::StrReplaceAll(text, {{"\n-", "\x02-"}});
  text = absl::StrReplaceAll(text, {{"\n", " "}});
  text = absl::StrReplaceAll(text, {{"\x01", "\n\n"}, {"\x02", "\n"}});
  return std::string(absl::StripAsciiWhitespace(text));
}

// "Span.Encoding" of parallax.v1.Span.Encoding.
template <typename T>
std::string NameOf(const T& type) {
  const std::string& full = type.full_name();
  const std::string package = type.file()->package() + ".";
  return full.rfind("parallax.", 0) == 0 ? full.substr(package.size()) : full;
}

Json Reference(const std::string& name) {
  return {{"$ref", absl::StrCat("#/components/schemas/", name)}};
}

class Schemas {
 public:
  Json Use(const Descriptor& message) {
    const std::string& name = message.full_name();
    if (name == "google.protobuf.Timestamp") {
      return {{"type", "string"}, {"format", "date-time"}};
    }
    if (wanted_.insert(name).second) messages_.push_back(&message);
    return Reference(NameOf(message));
  }

  Json Use(const EnumDescriptor& type) {
    if (wanted_.insert(type.full_name()).second) enums_.push_back(&type);
    return Reference(NameOf(type));
  }

  // All that was used, and what that uses.
  Json Take() {
    Json schemas = Json::object();
    for (size_t i = 0; i < messages_.size(); ++i)
      schemas[NameOf(*messages_[i])] = Of(*messages_[i]);
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

 private:
  Json Of(const Descriptor& message) {
    Json properties = Json::object();
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      Json schema = OfValue(field);
      if (field.is_repeated()) schema = {{"type", "array"}, {"items", schema}};
      schema["description"] = CommentOf(field);
      properties[field.json_name()] = schema;
    }
    std::string text = CommentOf(message);
    for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
      absl::StrAppend(&text, "\n\nAt most one of:");
      for (int j = 0; j < message.oneof_decl(i)->field_count(); ++j) {
        absl::StrAppend(&text, " ", message.oneof_decl(i)->field(j)->json_name());
      }
      absl::StrAppend(&text, ". ", CommentOf(*message.oneof_decl(i)));
    }
    return {{"type", "object"},
            {"description", text},
            {"properties", properties},
            {"additionalProperties", false}};
  }

  Json OfValue(const FieldDescriptor& field) {
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

  std::set<std::string> wanted_;
  std::vector<const Descriptor*> messages_;
  std::vector<const EnumDescriptor*> enums_;
};

Json ErrorSchema() {
  return {{"type", "object"},
          {"description",
           "google.rpc.Status. The details hold a google.rpc.ErrorInfo of domain \"parallax\" "
           "whose reason is stable, with a google.rpc.BadRequest that lists what is wrong with a "
           "request, or a google.rpc.RetryInfo that says when to try again."},
          {"properties",
           {{"code", {{"type", "integer"}, {"description", "The number of google.rpc.Code."}}},
            {"message", {{"type", "string"}}},
            {"details",
             {{"type", "array"},
              {"items",
               {{"type", "object"},
                {"properties", {{"@type", {{"type", "string"}}}}},
                {"required", Json::array({"@type"})}}}}}}},
          {"required", Json::array({"code", "message"})},
          {"additionalProperties", false}};
}

Json Content(const char* type, const Json& schema) {
  return {{"content", {{type, {{"schema", schema}}}}}};
}

Json Answer(const char* description, const Json& content) {
  Json answer = {{"description", description}};
  answer.update(content);
  return answer;
}

struct ErrorCase {
  const char* status;
  const char* description;
};

constexpr ErrorCase kErrors[] = {
    {"400", "The request is wrong (INVALID_REQUEST) or is no such message (MALFORMED_REQUEST)."},
    {"401", "Who calls did not say who they are, where that is asked."},
    {"403", "Who calls may not."},
    {"404", "No such path."},
    {"405", "The path has no such method; Allow names those that it has."},
    {"408", "Head or body of the request did not come in time."},
    {"411", "Neither Content-Length nor chunks."},
    {"413", "The request is longer than the server takes."},
    {"415", "The body is not application/json, or is compressed."},
    {"429",
     "There is no room for the call now (QUEUE_FULL and others with a RetryInfo), or its "
     "answer is too long (ANSWER_TOO_LARGE)."},
    {"431", "The head of the request is too long."},
    {"499", "The call was cancelled."},
    {"500", "A fault of the server."},
    {"501", "The server has no such call."},
    {"503", "The server is stopping, or has no place for the connection."},
    {"504", "The deadline of the call, or the longest that the server gives one, has passed."}};

Json HeaderParameter(const char* name, const char* description) {
  return {{"name", name},
          {"in", "header"},
          {"description", description},
          {"schema", {{"type", "string"}}}};
}

Json Method(const http::JsonDoor::Method& method, const DescriptorPool& pool, Schemas* schemas) {
  const auto* rpc = pool.FindMethodByName(absl::StrCat("parallax.v1.FramingService.", method.name));
  Json responses;
  responses["200"] =
      Answer("The answer.", Content("application/json", schemas->Use(*rpc->output_type())));
  for (const ErrorCase& error : kErrors) {
    responses[error.status] =
        Answer(error.description, Content("application/json", Reference("Status")));
  }
  Json body = Content("application/json", schemas->Use(*rpc->input_type()));
  body["required"] = true;
  return {{"operationId", method.name},
          {"summary", method.name},
          {"description", CommentOf(*rpc)},
          {"parameters",
           Json::array({HeaderParameter("Grpc-Timeout",
                                        "How long the call may take, as gRPC writes it: \"10S\" "
                                        "for ten seconds, \"500m\" for half of one."),
                        HeaderParameter("X-Request-Id", "Names the call in the server's log."),
                        HeaderParameter("Traceparent", "W3C Trace Context.")})},
          {"requestBody", body},
          {"responses", responses}};
}

Json Page(const char* id, const char* description, const char* type, bool may_fail) {
  const Json schema = {
      {"type", absl::string_view(type) == "application/json" ? "object" : "string"}};
  Json responses;
  responses["200"] = Answer(may_fail ? "All is well." : "The page.", Content(type, schema));
  if (may_fail) responses["503"] = Answer("Something is not.", Content(type, schema));
  return {{"get", {{"operationId", id}, {"summary", description}, {"responses", responses}}}};
}

}  // namespace

std::string MakeOpenApiDocument(const std::string& descriptors) {
  google::protobuf::FileDescriptorSet files;
  std::ifstream input(descriptors, std::ios::binary);
  if (!files.ParseFromIstream(&input)) {
    std::cerr << descriptors << ": no descriptors\n";
    std::abort();
  }
  DescriptorPool pool;
  for (const auto& file : files.file()) pool.BuildFile(file);

  Schemas schemas;
  Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Parallax"},
        {"version", "v1"},
        {"description",
         "parallax.v1.FramingService as JSON over HTTP, with health and metrics. Messages follow "
         "protobuf's JSON mapping; empty lists and zeros are written. Limits, deadlines and "
         "errors are those of the gRPC service."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", Json::array({{{"url", "http://127.0.0.1:7341"}}})},
      {"security", Json::array({Json::object(), {{"bearer", Json::array()}}})},
      {"paths", Json::object()}};
  Json& paths = document["paths"];
  for (const http::JsonDoor::Method& method : http::JsonDoor::kMethods) {
    paths[method.path] = {{"post", Method(method, pool, &schemas)}};
  }
  paths["/livez"] =
      Page("livez", "Whether the server should go on: the pool moves.", "text/plain", true);
  paths["/readyz"] = Page("readyz",
                          "Whether the server should be sent calls: it is not stopping, the pool "
                          "moves, and memory and descriptors are left.",
                          "text/plain", true);
  paths["/metrics"] =
      Page("metrics", "Metrics in the text format of Prometheus.", "text/plain", false);
  paths["/openapi.json"] = Page("openapi", "This document.", "application/json", false);
  document["components"]["schemas"] = schemas.Take();
  document["components"]["schemas"]["Status"] = ErrorSchema();
  document["components"]["securitySchemes"]["bearer"] = {{"type", "http"}, {"scheme", "bearer"}};
  return document.dump(2) + "\n";
}

}  // namespace parallax::testing
