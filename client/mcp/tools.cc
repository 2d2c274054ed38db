#include "client/mcp/tools.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/dismissed.h"
#include "client/errors.h"
#include "client/internal/verbs.h"
#include "client/json.h"
#include "client/markdown_view.h"
#include "client/mcp/arguments.h"
#include "client/mcp/explain.h"
#include "client/mcp/schema.h"
#include "client/mcp/tool_list.h"
#include "client/text_view.h"
#include "server/base/status_macros.h"

namespace parallax::client::mcp {
namespace {

// `structured` is JSON.
std::string Result(absl::string_view text, absl::string_view structured) {
  return absl::StrCat(R"({"content":[{"type":"text","text":)", Quote(text),
                      R"(}],"structuredContent":)", absl::StripAsciiWhitespace(structured),
                      R"(,"isError":false})");
}

// What the service refuses, in the words of the arguments.
std::string Refusal(const grpc::Status& status) {
  const std::string text = absl::StrReplaceAll(
      Explain(ToProto(status), /*server=*/"", /*paths=*/{}), {{"report_pairs", "between"},
                                                              {"publish_time", "published"},
                                                              {"offset_encoding", "encoding"}});
  return absl::StrCat(R"({"content":[{"type":"text","text":)", Quote(text),
                      R"(}],"isError":true})");
}

absl::StatusOr<ToolCall> ReadCompare(Json arguments, const Options& options,
                                     v1::FramingService::StubInterface& stub) {
  PARALLAX_ASSIGN_OR_RETURN(CompareArguments read, ReadCompareArguments(std::move(arguments)));
  ApplyFlags(options, read.request);
  // Shared, since a function object must be copyable and reports are large.
  const auto asked = std::make_shared<const CompareArguments>(std::move(read));
  return ToolCall{
      true, [&options, &stub, asked](grpc::ClientContext& context) {
        v1::CompareReportsResponse response;
        const grpc::Status status = Call<Compare>(options, stub, context, asked->request, response);
        if (!status.ok()) return Refusal(status);
        const int dismissed = LeaveOutDismissed(asked->dismissed, &response);
        return Result(RenderMarkdown(response, dismissed), ToJson(response, JsonLayout::kOneLine));
      }};
}

absl::StatusOr<ToolCall> ReadAnalyze(Json arguments, const Options& options,
                                     v1::FramingService::StubInterface& stub) {
  PARALLAX_ASSIGN_OR_RETURN(v1::AnalyzeReportRequest read,
                            ReadAnalyzeArguments(std::move(arguments)));
  const auto asked = std::make_shared<const v1::AnalyzeReportRequest>(std::move(read));
  return ToolCall{
      true, [&options, &stub, asked](grpc::ClientContext& context) {
        v1::AnalyzeReportResponse response;
        const grpc::Status status = Call<Analyze>(options, stub, context, *asked, response);
        if (!status.ok()) return Refusal(status);
        return Result(RenderAnalysis(response, {}), ToJson(response, JsonLayout::kOneLine));
      }};
}

absl::StatusOr<ToolCall> ReadExplain(const Json& arguments) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<service::RuleText> rules,
                            FindRules(arguments["flag"].get<std::string>()));
  return ToolCall{false, [rules](grpc::ClientContext&) {
                    return Result(RulesAsMarkdown(rules), RulesAsJson(rules).dump());
                  }};
}

}  // namespace

absl::StatusOr<ToolCall> ReadToolCall(Json params, const Options& options,
                                      v1::FramingService::StubInterface& stub) {
  const auto name = params.find("name");
  if (name == params.end() || !name->is_string()) {
    return absl::InvalidArgumentError("name: must be text");
  }
  const std::string tool_name = name->get<std::string>();
  const Json* tool = FindTool(tool_name);
  if (tool == nullptr) {
    return absl::InvalidArgumentError("name: no such tool; there are compare, analyze and explain");
  }
  Json arguments = Json::object();
  if (const auto given = params.find("arguments"); given != params.end()) {
    arguments = std::move(*given);
  }
  PARALLAX_RETURN_IF_ERROR(CheckAgainst((*tool)["inputSchema"], arguments));
  if (tool_name == "compare") return ReadCompare(std::move(arguments), options, stub);
  if (tool_name == "analyze") return ReadAnalyze(std::move(arguments), options, stub);
  return ReadExplain(arguments);
}

}  // namespace parallax::client::mcp
