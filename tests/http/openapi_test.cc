// The document in the repository is what the messages and paths say, and what is served keeps to
// it.
#include "tests/http/openapi.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/http/fixture.h"

namespace parallax::testing {
namespace {

using Json = nlohmann::json;

// Where `value` does not keep to `schema`, of the words that the document uses; empty where it
// does.
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

class OpenApiTest : public HttpTest {
 protected:
  // Whether an answer is one that the document has for the path and its method.
  void ExpectKept(const std::string& path, const std::string& method,
                  const httplib::Result& result) {
    ASSERT_TRUE(result) << path;
    const Json& responses = document_["paths"][path][method]["responses"];
    const std::string status = std::to_string(result->status);
    ASSERT_TRUE(responses.contains(status)) << path << " " << status;
    std::string type = result->get_header_value("Content-Type");
    type = type.substr(0, type.find(';'));
    const Json& content = responses[status]["content"];
    ASSERT_TRUE(content.contains(type)) << path << " " << status << " " << type;
    if (type != "application/json") return;
    EXPECT_EQ(FindBreach(document_, content[type]["schema"], Json::parse(result->body), "$"), "")
        << path << " " << status;
  }

  const Json document_ =
      Json::parse(http::OpenApiDocument().begin(), http::OpenApiDocument().end());
};

TEST_F(OpenApiTest, TheFileSaysWhatTheMessagesSay) {
  std::ifstream file(std::string(PARALLAX_TEST_DATA) + "/../proto/openapi.json");
  std::ostringstream document;
  document << file.rdbuf();
  EXPECT_EQ(document.str(), MakeOpenApiDocument(PARALLAX_DESCRIPTORS))
      << "write proto/openapi.json anew: see tests/http/CMakeLists.txt";
  EXPECT_EQ(document.str(), std::string(http::OpenApiDocument()));
}

TEST_F(OpenApiTest, WhatIsServedIsInTheDocument) {
  options_.limits.max_request_bytes = size_t{64} << 10;
  options_.limits.max_report_bytes = size_t{32} << 10;
  StartHttp();
  const std::string compare = "/v1/reports:compare";
  const std::string analyze = "/v1/reports:analyze";
  ExpectKept(compare, "post", Post(compare, kTwoReports));
  ExpectKept(compare, "post",
             Post(compare, R"({"view": "FULL", "reports": [{"text": "It shut on Monday ."},
                                                          {"text": "It shut on Monday ."}]})"));
  ExpectKept(compare, "post", Post(compare, "{}"));
  ExpectKept(compare, "post", Post(compare, "x"));
  ExpectKept(compare, "post", Post(compare, kTwoReports, {{"Grpc-Timeout", "1n"}}));
  ExpectKept(compare, "post", Client().Post(compare, "x", "text/plain"));
  ExpectKept(compare, "post",
             Post(compare, std::string(3 * options_.limits.max_request_bytes, ' ')));
  ExpectKept(analyze, "post", Post(analyze, R"({"report": {"text": "It shut on Monday ."}})"));
  ExpectKept(analyze, "post", Post(analyze, R"({"report": {}})"));
  int paths = 0;
  for (const auto& [path, methods] : document_["paths"].items()) {
    ++paths;
    if (methods.contains("get")) {
      ExpectKept(path, "get", Client().Get(path));
    } else {
      EXPECT_EQ(Client().Get(path)->status, 405) << path;
    }
  }
  EXPECT_EQ(paths, 6);
}

TEST_F(OpenApiTest, TheCheckFindsBreaches) {
  const Json schema = {{"$ref", "#/components/schemas/Span"}};
  EXPECT_EQ(FindBreach(document_, schema, {{"begin", 1}, {"section", "BODY"}}, "$"), "");
  EXPECT_EQ(FindBreach(document_, schema, {{"begin", "1"}}, "$"), "$.begin: no integer");
  EXPECT_EQ(FindBreach(document_, schema, {{"section", "FOOT"}}, "$"), "$.section: \"FOOT\"");
  EXPECT_EQ(FindBreach(document_, schema, {{"zembla", 1}}, "$"), "$.zembla: not in the document");
}

}  // namespace
}  // namespace parallax::testing
