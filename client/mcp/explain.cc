#include "client/mcp/explain.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/internal/flag_values.h"
#include "client/wording.h"

namespace parallax::client::mcp {

absl::StatusOr<std::vector<service::RuleText>> FindRules(absl::string_view flag) {
  const std::string name =
      absl::AsciiStrToLower(absl::StrReplaceAll(absl::StripAsciiWhitespace(flag), {{"_", "-"}}));
  const auto kind = ParseEnum<v1::Difference::Kind>("flag", name);
  std::vector<service::RuleText> found;
  for (const service::RuleText& rule : service::RuleTexts()) {
    if (rule.name == name || (kind.ok() && rule.kind == *kind)) found.push_back(rule);
  }
  if (!found.empty()) return found;
  return absl::InvalidArgumentError(absl::StrCat(
      "flag: no such rule or kind of difference; there are the rules ",
      absl::StrJoin(service::RuleTexts(), ", ",
                    [](std::string* out, const service::RuleText& rule) { *out += rule.name; }),
      " and the kinds ", JoinWords(WordsOfEnum<v1::Difference::Kind>())));
}

std::string RulesAsMarkdown(const std::vector<service::RuleText>& rules) {
  std::string out;
  for (const service::RuleText& rule : rules) {
    absl::StrAppend(&out, out.empty() ? "" : "\n", "**", rule.name, "** (", Word(rule.kind),
                    ", usually of ", Word(rule.severity), " severity): ", rule.sentence,
                    ".\n\n- Raised when: ", rule.raised, ".\n- Silent when: ", rule.silent,
                    ".\n- Guidance behind it: ", rule.guidance, ".\n");
  }
  return out;
}

Json RulesAsJson(const std::vector<service::RuleText>& rules) {
  Json list = Json::array();
  for (const service::RuleText& rule : rules) {
    list.push_back({{"rule", rule.name},
                    {"kind", v1::Difference::Kind_Name(rule.kind)},
                    {"severity", v1::Difference::Severity_Name(rule.severity)},
                    {"sentence", rule.sentence},
                    {"raised", rule.raised},
                    {"silent", rule.silent},
                    {"guidance", rule.guidance}});
  }
  return {{"rules", std::move(list)}};
}

}  // namespace parallax::client::mcp
