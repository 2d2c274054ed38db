#include "server/language/annotator.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/conllu.h"
#include "server/language/internal/model_file.h"
#include "server/text/document.h"
#include "server/text/reader.h"

extern "C" const char parallax_language_model[];
extern "C" const char parallax_language_model_end[];

namespace parallax::language {
namespace {

using ::testing::HasSubstr;

const Annotator& Default() {
  static const std::unique_ptr<const Annotator>& annotator =
      *new std::unique_ptr<const Annotator>(Annotator::LoadDefault().value());
  return *annotator;
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

std::string Print(const text::Document& document, const Annotation& annotation) {
  std::string out;
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    AppendConllu(document, annotation, i, &out);
  }
  return out;
}

void ExpectSound(const text::Document& document, const Annotation& annotation) {
  ASSERT_EQ(annotation.words().size(), document.tokens().size());
  for (const text::Sentence& sentence : document.sentences()) {
    uint32_t roots = 0;
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      const Word& word = annotation.word(i);
      roots += word.head == kNoToken;
      EXPECT_EQ(word.relation == Relation::kRoot, word.head == kNoToken);
      if (word.head != kNoToken) {
        EXPECT_TRUE(sentence.tokens.Contains(word.head));
      }
      EXPECT_FALSE(annotation.lemma(i).empty());
      uint32_t steps = 0;
      for (uint32_t n = i; n != kNoToken && steps <= sentence.tokens.size(); ++steps) {
        n = annotation.word(n).head;
      }
      EXPECT_LE(steps, sentence.tokens.size()) << "a cycle";
    }
    EXPECT_EQ(roots, 1u);
  }
  uint32_t end = 0;
  for (const NamedEntity& entity : annotation.entities()) {
    EXPECT_GE(entity.tokens.begin, end);
    EXPECT_FALSE(entity.tokens.empty());
    EXPECT_TRUE(document.sentence_of(entity.tokens.begin).tokens.Contains(entity.tokens));
    end = entity.tokens.end;
  }
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
  const Annotation annotation = Default().Annotate(document, CallContext()).value();
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
  const Annotation annotation = Default().Annotate(document, CallContext()).value();
  EXPECT_EQ(annotation.lemma(1), "official");
  EXPECT_TRUE(annotation.has(1, kNumberPlur));
  EXPECT_EQ(annotation.lemma(3), "tell");
  EXPECT_TRUE(annotation.has(3, kVoicePass));
  EXPECT_EQ(annotation.word(3).xpos, Xpos::kVbn);
  EXPECT_EQ(annotation.lemma(7), "not");
  EXPECT_TRUE(annotation.has(7, kPolarityNeg));
  EXPECT_EQ(annotation.word(5).upos, Upos::kPron);
}

TEST(AnnotatorTest, ReadsWhatHappenedAndWhatDidNot) {
  const text::Document document =
      Split("The mayor resigned on Tuesday . The mayor will never resign .");
  const Annotation annotation = Default().Annotate(document, CallContext()).value();
  EXPECT_GT(annotation.reading(2).happened, 1) << "resigned";
  EXPECT_LT(annotation.reading(10).happened, annotation.reading(2).happened) << "never resign";
}

TEST(AnnotatorTest, ReadsSourceCueAndContent) {
  const text::Document document = Split("The minister said that the bridge was unsafe .");
  const Annotation annotation = Default().Annotate(document, CallContext()).value();
  const auto marked = [&](Mark mark) {
    std::string words;
    for (uint32_t i = 0; i < document.tokens().size(); ++i) {
      if (annotation.reading(i).mark(mark) > 0) absl::StrAppend(&words, document.text(i), " ");
    }
    return words;
  };
  EXPECT_EQ(marked(Mark::kSource), "The minister ");
  EXPECT_EQ(marked(Mark::kCue), "said ");
  EXPECT_EQ(marked(Mark::kContent), "that the bridge was unsafe ");
}

TEST(AnnotatorTest, FindsNames) {
  const text::Document document =
      Split("The World Bank sent Angela Weber to Paris on Monday with $ 3 million .");
  const Annotation annotation = Default().Annotate(document, CallContext()).value();
  std::vector<std::string> names;
  for (const NamedEntity& entity : annotation.entities()) {
    names.push_back(absl::StrCat(document.text(entity.tokens), "/", Name(entity.type)));
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"Angela Weber/PERSON", "World Bank/ORGANIZATION",
                                              "Paris/LOCATION", "Monday/DATE"}));
}

