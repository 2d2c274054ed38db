#include "server/service/rules.h"

#include <set>

#include "gmock/gmock.h"

namespace parallax::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RuleTextsTest, SayEverythingOfEveryKindOfTheApi) {
  std::set<int> kinds;
  for (const RuleText& rule : RuleTexts()) {
    kinds.insert(rule.kind);
    EXPECT_TRUE(v1::Difference::Kind_IsValid(rule.kind)) << rule.name;
    EXPECT_TRUE(v1::Difference::Severity_IsValid(rule.severity)) << rule.name;
    EXPECT_NE(rule.severity, v1::Difference::SEVERITY_UNSPECIFIED) << rule.name;
    EXPECT_THAT(rule.sentence, Not(HasSubstr("$"))) << rule.name;
    for (const auto& text : {rule.sentence, rule.raised, rule.silent, rule.guidance}) {
      EXPECT_FALSE(text.empty()) << rule.name;
      EXPECT_NE(text, "as above") << rule.name << ": each is shown by itself";
    }
  }
  EXPECT_EQ(kinds.size(),
            static_cast<size_t>(v1::Difference::Kind_descriptor()->value_count()) - 1);
}

TEST(RuleTextsTest, NameTheKindAndSeverityOfTheirRule) {
  for (const RuleText& rule : RuleTexts()) {
    if (rule.name != "quotation-cut") continue;
    EXPECT_EQ(rule.kind, v1::Difference::QUOTATION);
    EXPECT_EQ(rule.severity, v1::Difference::HIGH);
    EXPECT_EQ(rule.sentence,
              "A and B quote different parts of one statement, and its sense may change");
    return;
  }
  FAIL() << "no rule of this name";
}

}  // namespace
}  // namespace parallax::service
