#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/lemmatizer.h"
#include "server/language/internal/model_file.h"
#include "server/language/internal/word_pieces.h"
#include "server/language/training/corpus.h"
#include "server/language/training/evaluate.h"
#include "server/language/training/export.h"
#include "server/language/training/lemma_trainer.h"
#include "server/language/training/lexicon.h"
#include "server/language/training/network.h"
#include "server/language/training/readings.h"

namespace parallax::language::training {
namespace {

using ::testing::ElementsAre;

std::string WriteTemporary(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

// "NAME VERB NAME ." with the verb as root, names as persons. Thanks did not happen; the subject is
// a source, the verb its cue.
std::vector<Example> ToyCorpus() {
  const char* const names[] = {"Ana", "Bo", "Cleo", "Dan", "Eve"};
  const char* const verbs[] = {"saw", "met", "thanked"};
  std::vector<Example> examples;
  for (const char* subject : names) {
    for (const char* verb : verbs) {
      for (const char* object : names) {
        Example example;
        example.forms = {subject, verb, object, "."};
        example.lemmas = {subject, verb, object, "."};
        example.spacing.assign(4, internal::kSpaced);
        example.tags = {{Upos::kPropn, Xpos::kNnp, kNumberSing},
                        {Upos::kVerb, Xpos::kVbd, kTensePast},
                        {Upos::kPropn, Xpos::kNnp, kNumberSing},
                        {Upos::kPunct, Xpos::kStop, 0}};
        example.heads = {1, 4, 1, 1};
        example.relations = {Relation::kNsubj, Relation::kRoot, Relation::kObj, Relation::kPunct};
        example.labels = {1, 0, 1, 0};
        example.happened = {0, verb == verbs[2] ? -2.0f : 2.0f, 0, 0};
        example.happened_weight = {0, 1, 0, 0};
        example.attribution = {BitOf(Mark::kSource), BitOf(Mark::kCue), 0, 0};
        examples.push_back(example);
      }
    }
  }
  return examples;
}

TEST(TrainingTest, ATrainedNetworkSurvivesItsExport) {
  const std::vector<Example> examples = ToyCorpus();
  const Lexicon lexicon = Lexicon::Build(examples, {}, {});
  const std::vector<Sample> samples = lexicon.MakeSamples(examples, false, false);
  Network network(lexicon.sizes(), 1);
  std::vector<Worker> workers;
  workers.emplace_back(network);
  Adam adam(network);
  std::mt19937 random(2);
  std::vector<const Sample*> batch;
  for (const Sample& sample : samples) batch.push_back(&sample);
  Losses first;
  Losses last;
  for (int step = 0; step < 60; ++step) {
    last = workers[0].Train(network, batch, 4 * static_cast<uint32_t>(batch.size()), &random);
    if (step == 0) first = last;
    adam.Step(3e-3f, workers, &network);
  }
  EXPECT_LT(last.arcs, first.arcs / 4);
  EXPECT_LT(last.tags, first.tags / 4);
  EXPECT_LT(last.readings, first.readings / 4);
  const ReadingScores readings = EvaluateReadings(network, samples, &workers[0]);
  EXPECT_EQ(readings.judged, samples.size());
  EXPECT_LT(readings.error, 0.5);
  EXPECT_GT(readings.correlation, 0.95);
  EXPECT_EQ(readings.source, 1.0);
  EXPECT_EQ(readings.cue, 1.0);
  EXPECT_EQ(readings.content, 0.0) << "there is none";
  const Scores scores = workers[0].Evaluate(network, batch);
  EXPECT_EQ(scores.labelled, scores.words);

  const std::string self_test =
      "1\tAna\t_\t_\t_\t_\t_\t_\t_\t_\n2\tsaw\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
  const internal::AlignedBytes bytes(ExportModel(network, lexicon, examples, self_test).value());
  const auto annotator = Annotator::Load(bytes.view());
  ASSERT_TRUE(annotator.ok()) << annotator.status();
  const Evaluation evaluation = Evaluate(**annotator, examples);
  EXPECT_EQ(evaluation.las_with_subtypes, 1.0);
  EXPECT_EQ(evaluation.upos, 1.0);
  EXPECT_EQ(evaluation.lemma, 1.0);
  EXPECT_EQ(evaluation.entity_f1, 1.0);
  const text::Document document =
      DocumentFromConllu(ReadConllu(absl::StrReplaceAll(self_test, {{"saw", "thanked"}})).value());
  const Annotation annotation = (*annotator)->Annotate(document, CallContext()).value();
  EXPECT_LT(annotation.reading(1).happened, -1);
  EXPECT_GT(annotation.reading(0).mark(Mark::kSource), 0);
  EXPECT_LT(annotation.reading(0).mark(Mark::kCue), 0);
}

TEST(ReadingsTest, JudgementsFindTheirWords) {
  std::vector<Example> examples = ToyCorpus();
  examples[0].name = "a-1";
  examples[1].name = "a-2";
  const std::string path = WriteTemporary("judgements.tsv",
                                          "sent_id\ttoken\tform\tfactual\tconfidence\n"
                                          "a-1\t2\tsaw\t0.8\t1.0\n"
                                          "a-1\t9\tnothing\t0.8\t1.0\n"
                                          "a-2\t3\tBo\t-4\t1.0\n"
                                          "elsewhere\t1\tsaw\t0.8\t1.0\n");
  for (Example& example : examples) example.happened.clear();
  ASSERT_TRUE(AddJudgements(path, &examples).ok());
  EXPECT_THAT(examples[0].happened, ElementsAre(0, 1.5f, 0, 0));
  EXPECT_THAT(examples[1].happened, ElementsAre(0, 0, -3, 0));
  EXPECT_TRUE(examples[2].happened.empty());
  EXPECT_EQ(AddJudgements(path + ".none", &examples).code(), absl::StatusCode::kNotFound);
  std::remove(path.c_str());
}

TEST(ReadingsTest, AttributionsFindTheirWords) {
  const std::string folder = testing::TempDir() + "attributions";
  std::filesystem::create_directory(folder);
  // The second annotator of an article is not read.
  const std::string first = WriteTemporary("attributions/wire_a.ann",
                                           "T1\tSource 0 7\tMs Lund\n"
                                           "T2\tCue 8 12\tsaid\n"
                                           "T3\tContent 13 18;20 24\tit had gone\n"
                                           "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n");
  const std::string second = WriteTemporary("attributions/wire_b.ann", "T1\tCue 0 7\tMs Lund\n");
  std::vector<Example> silver(2);
  for (Example& example : silver) {
    example.name = "wire";
    example.forms = {"w", "w", "w"};
  }
  silver[0].offsets = {0, 3, 8};
  silver[1].offsets = {13, 16, 20};
  ASSERT_TRUE(AddAttributions(folder, &silver).ok());
  const auto bits = [](std::vector<Mark> marks) {
    uint8_t all = 0;
    for (Mark mark : marks) all |= BitOf(mark);
    return all;
  };
  EXPECT_THAT(silver[0].attribution, ElementsAre(bits({Mark::kSource, Mark::kSourceBegin}),
                                                 bits({Mark::kSource, Mark::kSourceEnd}),
                                                 bits({Mark::kCue, Mark::kCueBegin})));
  EXPECT_THAT(silver[1].attribution,
              ElementsAre(bits({Mark::kContent, Mark::kContentBegin}),
                          bits({Mark::kContent, Mark::kContentEnd}),
                          bits({Mark::kContent, Mark::kContentBegin, Mark::kContentEnd})));
  EXPECT_EQ(AddAttributions(folder + ".none", &silver).code(), absl::StatusCode::kNotFound);
  std::remove(first.c_str());
  std::remove(second.c_str());
  std::filesystem::remove(folder);
}

TEST(TrainingTest, CheckpointsFindTheirWordsInAnotherOrder) {
  const std::vector<Example> examples = ToyCorpus();
  const Lexicon lexicon = Lexicon::Build(examples, {}, {});
  std::vector<uint32_t> reversed(lexicon.row_hashes().rbegin(), lexicon.row_hashes().rend());
  const Network saved(lexicon.sizes(), 1);
  const std::string path = testing::TempDir() + "checkpoint";
  {
    std::ofstream out(path, std::ios::binary);
    saved.Save(lexicon.row_hashes(), &out);
  }
  Network loaded(lexicon.sizes(), 2);
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(loaded.Load(reversed, &in));
  const Eigen::Index words = static_cast<Eigen::Index>(reversed.size());
  for (Eigen::Index i = 1; i <= words; ++i) {
    EXPECT_EQ(loaded.words().row(i), saved.words().row(words + 1 - i));
  }
  EXPECT_EQ(loaded.pieces(), saved.pieces());
  std::remove(path.c_str());
}

TEST(LemmaTrainerTest, LearnsRulesExceptionsAndLeavesNamesAlone) {
  const std::vector<std::array<std::string, 2>> plurals = {{"dogs", "dog"},
                                                           {"cats", "cat"},
                                                           {"cities", "city"},
                                                           {"parties", "party"},
                                                           {"mice", "mouse"}};
  std::vector<Example> examples;
  for (const auto& [form, lemma] : plurals) {
    Example example;
    example.forms = {form};
    example.lemmas = {lemma};
    example.tags = {{Upos::kNoun, Xpos::kNns, kNumberPlur}};
    examples.push_back(example);
  }
  const std::string section = TrainLemmas(examples);
  const internal::Lemmatizer lemmatizer = internal::Lemmatizer::Read(section).value();
  const auto lemma = [&](absl::string_view form, internal::Tag tag) {
    std::string scratch;
    std::string out;
    lemmatizer.AppendLemma(form, tag, &scratch, &out);
    return out;
  };
  const internal::Tag plural{Upos::kNoun, Xpos::kNns, kNumberPlur};
  EXPECT_EQ(lemma("Parties", plural), "party");
  EXPECT_EQ(lemma("boats", plural), "boat");
  EXPECT_EQ(lemma("armies", plural), "army");
  EXPECT_EQ(lemma("mice", plural), "mouse");
  EXPECT_EQ(lemma("Athens", {Upos::kPropn, Xpos::kNnp, kNumberSing}), "Athens");
}

TEST(CorpusTest, NamesAreCutOutOfNounPhrases) {
  const std::string path = WriteTemporary(
      "names.conllu",
      absl::StrReplaceAll("1 the the DET DT _ 3 det _ Entity=(1-person-new-nnnnn-cf1-2-sgl\n"
                          "2 mayor mayor NOUN NN _ 3 nmod:desc _ _\n"
                          "3 Ida Ida PROPN NNP _ 5 nsubj _ _\n"
                          "4 Lund Lund PROPN NNP _ 3 flat _ Entity=1)\n"
                          "5 left leave VERB VBD _ 0 root _ _\n"
                          "6 seven seven NUM CD NumType=Card 7 nummod _ _\n"
                          "7 towns town NOUN NNS _ 5 obj _ Entity=(2-place-new-nnnnn-cf2-1-sgl)\n",
                          {{" ", "\t"}}));
  const auto examples = ReadTreebank(path);
  ASSERT_TRUE(examples.ok()) << examples.status();
  ASSERT_EQ(examples->size(), 1u);
  constexpr uint8_t kNone = kNoNameLabel;
  EXPECT_THAT((*examples)[0].labels, ElementsAre(kNone, kNone, 1, 2, kNone, kNone, kNone));
  std::remove(path.c_str());
}

TEST(CorpusTest, PossessorsRolesAndDatesAreToldFromNames) {
  const std::string path = WriteTemporary(
      "roles.conllu",
      absl::StrReplaceAll("1 Norway Norway PROPN NNP _ 4 nmod:poss _ "
                          "Entity=(1-organization-new-nnnnn-cf1-4-sgl(2-place-new-nnnnn-cf2-1-sgl\n"
                          "2 's 's PART POS _ 1 case _ Entity=2)\n"
                          "3 Coast Coast PROPN NNP _ 4 compound _ _\n"
                          "4 Guard Guard PROPN NNP _ 5 nsubj _ Entity=1)\n"
                          "5 told tell VERB VBD _ 0 root _ _\n"
                          "6 the the DET DT _ 7 det _ Entity=(3-person-new-nnnnn-cf3-2-sgl\n"
                          "7 Minister Minister PROPN NNP _ 5 obj _ Entity=3)\n"
                          "8 on on ADP IN _ 10 case _ _\n"
                          "9 May May PROPN NNP _ 10 compound _ Entity=(4-time-new-nnnnn-cf4-2-sgl\n"
                          "10 3 3 NUM CD _ 5 obl _ Entity=4)\n"
                          "11 . . PUNCT . _ 5 punct _ _\n",
                          {{" ", "\t"}}));
  const auto examples = ReadTreebank(path);
  ASSERT_TRUE(examples.ok()) << examples.status();
  ASSERT_EQ(examples->size(), 1u);
  constexpr uint8_t kNone = kNoNameLabel;
  constexpr uint8_t kOrganization = 1 + 2 * static_cast<uint8_t>(EntityType::kOrganization);
  constexpr uint8_t kLocation = 1 + 2 * static_cast<uint8_t>(EntityType::kLocation);
  constexpr uint8_t kDate = 1 + 2 * static_cast<uint8_t>(EntityType::kDate);
  EXPECT_THAT((*examples)[0].labels,
              ElementsAre(kLocation, kNone, kOrganization, kOrganization + 1, kNone, kNone,
                          kUnknownLabel, kNone, kDate, kDate + 1, kNone));
  std::remove(path.c_str());
}

TEST(CorpusTest, CapitalsChangeNothingButTheForms) {
  Example example;
  example.forms = {"Man", "held", "in", "Leeds"};
  example.heads = {1, 4, 3, 1};
  const std::vector<Example> capitals = MakeCapitals({Example(), example}, 2);
  ASSERT_EQ(capitals.size(), 1u);
  EXPECT_THAT(capitals[0].forms, ElementsAre("MAN", "HELD", "IN", "LEEDS"));
  EXPECT_EQ(capitals[0].heads, example.heads);
}

TEST(CorpusTest, HeadlinesKeepTheTreeOfWhatIsLeft) {
  Example example;
  example.forms = {"The", "bridges", "were", "closed", "by", "a", "crew", "."};
  example.lemmas = {"the", "bridge", "be", "close", "by", "a", "crew", "."};
  example.spacing.assign(8, internal::kSpaced);
  example.tags = {{Upos::kDet, Xpos::kDt, kDefiniteDef},
                  {Upos::kNoun, Xpos::kNns, 0},
                  {Upos::kAux, Xpos::kVbd, 0},
                  {Upos::kVerb, Xpos::kVbn, 0},
                  {Upos::kAdp, Xpos::kIn, 0},
                  {Upos::kDet, Xpos::kDt, kDefiniteInd},
                  {Upos::kNoun, Xpos::kNn, 0},
                  {Upos::kPunct, Xpos::kStop, 0}};
  example.heads = {1, 3, 3, 8, 6, 6, 3, 3};
  example.relations = {Relation::kDet,      Relation::kNsubjPass, Relation::kAuxPass,
                       Relation::kRoot,     Relation::kCase,      Relation::kDet,
                       Relation::kOblAgent, Relation::kPunct};
  example.labels.assign(8, 0);
  const std::vector<Example> headlines = MakeHeadlines({example});
  ASSERT_EQ(headlines.size(), 1u);
  EXPECT_THAT(headlines[0].forms, ElementsAre("Bridges", "closed", "by", "crew"));
  EXPECT_THAT(headlines[0].heads, ElementsAre(1, 4, 3, 1));
}

}  // namespace
}  // namespace parallax::language::training
