#include "server/analysis/known_lemmas.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::analysis {
namespace {

// The lemma of a verb after the words of the lexicon have been used.
std::string LemmaOf(const std::string& form, const std::string& guess,
                    const std::string& upos = "VERB") {
  const auto lexicon = lexicon::Lexicon::Load(
      {R"(loaded { lemma: ["boast", "fine", "nod", "bloody", "panic", "hush", "type", "fin"]
                   neutral: "x" connotation: -1 })"});
  EXPECT_TRUE(lexicon.ok()) << lexicon.status();
  language::AnnotatedReport report = language::ReportFromConllu(absl::StrCat(
      "1 She she PRON PRP _ 2 nsubj\n2 ", form, " ", guess, " ", upos, " VBD _ 0 root"));
  UseKnownLemmas(report.document, **lexicon, &report.annotation);
  return std::string(report.annotation.lemma(1));
}

TEST(KnownLemmasTest, ReadsARegularFormAsTheWordOfTheLexicon) {
  EXPECT_EQ(LemmaOf("boasted", "boaste"), "boast");
  EXPECT_EQ(LemmaOf("Boasted", "boaste"), "boast");
  EXPECT_EQ(LemmaOf("boasts", "boasts"), "boast");
  EXPECT_EQ(LemmaOf("nodded", "nodd"), "nod");
  EXPECT_EQ(LemmaOf("bloodied", "bloodie"), "bloody");
  EXPECT_EQ(LemmaOf("panicked", "panick"), "panic");
  EXPECT_EQ(LemmaOf("hushes", "hushe"), "hush");
  EXPECT_EQ(LemmaOf("typing", "typ"), "type");
}

TEST(KnownLemmasTest, LeavesWhatIsKnownOrNowhereKnownOrNoVerb) {
  EXPECT_EQ(LemmaOf("fined", "fine"), "fine");
  EXPECT_EQ(LemmaOf("fined", "fin"), "fin") << "the guess is a word of the lexicon";
  EXPECT_EQ(LemmaOf("walked", "walke"), "walke");
  EXPECT_EQ(LemmaOf("boasted", "boasted", "ADJ"), "boasted");
  EXPECT_EQ(LemmaOf("ed", "ed"), "ed");
}

TEST(KnownLemmasTest, LeavesTheOtherLemmasAsTheyWere) {
  language::AnnotatedReport report = language::ReportFromConllu(R"(
    1 Critics critic NOUN NNS _ 2 nsubj
    2 blasted blaste VERB VBD _ 0 root
    3 him he PRON PRP _ 2 obj)");
  UseKnownLemmas(report.document, lexicon::Lexicon::Default(), &report.annotation);
  EXPECT_EQ(report.annotation.lemma(0), "critic");
  EXPECT_EQ(report.annotation.lemma(1), "blast");
  EXPECT_EQ(report.annotation.lemma(2), "he");
}

}  // namespace
}  // namespace parallax::analysis
