#include "server/language/annotation.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/conllu.h"
#include "server/language/tags.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::language {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kMayor[] = R"(
  # section = headline
  1 Mayor mayor NOUN NN Number=Sing 2 nsubj
  2 resigns resign VERB VBZ Tense=Pres|VerbForm=Fin 0 root

  1 She she PRON PRP Gender=Fem|Number=Sing|Person=3 2 nsubj
  2 left leave VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
  3 Lyon Lyon PROPN NNP Number=Sing 2 obj NER=B-LOCATION
  4 on on ADP IN _ 5 case
  5 Monday Monday PROPN NNP Number=Sing 2 obl NER=B-DATE|SpaceAfter=No
  6 . . PUNCT . _ 2 punct
)";

TEST(AnnotationTest, ListsChildrenFromLeftToRight) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  const auto children = report.annotation.children(3);
  EXPECT_THAT(std::vector<uint32_t>(children.begin(), children.end()), ElementsAre(2, 4, 6, 7));
  EXPECT_TRUE(report.annotation.children(7).empty());
  EXPECT_EQ(report.annotation.child(3, Relation::kObl), 6u);
  EXPECT_EQ(report.annotation.child(3, Relation::kIobj), kNoToken);
}

TEST(AnnotationTest, SubtreeIsTheSmallestRangeOfAllDescendants) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  EXPECT_EQ(report.annotation.subtree(6), (TokenRange{5, 7}));
  EXPECT_EQ(report.annotation.subtree(3), (TokenRange{2, 8}));
  EXPECT_EQ(report.annotation.subtree(0), (TokenRange{0, 1}));
}

TEST(AnnotationTest, SubtreeOfACrossingDependentSpansTheWordsBetween) {
  const AnnotatedReport report = ReportFromConllu(R"(
    1 A a DET DT _ 2 det
    2 report report NOUN NN _ 3 nsubj:pass
    3 published publish VERB VBN _ 0 root
    4 today today NOUN NN _ 3 obl:unmarked
    5 about about ADP IN _ 6 case
    6 floods flood NOUN NNS _ 2 nmod
  )");
  EXPECT_EQ(report.annotation.subtree(1), (TokenRange{0, 6}));
}

TEST(AnnotationTest, DominatesFollowsThePathToTheRoot) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  EXPECT_TRUE(report.annotation.dominates(3, 5));
  EXPECT_TRUE(report.annotation.dominates(5, 5));
  EXPECT_FALSE(report.annotation.dominates(5, 3));
  EXPECT_FALSE(report.annotation.dominates(1, 3));
}

TEST(AnnotationTest, GivesLemmasFeaturesAndEntities) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  EXPECT_EQ(report.annotation.lemma(3), "leave");
  EXPECT_TRUE(report.annotation.has(3, kTensePast));
  EXPECT_FALSE(report.annotation.has(3, kTensePres));
  ASSERT_EQ(report.annotation.entities().size(), 2u);
  EXPECT_EQ(report.annotation.entities()[0].tokens, (TokenRange{4, 5}));
  EXPECT_EQ(report.annotation.entities()[0].type, EntityType::kLocation);
  EXPECT_EQ(report.annotation.entities()[1].type, EntityType::kDate);
}

TEST(AnnotationTest, AnEmptyReportHasAnEmptyAnnotation) {
  const Annotation annotation({}, "", {});
  EXPECT_TRUE(annotation.words().empty());
  EXPECT_TRUE(annotation.entities().empty());
}

TEST(TagsTest, NamesReadBack) {
  for (int i = 0; i < kUposCount; ++i) {
    EXPECT_EQ(UposFromName(Name(static_cast<Upos>(i))), static_cast<Upos>(i));
  }
  for (int i = 0; i < kXposCount; ++i) {
    EXPECT_EQ(XposFromName(Name(static_cast<Xpos>(i))), static_cast<Xpos>(i));
  }
  for (int i = 0; i < kRelationCount; ++i) {
    EXPECT_EQ(RelationFromName(Name(static_cast<Relation>(i))), static_cast<Relation>(i));
  }
  EXPECT_EQ(UposFromName("NOUNS"), absl::nullopt);
  EXPECT_EQ(RelationFromName("dobj"), absl::nullopt);
}

TEST(TagsTest, AnUnknownSubtypeGivesThePlainRelation) {
  EXPECT_EQ(RelationFromName("nmod:npmod"), Relation::kNmod);
}

TEST(TagsTest, UniversalDropsTheSubtype) {
  EXPECT_EQ(Universal(Relation::kNsubjPass), Relation::kNsubj);
  EXPECT_EQ(Universal(Relation::kAclRelcl), Relation::kAcl);
  EXPECT_EQ(Universal(Relation::kRoot), Relation::kRoot);
}

