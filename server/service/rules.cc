#include "server/service/rules.h"

#include "absl/strings/substitute.h"
#include "server/framing/rules.h"

namespace parallax::service {

const std::vector<RuleText>& RuleTexts() {
  static const auto* const texts = [] {
    auto* made = new std::vector<RuleText>;
    for (const framing::Rule& rule : framing::Rules()) {
      // The numbers of both enums are those of the API.
      made->push_back({.name = std::string(rule.name),
                       .kind = static_cast<v1::Difference::Kind>(rule.kind),
                       .severity = static_cast<v1::Difference::Severity>(rule.severity),
                       .sentence = absl::Substitute(rule.sentence, "A", "B"),
                       .raised = std::string(rule.raised),
                       .silent = std::string(rule.silent),
                       .guidance = std::string(rule.guidance)});
    }
    return made;
  }();
  return *texts;
}

}  // namespace parallax::service
