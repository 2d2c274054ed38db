#include "server/language/internal/lemma_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/internal/form.h"

namespace parallax::language::internal {
namespace {

using ::testing::HasSubstr;
using Rules = std::vector<std::pair<uint32_t, std::string>>;  // strip, append

std::string SectionOf(const Rules& rules) {
  SectionWriter writer;
  writer.WriteU32(static_cast<uint32_t>(rules.size()));
  for (const auto& [strip, append] : rules) {
    writer.WriteU32(strip);
    writer.WriteU32(static_cast<uint32_t>(append.size()));
    writer.WriteBytes(append);
  }
  return writer.Release();
}

absl::Status ReadStatus(absl::string_view section) {
  const AlignedBytes bytes(WriteModelFile("made", {{"language/lemmas", section}}));
  return LemmaRules::Read(ModelFile::Read(bytes.view()).value()).status();
}

std::string Lemma(absl::string_view form, const Rules& rules, const std::vector<float>& scores) {
  const std::string section = SectionOf(rules);
  const AlignedBytes bytes(WriteModelFile("made", {{"language/lemmas", section}}));
  std::string lemma;
  LemmaRules::Read(ModelFile::Read(bytes.view()).value())->AppendLemma(form, scores, &lemma);
  return lemma;
}

TEST(LemmaRulesTest, TheBestRuleMakesTheLemma) {
  const Rules rules = {{0, ""}, {3, "y"}, {1, ""}};
  EXPECT_EQ(Lemma("cities", rules, {1, 3, 2}), "city");
  EXPECT_EQ(Lemma("ties", rules, {1, 2, 3}), "tie");
  EXPECT_EQ(Lemma("series", rules, {3, 1, 2}), "series");
}

TEST(LemmaRulesTest, OfEqualRulesTheFirstIsTaken) {
  EXPECT_EQ(Lemma("left", {{1, ""}, {3, "eave"}}, {2, 2}), "lef");
}

TEST(LemmaRulesTest, ARuleThatLeavesNothingGivesWayToTheNext) {
  const Rules rules = {{2, ""}, {3, "x"}, {2, "be"}};
  EXPECT_EQ(Lemma("is", rules, {3, 2, 1}), "be");
}

TEST(LemmaRulesTest, ARuleThatCutsACharacterGivesWayToTheNext) {
  EXPECT_EQ(Lemma("\u00e9t\u00e9", {{1, "x"}, {2, ""}}, {2, 1}), "\u00e9t");
}

TEST(LemmaRulesTest, BehindEightRulesTheFormStands) {
  Rules rules(8, {9, ""});
  rules.emplace_back(1, "");
  const std::vector<float> scores = {9, 8, 7, 6, 5, 4, 3, 2, 1};
  EXPECT_EQ(Lemma("reports", rules, scores), "reports");
  rules.erase(rules.begin());
  EXPECT_EQ(Lemma("reports", rules, {8, 7, 6, 5, 4, 3, 2, 1}), "report");
}

TEST(LemmaRulesTest, WithoutRulesTheFormStands) { EXPECT_EQ(Lemma("so", {}, {}), "so"); }

TEST(LemmaRulesTest, DamageIsNamed) {
  const std::string whole = SectionOf({{1, "y"}, {0, "ab"}});
  EXPECT_TRUE(ReadStatus(whole).ok());
  for (const std::string& damaged :
       {whole.substr(0, whole.size() - 1), whole + "x", std::string(), SectionOf({{1, "\xc3"}})}) {
    const absl::Status status = ReadStatus(damaged);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(status.message()), HasSubstr("language/lemmas"));
  }
}

TEST(LemmaFormTest, OneSpellingForTypographyAndCase) {
  std::string form;
  LemmaForm("\u2019S\u2026\u2014\u00c9", false, &form);
  EXPECT_EQ(form, "'s...--\u00c9");
  LemmaForm("McKay\u2019s", true, &form);
  EXPECT_EQ(form, "McKay's");
}

}  // namespace
}  // namespace parallax::language::internal
