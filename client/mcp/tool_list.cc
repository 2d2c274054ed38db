#include "client/mcp/tool_list.h"

#include <utility>

#include "client/internal/flag_values.h"
#include "client/schema.h"
#include "parallax/v1/framing_service.pb.h"
#include "server/service/options.h"

namespace parallax::client::mcp {
namespace {

constexpr char kReport[] = R"json({
  "type": "object",
  "description": "One report, as one outlet published it. Give either text or html.",
  "properties": {
    "id": {"type": "string", "description":
      "Names the report in the answer: up to 64 letters, figures and . _ -. Left out: r1, r2 and so on by its place."},
    "outlet": {"type": "string", "description": "Who published it. Shown, never judged."},
    "uri": {"type": "string", "description": "Where it stands. Shown, never fetched."},
    "published": {"type": "string", "description":
      "When, such as 2023-03-15, 2023-03-15 14:10 or 2023-03-15T14:10:00+01:00; UTC unless it says otherwise. Words like \"on Wednesday\" are read against it."},
    "headline": {"type": "string", "description": "Its headline, as plain text."},
    "text": {"type": "string", "description": "The article as plain text, whole and word for word."},
    "html": {"type": "string", "description":
      "The page as HTML, in place of text. The article is found in it; outlet, time and address are taken from it where they are not given."}
  },
  "additionalProperties": false
})json";

constexpr char kRules[] = R"json({
  "type": "object",
  "properties": {"rules": {"type": "array", "items": {
    "type": "object",
    "properties": {
      "rule": {"type": "string"},
      "kind": {"type": "string"},
      "severity": {"type": "string"},
      "sentence": {"type": "string"},
      "raised": {"type": "string"},
      "silent": {"type": "string"},
      "guidance": {"type": "string"}
    },
    "required": ["rule", "kind", "severity", "sentence", "raised", "silent", "guidance"]
  }}},
  "required": ["rules"]
})json";

// The words of a flag of the command line, as a schema.
Json OneOf(const std::vector<FlagWord>& words, absl::string_view description) {
  Json names = Json::array();
  for (const FlagWord& word : words) names.push_back(word.word);
  Json schema = {{"type", "string"}, {"enum", names}};
  if (!description.empty()) schema["description"] = std::string(description);
  return schema;
}

Json Text(absl::string_view description) {
  return {{"type", "string"}, {"description", std::string(description)}};
}

Json ListOf(Json items, absl::string_view description) {
  return {
      {"type", "array"}, {"items", std::move(items)}, {"description", std::string(description)}};
}

Json Encoding() {
  return OneOf(WordsOfEnum<v1::Span::Encoding>(),
               "What offsets in the answer count: utf8 bytes (unless given), utf16 units, utf32 "
               "code points.");
}

Json Input(Json properties, Json required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json CompareInput() {
  Json reports = ListOf(Json::parse(kReport), "The reports of one event.");
  reports["minItems"] = 2;
  reports["maxItems"] = service::ServerOptions().limits.max_reports;
  Json pair = {
      {"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 2}, {"maxItems", 2}};
  return Input(
      {{"reports", std::move(reports)},
       {"kinds", ListOf(OneOf(WordsOfEnum<v1::Difference::Kind>(), ""),
                        "Only differences of these kinds. Left out: all.")},
       {"between", ListOf(std::move(pair),
                          "Only what divides the two reports of one of these pairs, each named by "
                          "id or outlet.")},
       {"min_severity",
        OneOf(WordsOfEnum<v1::Difference::Severity>(), "Only from this severity on.")},
       {"min_confidence",
        {{"type", "number"},
         {"minimum", 0},
         {"maximum", 1},
         {"description",
          "Only from this confidence on: of those at 0.8 eight in ten are right. 0: everything "
          "that was thought of. Left out: what an editor would be shown."}}},
       {"encoding", Encoding()},
       {"dismissed", ListOf(Text("The key of a difference."),
                            "Differences that the user has dismissed; they are left out.")}},
      {"reports"});
}

Json Tool(absl::string_view name, absl::string_view title, absl::string_view description,
          Json input, Json output) {
  return {{"name", std::string(name)},
          {"title", std::string(title)},
          {"description", std::string(description)},
          {"inputSchema", std::move(input)},
          {"outputSchema", std::move(output)},
          {"annotations",
           {{"title", std::string(title)},
            {"readOnlyHint", true},
            {"destructiveHint", false},
            {"idempotentHint", true},
            {"openWorldHint", false}}}};
}

Json MakeList() {
  Json tools = Json::array();
  tools.push_back(
      Tool("compare", "Compare news reports",
           "Compares two or more news reports of one event: which facts they share, how far each "
           "report stands behind them, and where they frame them differently, gravest first. Every "
           "difference quotes the words of each side and names the rule that raised it (see "
           "explain), how likely an editor agrees, and a key by which it can be dismissed. It does "
           "not say what is true, who is right or how biased an outlet is. It reads English, "
           "fetches nothing, and gives the same answer to the same arguments.",
           CompareInput(), Json::parse(AnswerSchema(Command::kCompare))));
  tools.push_back(
      Tool("analyze", "Analyze one news report",
           "Reads one news report: what it claims sentence by sentence, how far it stands behind "
           "each claim, whom it gives it to, and which terms are loaded. It does not say what is "
           "true. It reads English and fetches nothing.",
           Input({{"report", Json::parse(kReport)}, {"encoding", Encoding()}}, {"report"}),
           Json::parse(AnswerSchema(Command::kAnalyze))));
  tools.push_back(
      Tool("explain", "Explain a flag",
           "Says of a rule, or of all rules of a kind of difference, what raises it, what keeps it "
           "silent, and which newsroom guidance stands behind it.",
           Input({{"flag", Text("A rule, such as quotation-cut, or a kind of difference, such as "
                                "quotation: what `rule` and `kind` of a difference say.")}},
                 {"flag"}),
           Json::parse(kRules)));
  return tools;
}

}  // namespace

const Json& ToolList() {
  static const Json* const list = new Json(MakeList());
  return *list;
}

const Json* FindTool(absl::string_view name) {
  for (const Json& tool : ToolList()) {
    if (tool["name"].get_ref<const std::string&>() == name) return &tool;
  }
  return nullptr;
}

}  // namespace parallax::client::mcp
