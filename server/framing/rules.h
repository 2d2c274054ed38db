// What each rule is called, when it is raised and which newsroom guidance stands behind it: the one
// table that answers, explanations and RULES.md are made from.
#ifndef PARALLAX_SERVER_FRAMING_RULES_H_
#define PARALLAX_SERVER_FRAMING_RULES_H_

#include <span>
#include <string>

#include "absl/strings/string_view.h"
#include "server/framing/difference.h"

namespace parallax::framing {

struct Rule {
  absl::string_view name;  // stable, kebab-case
  Kind kind;
  Severity severity;           // where nothing exacter is known
  absl::string_view sentence;  // begins the explanation: "$0 and $1 ..."
  absl::string_view raised;
  absl::string_view silent;
  absl::string_view guidance;
};

// By kind; the first of a kind is the one that the reader proposes.
std::span<const Rule> Rules();
const Rule& RuleOf(Kind kind);
// REQUIRES: a name of the table.
const Rule& RuleNamed(absl::string_view name);

// The text of RULES.md.
std::string RulesPage();

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_RULES_H_