TEST(TagsTest, FeaturesKeepTheOrderOfConllu) {
  const absl::string_view names = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin";
  std::string out;
  AppendFeatures(FeaturesFromName(names), &out);
  EXPECT_EQ(out, names);
  out.clear();
  AppendFeatures(kPronInt | kPronRel, &out);
  EXPECT_EQ(out, "PronType=Int,Rel");
  EXPECT_EQ(FeaturesFromName(out), Features{kPronInt | kPronRel});
  out.clear();
  AppendFeatures(0, &out);
  EXPECT_EQ(out, "_");
}

TEST(TagsTest, UnknownFeaturesAreLeftOut) {
  EXPECT_EQ(FeaturesFromName("Case=Nom|Number=Plur"), Features{kNumberPlur});
  EXPECT_EQ(FeaturesFromName("_"), Features{0});
}

TEST(ConlluTest, DocumentFollowsSpacesSectionsAndParagraphs) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  EXPECT_EQ(report.document.section(text::Section::kHeadline), "Mayor resigns ");
  ASSERT_EQ(report.document.sentences().size(), 2u);
  EXPECT_TRUE(report.document.has_headline());
  EXPECT_EQ(report.document.sentences()[1].paragraph, 1u);
  EXPECT_EQ(report.document.text(report.document.sentences()[1].tokens),
            "She left Lyon on Monday.");
  EXPECT_EQ(report.Find("Lyon"), 4u);
}

TEST(ConlluTest, WritesWhatItReads) {
  const AnnotatedReport report = ReportFromConllu(kMayor);
  std::string out;
  AppendConllu(report.document, report.annotation, 1, &out);
  EXPECT_EQ(out,
            "# text = She left Lyon on Monday.\n"
            "1\tShe\tshe\tPRON\tPRP\tGender=Fem|Number=Sing|Person=3\t2\tnsubj\t_\t_\n"
            "2\tleft\tleave\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
            "3\tLyon\tLyon\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tNER=B-LOCATION\n"
            "4\ton\ton\tADP\tIN\t_\t5\tcase\t_\t_\n"
            "5\tMonday\tMonday\tPROPN\tNNP\tNumber=Sing\t2\tobl\t_\tNER=B-DATE|SpaceAfter=No\n"
            "6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n");
}

TEST(ConlluTest, MultiwordTokensAreTheirSyntacticWordsWithoutASpace) {
  const auto sentences = ReadConllu(
      "# text = Don't go\n"
      "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
      "1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n"
      "2\tn't\tnot\tPART\tRB\tPolarity=Neg\t3\tadvmod\t_\t_\n"
      "2.1\tdid\tdo\tVERB\tVBD\t_\t_\t_\t_\t_\n"
      "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n");
  ASSERT_TRUE(sentences.ok()) << sentences.status();
  ASSERT_EQ(sentences->size(), 1u);
  EXPECT_EQ(DocumentFromConllu(*sentences).text(TokenRange{0, 3}), "Don't go");
}

TEST(ConlluTest, BadLinesAreNamed) {
  EXPECT_THAT(std::string(ReadConllu("1\tx\n").status().message()), HasSubstr("line 1"));
  EXPECT_THAT(std::string(ReadConllu("\n2\tx\tx\tX\tFW\t_\t0\troot\t_\t_\n").status().message()),
              HasSubstr("line 2: ids"));
  EXPECT_THAT(std::string(ReadConllu("1\tx\tx\tX\tFW\t_\t7\tdep\t_\t_\n").status().message()),
              HasSubstr("head outside"));
}

TEST(ConlluTest, HeadsThatFormNoTreeAreRefused) {
  const auto cycle = ReadConllu(
      "1\ta\ta\tX\tFW\t_\t2\tdep\t_\t_\n"
      "2\tb\tb\tX\tFW\t_\t1\tdep\t_\t_\n"
      "3\tc\tc\tX\tFW\t_\t0\troot\t_\t_\n");
  ASSERT_TRUE(cycle.ok());
  EXPECT_THAT(std::string(AnnotationFromConllu(*cycle).status().message()), HasSubstr("cycle"));
  const auto forest = ReadConllu(
      "1\ta\ta\tX\tFW\t_\t0\troot\t_\t_\n"
      "2\tb\tb\tX\tFW\t_\t0\troot\t_\t_\n");
  ASSERT_TRUE(forest.ok());
  EXPECT_THAT(std::string(AnnotationFromConllu(*forest).status().message()), HasSubstr("root"));
}

}  // namespace
}  // namespace parallax::language
