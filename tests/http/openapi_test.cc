// The document in the repository is what the messages and paths say, and what is served keeps to
// it.
#include "tests/http/openapi.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/http/fixture.h"
#include "tests/schema/breach.h"

namespace parallax::testing {
namespace {

using Json = nlohmann::json;

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