TEST(AnnotatorTest, TypographicMarksReadLikeAsciiOnes) {
  const text::Document typographic =
      Split("\u201c We won \u201d , said Lee \u2019s aide \u2014 twice .");
  const text::Document ascii = Split("\" We won \" , said Lee 's aide -- twice .");
  const Annotation a = Default().Annotate(typographic, CallContext()).value();
  const Annotation b = Default().Annotate(ascii, CallContext()).value();
  for (uint32_t i = 0; i < a.words().size(); ++i) {
    EXPECT_EQ(a.word(i).head, b.word(i).head);
    EXPECT_EQ(a.word(i).relation, b.word(i).relation);
    EXPECT_EQ(a.word(i).xpos, b.word(i).xpos);
    EXPECT_EQ(a.lemma(i), b.lemma(i));
  }
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
    ExpectSound(document, Default().Annotate(document, CallContext()).value());
  }
}

TEST(AnnotatorTest, AnEmptyReportGivesAnEmptyAnnotation) {
  EXPECT_TRUE(Default().Annotate(text::Document(), CallContext()).value().words().empty());
}

TEST(AnnotatorTest, AnswersAreTheSameWhateverTheThreadAndTheCompany) {
  const std::string one = "Rebels shelled the town , the army said .\n";
  const std::string other = "The queen left on Tuesday , but nobody noticed .\n";
  const text::Document alone = Split(one);
  const text::Document together = Split(other + one);
  const std::string expected = Print(alone, Default().Annotate(alone, CallContext()).value());
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        answer = Print(together, Default().Annotate(together, CallContext()).value());
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
  EXPECT_EQ(Default().Annotate(document, cancelled).status().code(), absl::StatusCode::kCancelled);
}

class ModelFileTest : public ::testing::Test {
 protected:
  absl::string_view Bytes() const {
    return absl::string_view(parallax_language_model,
                             parallax_language_model_end - parallax_language_model);
  }
  static absl::StatusCode Load(absl::string_view bytes) {
    const internal::AlignedBytes aligned(bytes);
    return Annotator::Load(aligned.view()).status().code();
  }
};

TEST_F(ModelFileTest, DamageAnywhereIsFound) {
  std::mt19937 random(5);
  std::string bytes(Bytes());
  for (int i = 0; i < 20; ++i) {
    const size_t at = 24 + random() % (bytes.size() - 24);
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    EXPECT_EQ(Load(bytes), absl::StatusCode::kDataLoss) << at;
    bytes = std::string(Bytes());
  }
}

TEST_F(ModelFileTest, CutFilesAndOtherFilesAreRefused) {
  for (size_t size : {size_t{0}, size_t{7}, size_t{31}, size_t{100}, Bytes().size() - 1}) {
    EXPECT_EQ(Load(Bytes().substr(0, size)), absl::StatusCode::kDataLoss) << size;
  }
  EXPECT_EQ(Load(std::string(4096, 'x')), absl::StatusCode::kDataLoss);
}

// What the checksum would hide: damage in any section is refused or does no harm.
TEST_F(ModelFileTest, ForgedSectionsAreRefusedOrUsable) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const std::string original(Bytes());
  const text::Document document = Split("Troops fired , he said .");
  uint32_t sections = 0;
  std::memcpy(&sections, original.data() + 12, sizeof(sections));
  for (int round = 0; round < 40; ++round) {
    std::string bytes = original;
    // The head of a section holds its sizes; everything behind is data.
    uint64_t offset = 0;
    uint64_t size = 0;
    const size_t entry = 32 + 24 * (random() % sections);
    std::memcpy(&offset, bytes.data() + entry + 8, sizeof(offset));
    std::memcpy(&size, bytes.data() + entry + 16, sizeof(size));
    const uint64_t reach = round % 2 == 0 ? std::min<uint64_t>(size, 64) : size;
    for (int flips = 0; flips < 8; ++flips) {
      bytes[offset + random() % reach] = static_cast<char>(random());
    }
    if (round % 8 == 0) bytes[32 + random() % (24 * sections)] = static_cast<char>(random());
    const uint64_t checksum = internal::Checksum(absl::string_view(bytes).substr(32));
    std::memcpy(bytes.data() + 24, &checksum, sizeof(checksum));
    const internal::AlignedBytes aligned(bytes);
    const auto annotator = Annotator::Load(aligned.view());
    if (annotator.ok()) {
      ExpectSound(document, (*annotator)->Annotate(document, CallContext()).value());
    }
  }
}

TEST_F(ModelFileTest, AnotherVersionIsNamed) {
  std::string bytes(Bytes());
  bytes[8] = 99;
  const internal::AlignedBytes aligned(bytes);
  const absl::Status status = Annotator::Load(aligned.view()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("version 99"));
}

}  // namespace
}  // namespace parallax::language
