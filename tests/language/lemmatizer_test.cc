#include "server/language/internal/lemmatizer.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/internal/form.h"

namespace parallax::language::internal {
namespace {

using ::testing::HasSubstr;
// The rules of a section and what has them.
struct Made {
  std::vector<std::pair<uint32_t, std::string>> rules;  // strip, append
  struct Entry {
    Xpos xpos;
    bool proper;
    uint32_t rule;
    std::string text;
  };
  std::vector<Entry> words;
  std::vector<Entry> endings;

  std::string Write() const {
    SectionWriter writer;
    const auto write = [&writer](absl::string_view text) {
      writer.WriteU32(static_cast<uint32_t>(text.size()));
      writer.WriteBytes(text);
    };
    writer.WriteU32(static_cast<uint32_t>(rules.size()));
    for (const auto& [strip, append] : rules) {
      writer.WriteU32(strip);
      write(append);
    }
    for (const auto* table : {&words, &endings}) {
      writer.WriteU32(static_cast<uint32_t>(table->size()));
      for (const Entry& entry : *table) {
        writer.WriteU32(2 * static_cast<uint32_t>(entry.xpos) + (entry.proper ? 1 : 0));
        writer.WriteU32(entry.rule);
        write(entry.text);
      }
    }
    return writer.Release();
  }
};

absl::Status ReadStatus(absl::string_view section) {
  const AlignedBytes bytes(WriteModelFile("made", {{"language/lemmas", section}}));
  return Lemmatizer::Read(ModelFile::Read(bytes.view()).value()).status();
}

std::string Lemma(absl::string_view form, Xpos xpos, const Made& made, bool proper = false) {
  const std::string section = made.Write();
  const AlignedBytes bytes(WriteModelFile("made", {{"language/lemmas", section}}));
  std::string lemma;
  Lemmatizer::Read(ModelFile::Read(bytes.view()).value())->AppendLemma(form, xpos, proper, &lemma);
  return lemma;
}

// Nouns in -s, -ies and -ties; the verb in -s.
const Made& Plurals() {
  static const Made* const made =
      new Made{{{0, ""}, {1, ""}, {3, "y"}},
               {{Xpos::kNns, false, 0, "series"}, {Xpos::kNns, false, 1, "ties"}},
               {{Xpos::kNns, false, 1, "s"}, {Xpos::kNns, false, 2, "ies"}}};
  return *made;
}

TEST(LemmatizerTest, TheLongestEndingDecides) {
  EXPECT_EQ(Lemma("reports", Xpos::kNns, Plurals()), "report");
  EXPECT_EQ(Lemma("cities", Xpos::kNns, Plurals()), "city");
}

TEST(LemmatizerTest, AWordOfItsOwnGoesBeforeItsEnding) {
  EXPECT_EQ(Lemma("series", Xpos::kNns, Plurals()), "series");
  EXPECT_EQ(Lemma("ties", Xpos::kNns, Plurals()), "tie");
  EXPECT_EQ(Lemma("beauties", Xpos::kNns, Plurals()), "beauty");
}

TEST(LemmatizerTest, RulesAreOfTheirTag) {
  EXPECT_EQ(Lemma("reports", Xpos::kVbz, Plurals()), "reports");
  EXPECT_EQ(Lemma("Reports", Xpos::kNns, Plurals(), true), "Reports");
}

TEST(LemmatizerTest, ARuleThatDoesNotFitLeavesTheForm) {
  const Made made = {
      {{2, ""}, {3, "x"}, {1, "x"}},
      {},
      {{Xpos::kVbz, false, 0, "s"}, {Xpos::kNn, false, 1, "s"}, {Xpos::kNn, false, 2, "\u00e9"}}};
  EXPECT_EQ(Lemma("is", Xpos::kVbz, made), "is") << "nothing would be left";
  EXPECT_EQ(Lemma("is", Xpos::kNn, made), "is") << "shorter than what is stripped";
  EXPECT_EQ(Lemma("\u00e9t\u00e9", Xpos::kNn, made), "\u00e9t\u00e9") << "half a character";
}

TEST(LemmatizerTest, WithoutRulesTheFormStands) { EXPECT_EQ(Lemma("so", Xpos::kRb, {}), "so"); }

TEST(LemmatizerTest, DamageIsNamed) {
  const std::string whole = Plurals().Write();
  EXPECT_TRUE(ReadStatus(whole).ok());
  const Made not_utf8 = {{{1, "\xc3"}}, {}, {}};
  const Made no_such_rule = {{{1, "y"}}, {{Xpos::kNn, false, 1, "a"}}, {}};
  for (const std::string& damaged : {whole.substr(0, whole.size() - 1), whole + "x", std::string(),
                                     not_utf8.Write(), no_such_rule.Write()}) {
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
