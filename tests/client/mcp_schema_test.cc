#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "client/json.h"
#include "client/mcp/schema.h"
#include "client/mcp/tool_list.h"
#include "tests/client/messages.h"
#include "tests/schema/breach.h"

namespace parallax::client::mcp {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(const char* tool, const std::string& arguments) {
  return std::string(
      CheckAgainst((*FindTool(tool))["inputSchema"], Json::parse(arguments)).message());
}

TEST(McpSchema, LetsThroughWhatAToolTakes) {
  EXPECT_EQ(ErrorOf("compare", R"({"reports": [{"text": "a"}, {"html": "b", "id": "x"}]})"), "");
  EXPECT_EQ(ErrorOf("compare", R"({"reports": [{}, {}], "kinds": ["scare-quotes"],
                                   "between": [["a", "b"]], "min_severity": "low",
                                   "min_confidence": 0, "encoding": "utf16", "dismissed": []})"),
            "");
  EXPECT_EQ(ErrorOf("analyze", R"({"report": {}, "encoding": "utf32"})"), "");
  EXPECT_EQ(ErrorOf("explain", R"({"flag": "label"})"), "");
}

TEST(McpSchema, NamesTheFieldThatIsWrong) {
  const std::string two = R"({"reports": [{}, {}], )";
  EXPECT_EQ(ErrorOf("compare", "[]"), "arguments: must be an object");
  EXPECT_EQ(ErrorOf("compare", "{}"), "reports: is missing");
  EXPECT_EQ(ErrorOf("compare", R"({"reports": {}})"), "reports: must be a list");
  EXPECT_EQ(ErrorOf("compare", R"({"reports": [{}]})"), "reports: has 1 entries, needs 2");
  std::string many = R"({"reports": [{})";
  for (int i = 0; i < 64; ++i) many += ",{}";
  EXPECT_EQ(ErrorOf("compare", many + "]}"), "reports: has 65 entries, limit 64");
  EXPECT_EQ(ErrorOf("compare", R"({"reports": [{}, 3]})"), "reports[1]: must be an object");
  EXPECT_EQ(ErrorOf("compare", R"({"reports": [{}, {"text": 3}]})"),
            "reports[1].text: must be text");
  EXPECT_THAT(ErrorOf("compare", R"({"reports": [{}, {"titel": "x"}]})"),
              StartsWith("reports[1]: has a field that is not known; there are headline, html"));
  EXPECT_THAT(ErrorOf("compare", two + R"("kinds": ["label", "LABEL"]})"),
              StartsWith("kinds[1]: must be one of commitment, "));
  EXPECT_EQ(ErrorOf("compare", two + R"("min_confidence": 1.5})"),
            "min_confidence: must be from 0 to 1");
  EXPECT_EQ(ErrorOf("compare", two + R"("min_confidence": "1"})"),
            "min_confidence: must be a number");
  EXPECT_EQ(ErrorOf("compare", two + R"("between": [["a"]]})"),
            "between[0]: has 1 entries, needs 2");
  EXPECT_THAT(ErrorOf("compare", two + R"("\nview": 1})"),
              StartsWith("arguments: has a field that is not known"));
  EXPECT_EQ(ErrorOf("analyze", R"({"report": []})"), "report: must be an object");
  EXPECT_EQ(ErrorOf("explain", R"({"flag": null})"), "flag: must be text");
}

// What CheckAgainst does not know it would let through.
void ExpectKnownKeywords(const Json& schema) {
  static const auto* const known = new std::set<std::string>{
      "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems",
      "enum", "minimum",    "maximum",  "description"};
  for (const auto& keyword : schema.items()) {
    EXPECT_EQ(known->count(keyword.key()), 1) << keyword.key();
  }
  if (schema["type"] == "object") {
    EXPECT_EQ(schema["additionalProperties"], false);
    for (const auto& property : schema["properties"].items()) ExpectKnownKeywords(property.value());
  }
  if (schema["type"] == "array") ExpectKnownKeywords(schema["items"]);
}

TEST(McpSchema, TheToolsAskForNothingThatIsNotChecked) {
  ASSERT_EQ(ToolList().size(), 3);
  for (const Json& tool : ToolList()) {
    ExpectKnownKeywords(tool["inputSchema"]);
    EXPECT_EQ(tool["annotations"]["readOnlyHint"], true);
    EXPECT_EQ(tool["annotations"]["idempotentHint"], true);
    EXPECT_EQ(tool["annotations"]["openWorldHint"], false);
  }
}

TEST(McpSchema, DescribesAnswersAsTheyArePrinted) {
  v1::CompareReportsResponse answer = SmallComparison();
  answer.add_analyses()->add_claims()->add_quantities();
  answer.add_warnings()->set_code(v1::Warning::NOT_PROSE);
  const Json& schema = (*FindTool("compare"))["outputSchema"];
  const Json printed = Json::parse(ToJson(answer, JsonLayout::kOneLine));
  EXPECT_EQ(parallax::testing::FindBreach(schema, schema, printed, ""), "");
  EXPECT_THAT(schema["required"].get<std::vector<std::string>>(),
              ::testing::IsSupersetOf({"facts", "differences", "modelId"}));
}

}  // namespace
}  // namespace parallax::client::mcp
