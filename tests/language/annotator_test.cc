#include "server/language/annotator.h"

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/conllu.h"
#include "server/text/document.h"
#include "tests/language/default_annotator.h"
#include "tests/language/soundness.h"

namespace parallax::language {
namespace {

using ::testing::HasSubstr;

Annotation Annotate(const text::Document& document) {
  return DefaultAnnotator::Get().Annotate(document);
}

// A report whose tokens stand divided by blanks and whose sentences stand on lines.
text::Document Split(absl::string_view lines) {
  std::vector<ConlluSentence> sentences;
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipWhitespace())) {
    ConlluSentence sentence;
    for (absl::string_view form : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
      ConlluWord word;
      word.form = std::string(form);
      sentence.words.push_back(word);
    }
    sentences.push_back(sentence);
  }
  return DocumentFromConllu(sentences);
}

struct ArcCase {
  std::string name;
  std::string sentence;  // tokens divided by blanks
  std::string dependent;
  std::string relation;
  std::string head;  // empty for the root
};

class ArcTest : public ::testing::TestWithParam<ArcCase> {};

TEST_P(ArcTest, IsFound) {
  const ArcCase& c = GetParam();
  const text::Document document = Split(c.sentence);
  const Annotation annotation = Annotate(document);
  uint32_t dependent = 0;
  while (document.text(dependent) != c.dependent) ++dependent;
  const Word& word = annotation.word(dependent);
  EXPECT_EQ(Name(word.relation), c.relation) << Print(document, annotation);
  EXPECT_EQ(word.head == kNoToken ? "" : document.text(word.head), c.head)
      << Print(document, annotation);
}

INSTANTIATE_TEST_SUITE_P(
    News, ArcTest,
    ::testing::Values(
        ArcCase{"SpeakerIsSubject", "Police said the driver had fled .", "Police", "nsubj", "said"},
        ArcCase{"SpeechIsComplement", "Police said the driver had fled .", "fled", "ccomp", "said"},
        ArcCase{"SpokenOfIsSubjectOfSpeech", "He said police fired first .", "police", "nsubj",
                "fired"},
        ArcCase{"PassivePatient", "Two bridges were closed by engineers on Friday .", "bridges",
                "nsubj:pass", "closed"},
        ArcCase{"PassiveAgent", "Two bridges were closed by engineers on Friday .", "engineers",
                "obl:agent", "closed"},
        ArcCase{"ApposedRole", "\" We lost everything , \" said Ana Ortiz , a farmer .", "farmer",
                "appos", "Ana"},
        ArcCase{"HeadlineVerb", "Court rejects appeal over pipeline", "rejects", "root", ""},
        ArcCase{"RelativeClause", "The firm that built the dam denied the charge .", "built",
                "acl:relcl", "firm"},
        ArcCase{"Negation", "The council did not approve the plan .", "not", "advmod", "approve"},
        ArcCase{"ReporterAfterSpeech", "The talks have failed , a diplomat said .", "diplomat",
                "nsubj", "said"},
        ArcCase{"Conditional", "If the vote fails , he will resign .", "fails", "advcl", "resign"},
        ArcCase{"Infinitive", "The union threatened to strike .", "strike", "xcomp", "threatened"}),
    [](const ::testing::TestParamInfo<ArcCase>& info) { return info.param.name; });

TEST(AnnotatorTest, TagsLemmasAndFeaturesAgree) {
  const text::Document document = Split("The officials were told that she had n't left .");
  const Annotation annotation = Annotate(document);
  EXPECT_EQ(annotation.lemma(1), "official");
  EXPECT_TRUE(annotation.has(1, kNumberPlur));
  EXPECT_EQ(annotation.lemma(3), "tell");
  EXPECT_TRUE(annotation.has(3, kVoicePass));
  EXPECT_EQ(annotation.word(3).xpos, Xpos::kVbn);
  EXPECT_EQ(annotation.lemma(7), "not");
  EXPECT_TRUE(annotation.has(7, kPolarityNeg));
  EXPECT_EQ(annotation.word(5).upos, Upos::kPron);
}

TEST(AnnotatorTest, FindsNames) {
  const text::Document document =
      Split("The World Bank sent Angela Weber to Paris on Monday with $ 3 million .");
  const Annotation annotation = Annotate(document);
  std::vector<std::string> names;
  for (const NamedEntity& entity : annotation.entities()) {
    names.push_back(absl::StrCat(document.text(entity.tokens), "/", Name(entity.type)));
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"Angela Weber/PERSON", "World Bank/ORGANIZATION",
                                              "Paris/LOCATION", "Monday/DATE"}));
}

TEST(AnnotatorTest, TypographicMarksHaveTheLemmasOfAsciiOnes) {
  const text::Document typographic =
      Split("\u201c We won \u201d , said Lee \u2019s aide \u2014 twice .");
  const text::Document ascii = Split("\" We won \" , said Lee 's aide -- twice .");
  const Annotation a = Annotate(typographic);
  const Annotation b = Annotate(ascii);
  for (uint32_t i = 0; i < a.words().size(); ++i) EXPECT_EQ(a.lemma(i), b.lemma(i));
}

TEST(AnnotatorTest, AnyTokensGiveSoundTrees) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"said",
                                           "the",
                                           "police",
                                           ",",
                                           "\"",
                                           "that",
                                           "who",
                                           "$",
                                           "7",
                                           "\u00e9t\u00e9",
                                           ".",
                                           "--",
                                           "and",
                                           "Paris",
                                           "'s",
                                           "n't",
                                           "(",
                                           ")",
                                           "\xf0\x9f\x98\x80",
                                           "x",
                                           "WAR",
                                           "http://a.b/c",
                                           "",
                                           "fired"};
  for (int round = 0; round < 50; ++round) {
    std::string lines;
    for (int sentence = 0; sentence < 4; ++sentence) {
      const uint32_t size = 1 + random() % (round == 0 ? 400 : 40);
      for (uint32_t i = 0; i < size; ++i) {
        const std::string& piece = pieces[random() % pieces.size()];
        absl::StrAppend(&lines, piece.empty() ? std::string(1 + random() % 300, 'z') : piece, " ");
      }
      lines += "\n";
    }
    const text::Document document = Split(lines);
    ExpectSound(document, Annotate(document));
  }
}

TEST(AnnotatorTest, AnEmptyReportGivesAnEmptyAnnotation) {
  EXPECT_TRUE(Annotate(text::Document()).words().empty());
}

TEST(AnnotatorTest, AnswersAreTheSameWhateverTheThreadAndTheCompany) {
  const std::string one = "Rebels shelled the town , the army said .\n";
  const std::string other = "The queen left on Tuesday , but nobody noticed .\n";
  const text::Document alone = Split(one);
  const text::Document together = Split(other + one);
  const std::string expected = Print(alone, Annotate(alone));
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        answer = Print(together, Annotate(together));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) {
    EXPECT_EQ(answer, answers[0]);
    EXPECT_THAT(answer, HasSubstr(expected));
  }
}

TEST(AnnotatorTest, StopsWhenTheCallHasEnded) {
  const text::Document document = Split("It ends .\n");
  const CallContext cancelled(absl::InfiniteFuture(), [] { return true; });
  const DefaultAnnotator& model = DefaultAnnotator::Get();
  EXPECT_EQ(model.annotator().Annotate(model.encoder(), document, cancelled).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace parallax::language
