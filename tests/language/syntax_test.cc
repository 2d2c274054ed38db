#include "server/language/syntax.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/language/tree_notation.h"

namespace parallax::language {
namespace {

// A sentence with its view.
struct Read {
  explicit Read(absl::string_view words) : report(ReportOf(words)) {}

  Syntax syntax() const { return Syntax(report.document, report.annotation); }
  uint32_t operator[](absl::string_view form) const { return report.Find(form); }

  AnnotatedReport report;
};

TEST(SyntaxTest, WordsAndLemmasAreLowerCaseForNamesToo) {
  const Read read("Orlov/NNP/2/nsubj LEFT/leave/VBD/0/root");
  EXPECT_EQ(read.syntax().lemma(read["Orlov"]), "orlov");
  EXPECT_EQ(read.syntax().lemma(read["LEFT"]), "leave");
  EXPECT_EQ(read.syntax().lower(read["LEFT"]), "left");
  EXPECT_EQ(read.syntax().text(read["LEFT"]), "LEFT");
  EXPECT_EQ(read.report.annotation.lemma(read["Orlov"]), "Orlov");
}

TEST(SyntaxTest, NominalsAreNounsNamesAndPronounsAndNumbersHeadPhrasesBeside) {
  const Read read(
      "She/PRP/2/nsubj gave/give/VBD/0/root Orlov/NNP/2/iobj seven/CD/2/obj red/JJ/4/amod "
      "in/IN/7/case Quito/NNP/2/obl");
  for (absl::string_view form : {"She", "Orlov", "Quito"}) {
    EXPECT_TRUE(read.syntax().IsNominal(read[form])) << form;
    EXPECT_TRUE(read.syntax().HeadsNounPhrase(read[form])) << form;
  }
  EXPECT_FALSE(read.syntax().IsNominal(read["seven"]));
  EXPECT_TRUE(read.syntax().HeadsNounPhrase(read["seven"]));
  for (absl::string_view form : {"gave", "red", "in"}) {
    EXPECT_FALSE(read.syntax().HeadsNounPhrase(read[form])) << form;
  }
}

TEST(SyntaxTest, ChildOfTakesSubtypesAndChildDoesNot) {
  const Read read("Orlov/NNP/3/nsubj:pass was/be/VBD/3/aux:pass seen/see/VBN/0/root");
  EXPECT_EQ(read.syntax().ChildOf(read["seen"], Relation::kNsubj), read["Orlov"]);
  EXPECT_EQ(read.syntax().child(read["seen"], Relation::kNsubj), kNoToken);
  EXPECT_EQ(read.syntax().child(read["seen"], Relation::kNsubjPass), read["Orlov"]);
  EXPECT_EQ(read.syntax().ChildOf(read["seen"], Relation::kObj), kNoToken);
}

TEST(SyntaxTest, TheSubjectIsTheNearestBeforeThePredicate) {
  const Read two("Quito/NNP/3/nsubj Orlov/NNP/3/nsubj left/leave/VBD/0/root Rome/NNP/3/nsubj");
  EXPECT_EQ(two.syntax().SubjectOf(two["left"]), two["Orlov"]);
  const Read behind("said/say/VBD/0/root Orlov/NNP/1/nsubj");
  EXPECT_EQ(behind.syntax().SubjectOf(behind["said"]), behind["Orlov"]);
  const Read clause("Leaving/leave/VBG/2/csubj hurt/VBD/0/root him/PRP/2/obj");
  EXPECT_EQ(clause.syntax().SubjectOf(clause["hurt"]), clause["Leaving"]);
  EXPECT_EQ(clause.syntax().SubjectOf(clause["Leaving"]), kNoToken);
}

TEST(SyntaxTest, TenseOrAFiniteAuxiliaryMakesAClauseFinite) {
  const Read past("Orlov/NNP/2/nsubj left/leave/VBD/0/root");
  EXPECT_TRUE(past.syntax().IsFinite(past["left"]));
  const Read will("Orlov/NNP/3/nsubj will/MD/3/aux leave/VB/0/root");
  EXPECT_TRUE(will.syntax().IsFinite(will["leave"]));
  const Read copula("Orlov/NNP/3/nsubj is/be/VBZ/3/cop ill/JJ/0/root");
  EXPECT_TRUE(copula.syntax().IsFinite(copula["ill"]));
  const Read infinitive("wants/want/VBZ/0/root to/TO/3/mark leave/VB/1/xcomp");
  EXPECT_FALSE(infinitive.syntax().IsFinite(infinitive["leave"]));
}

TEST(SyntaxTest, APassiveAuxiliaryOrSubjectMakesAVerbPassive) {
  const Read both("Orlov/NNP/3/nsubj:pass was/be/VBD/3/aux:pass seen/see/VBN/0/root");
  EXPECT_TRUE(both.syntax().IsPassive(both["seen"]));
  const Read headline("Orlov/NNP/2/nsubj:pass seen/see/VBN/0/root");
  EXPECT_TRUE(headline.syntax().IsPassive(headline["seen"]));
  const Read active("Orlov/NNP/3/nsubj had/have/VBD/3/aux seen/see/VBN/0/root him/PRP/3/obj");
  EXPECT_FALSE(active.syntax().IsPassive(active["seen"]));
  const Read participle("man/NN/0/root seen/see/VBN/1/acl by/IN/4/case us/PRP/2/obl:agent");
  EXPECT_FALSE(participle.syntax().IsPassive(participle["seen"]));
}

TEST(SyntaxTest, TheLemmaOfAVerbHasItsParticle) {
  const Read read("Orlov/NNP/2/nsubj pointed/point/VBD/0/root out/RP/2/compound:prt");
  EXPECT_EQ(read.syntax().VerbLemma(read["pointed"]), "point out");
  const Read alone("Orlov/NNP/2/nsubj pointed/point/VBD/0/root");
  EXPECT_EQ(alone.syntax().VerbLemma(alone["pointed"]), "point");
}

TEST(SyntaxTest, EntityAtFindsTheNameOverAToken) {
  const Read read(
      "Anna/NNP/3/nsubj@B-PERSON Orlov/NNP/1/flat@I-PERSON left/leave/VBD/0/root "
      "Quito/NNP/3/obj@B-LOCATION now/RB/3/advmod");
  ASSERT_NE(read.syntax().EntityAt(read["Orlov"]), nullptr);
  EXPECT_EQ(read.syntax().EntityAt(read["Orlov"]), read.syntax().EntityAt(read["Anna"]));
  EXPECT_EQ(read.syntax().EntityAt(read["Orlov"])->type, EntityType::kPerson);
  EXPECT_EQ(read.syntax().EntityAt(read["Quito"])->type, EntityType::kLocation);
  EXPECT_EQ(read.syntax().EntityAt(read["left"]), nullptr);
  EXPECT_EQ(read.syntax().EntityAt(read["now"]), nullptr);
}

}  // namespace
}  // namespace parallax::language
