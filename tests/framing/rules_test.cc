#include "server/framing/rules.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "server/framing/calibration.h"

namespace parallax::framing {
namespace {

TEST(RulesTest, ThePageSaysWhatTheTableSays) {
  std::ifstream file(std::string(PARALLAX_TEST_DATA) + "/../server/framing/RULES.md");
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), RulesPage()) << "write RULES.md anew: it is what RulesPage() gives";
}

TEST(RulesTest, EveryKindHasARuleAndEveryNameIsOneOfAKind) {
  std::set<std::string> names;
  std::set<Kind> kinds;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(names.insert(std::string(rule.name)).second) << rule.name;
    kinds.insert(rule.kind);
    EXPECT_NE(rule.severity, Severity::kUnspecified) << rule.name;
    EXPECT_FALSE(rule.guidance.empty()) << rule.name;
  }
  EXPECT_EQ(kinds.size(), size_t{kKindCount} - 1);
}

}  // namespace
}  // namespace parallax::framing
