// The rules behind differences in words, for who explains one: what server/framing/RULES.md says.
#ifndef PARALLAX_SERVER_SERVICE_RULES_H_
#define PARALLAX_SERVER_SERVICE_RULES_H_

#include <string>
#include <vector>

#include "parallax/v1/comparison.pb.h"

namespace parallax::service {

struct RuleText {
  std::string name;  // Difference.rule
  v1::Difference::Kind kind = v1::Difference::KIND_UNSPECIFIED;
  v1::Difference::Severity severity = v1::Difference::SEVERITY_UNSPECIFIED;  // the usual one
  std::string sentence;  // how it explains itself: "A and B do not name the same doer"
  std::string raised;    // when it is raised
  std::string silent;    // what keeps it silent
  std::string guidance;  // the newsroom guidance behind it
};

// All of them, by kind. Thread safety: safe for concurrent use by multiple threads without any
// external synchronization.
const std::vector<RuleText>& RuleTexts();

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_RULES_H_
