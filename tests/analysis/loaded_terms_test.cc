#include "server/analysis/loaded_terms.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::analysis {
namespace {

std::unique_ptr<const lexicon::Lexicon> TestLexicon() {
  auto lexicon =
      lexicon::Lexicon::Load({R"(loaded { lemma: "blast" neutral: "criticise" connotation: -1 }
          loaded { lemma: "hit" connotation: -1 }
          loaded { lemma: "hit out" neutral: "criticise" connotation: -2 })"});
  EXPECT_TRUE(lexicon.ok()) << lexicon.status();
  return *std::move(lexicon);
}

TEST(LoadedTermsTest, FindsEntriesByLemma) {
  const language::AnnotatedReport report = language::ReportFromConllu(R"(
    1 Critics critic NOUN NNS _ 2 nsubj
    2 Blasted blast VERB VBD _ 0 root
    3 him he PRON PRP _ 2 obj)");
  const auto lexicon = TestLexicon();
  const auto found = FindLoadedTerms(report.document, report.annotation, *lexicon);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].tokens, (TokenRange{1, 2}));
  EXPECT_EQ(found[0].connotation, -1);
  EXPECT_EQ(found[0].neutral, "criticise");
}

TEST(LoadedTermsTest, LongerEntriesWin) {
  const language::AnnotatedReport report = language::ReportFromConllu(R"(
    1 She she PRON PRP _ 2 nsubj
    2 hit hit VERB VBD _ 0 root
    3 out out ADP RP _ 2 compound:prt)");
  const auto lexicon = TestLexicon();
  const auto found = FindLoadedTerms(report.document, report.annotation, *lexicon);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].tokens, (TokenRange{1, 3}));
  EXPECT_EQ(found[0].connotation, -2);
}

TEST(LoadedTermsTest, NamesAreNoWordChoice) {
  const language::AnnotatedReport report = language::ReportFromConllu(R"(
    1 Blast blast PROPN NNP _ 2 compound NER=B-ORGANIZATION
    2 FC FC PROPN NNP _ 3 nsubj NER=I-ORGANIZATION
    3 won win VERB VBD _ 0 root)");
  const auto lexicon = TestLexicon();
  EXPECT_TRUE(FindLoadedTerms(report.document, report.annotation, *lexicon).empty());
}

TEST(LoadedTermsTest, EntriesDoNotReachIntoTheNextSentence) {
  const language::AnnotatedReport report = language::ReportFromConllu(R"(
    1 They they PRON PRP _ 2 nsubj
    2 hit hit VERB VBD _ 0 root

    1 Out out ADV RB _ 0 root)");
  const auto lexicon = TestLexicon();
  const auto found = FindLoadedTerms(report.document, report.annotation, *lexicon);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].tokens, (TokenRange{1, 2}));
}

}  // namespace
}  // namespace parallax::analysis
