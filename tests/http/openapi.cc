#include "tests/http/openapi.h"

#include <google/protobuf/descriptor.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "server/http/json_door.h"
#include "tests/schema/message_schemas.h"

namespace parallax::testing {
namespace {

using google::protobuf::DescriptorPool;
using Json = MessageSchemas::Json;

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

Json Method(const http::JsonDoor::Method& method, const DescriptorPool& pool,
            MessageSchemas* schemas) {
  const auto* rpc = pool.FindMethodByName(absl::StrCat("parallax.v1.FramingService.", method.name));
  Json responses;
  responses["200"] =
      Answer("The answer.", Content("application/json", schemas->Use(*rpc->output_type())));
  for (const ErrorCase& error : kErrors) {
    responses[error.status] =
        Answer(error.description, Content("application/json", schemas->Reference("Status")));
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
  DescriptorPool pool;
  LoadDescriptors(descriptors, &pool);
  MessageSchemas schemas("#/components/schemas/", MessageSchemas::Fields::kAsSent);
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
