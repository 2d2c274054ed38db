#include "server/attribution/attribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/text/reader.h"
#include "tests/attribution/made_marks.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::attribution {
namespace {

using language::AnnotatedReport;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AttributionSet Find(const text::Document& document, const language::Annotation& annotation,
                    const std::vector<SentenceMarks>& marks) {
  auto found =
      FindAttributions(document, annotation, marks, lexicon::Lexicon::Default(), CallContext());
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *std::move(found) : AttributionSet();
}

AttributionSet Find(const AnnotatedReport& report, const std::vector<MadeGroup>& groups) {
  return Find(report.document, report.annotation, MadeMarks(report.document, groups));
}

// A text under a tree of its first words alone: words with a capital are names, "said" and its like
// are verbs, others are nouns.
AnnotatedReport Flat(const std::string& body, const std::string& headline = "") {
  AnnotatedReport report;
  report.document =
      text::ReadReport(headline, body, text::Format::kPlain, {}, CallContext()).value();
  std::vector<language::Word> words;
  std::string lemmas;
  for (const text::Sentence& sentence : report.document.sentences()) {
    for (uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      const std::string form(report.document.text(i));
      language::Word word;
      word.upos = form == "said" || form == "accused" ? language::Upos::kVerb
                  : form == "by"                      ? language::Upos::kAdp
                  : !absl::ascii_isalnum(form[0])     ? language::Upos::kPunct
                  : absl::ascii_isupper(form[0])      ? language::Upos::kPropn
                                                      : language::Upos::kNoun;
      if (i > sentence.tokens.begin) word.head = sentence.tokens.begin;
      word.relation =
          i > sentence.tokens.begin ? language::Relation::kDep : language::Relation::kRoot;
      const std::string lemma = form == "said" ? "say" : form == "accused" ? "accuse" : form;
      word.lemma = {static_cast<uint32_t>(lemmas.size()),
                    static_cast<uint32_t>(lemmas.size() + lemma.size())};
      lemmas += lemma;
      words.push_back(word);
    }
  }
  report.annotation = language::Annotation(std::move(words), std::move(lemmas), {});
  return report;
}

std::vector<std::string> Lines(const AnnotatedReport& report,
                               const std::vector<MadeGroup>& groups) {
  return LinesOf(report.document, Find(report, groups));
}

TEST(MarkedTest, ACueHasTheSourceAndTheContentsThatAreLinkedWithIt) {
  const AnnotatedReport report =
      Flat("Holm said the bridge was safe, but Clarke said that it was not.");
  const std::vector<MadeGroup> groups = {{"Holm", "said", {"the bridge was safe"}},
                                         {"Clarke", "said", {"that it was not"}}};
  const AttributionSet found = Find(report, groups);
  EXPECT_THAT(LinesOf(report.document, found),
              ElementsAre("Holm | said | the bridge was safe", "Clarke | said | that it was not"));
  EXPECT_EQ(found.attributions[0].rule, "trained-cue");
  EXPECT_EQ(found.attributions[0].form, Form::kIndirect);
  ASSERT_NE(found.attributions[0].entry, nullptr);
  EXPECT_EQ(found.attributions[0].entry->lemma, "say");
  EXPECT_EQ(found.attributions[0].connotation, lexicon::Connotation::kNeutral);
}

TEST(MarkedTest, ACueWithoutAnythingSaidIsNone) {
  EXPECT_THAT(Lines(Flat("Holm said no more."), {{"Holm", "said"}}), IsEmpty());
}

TEST(MarkedTest, AContentOverSeveralSentencesIsOne) {
  EXPECT_THAT(Lines(Flat("Holm said the bridge was old. It had cracks. It was closed."),
                    {{"Holm", "said", {"the bridge was old. It had cracks"}}}),
              ElementsAre("Holm | said | the bridge was old. It had cracks"));
}

TEST(MarkedTest, ParagraphsOfAContentStayApart) {
  EXPECT_THAT(Lines(Flat("Holm said: “The bridge is old.\n\n“It stays closed.”"),
                    {{"Holm", "said:", {"“The bridge is old."}}}),
              ElementsAre("Holm | said: | “The bridge is old. // “It stays closed.”"));
}

TEST(MarkedTest, WhatAQuotationSaysBelongsWholeToItsCue) {
  EXPECT_THAT(Lines(Flat("“The bridge is old. It has cracks. It stays closed,” Holm said."),
                    {{"Holm", "said", {"It stays closed,”"}}}),
              ElementsAre("Holm | said | “The bridge is old. It has cracks. It stays closed,”"));
}

TEST(MarkedTest, ContentThatComesFromBeforeGoesToTheLastCueBefore) {
  const AnnotatedReport report =
      Flat("The bridge had cracks. Holm said that it was safe. Nobody would be hurt there.");
  std::vector<SentenceMarks> marks =
      MadeMarks(report.document,
                {{"Holm", "said", {"that it was safe"}}, {"", "", {"Nobody would be hurt there"}}});
  EXPECT_THAT(LinesOf(report.document, Find(report.document, report.annotation, marks)),
              ElementsAre("Holm | said | that it was safe"));
  marks[2].contents[0].from_before = true;
  EXPECT_THAT(LinesOf(report.document, Find(report.document, report.annotation, marks)),
              ElementsAre("Holm | said | that it was safe // Nobody would be hurt there"));
}

TEST(MarkedTest, QuotedContentWithoutACueInItsSentenceGoesToTheNearest) {
  EXPECT_THAT(
      Lines(Flat("Holm said that it was safe.\n\n“Nobody would be hurt there.”"),
            {{"Holm", "said", {"that it was safe"}}, {"", "", {"“Nobody would be hurt there.”"}}}),
      ElementsAre("Holm | said | that it was safe // “Nobody would be hurt there.”"));
  EXPECT_THAT(Lines(Flat("“Nobody would be hurt there.” Holm said so."),
                    {{"", "", {"“Nobody would be hurt there.”"}}, {"Holm", "said"}}),
              ElementsAre("Holm | said | “Nobody would be hurt there.”"));
}

TEST(MarkedTest, NounsThatAreTakenAreNotClaimed) {
  constexpr char kClaimed[] = R"(
    1 Storms storm NOUN NNS Number=Plur 2 nsubj
    2 claimed claim VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
    3 20 20 NUM CD NumType=Card 4 nummod
    4 lives life NOUN NNS Number=Plur 2 obj SpaceAfter=No
    5 . . PUNCT . _ 2 punct
  )";
  const AnnotatedReport taken = language::ReportFromConllu(kClaimed);
  EXPECT_THAT(Lines(taken, {{"Storms", "claimed", {"20 lives"}}}), IsEmpty());
  constexpr char kVictory[] = R"(
    1 Rebels rebel NOUN NNS Number=Plur 2 nsubj
    2 claimed claim VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
    3 victory victory NOUN NN Number=Sing 2 obj SpaceAfter=No
    4 . . PUNCT . _ 2 punct
  )";
  const AnnotatedReport said = language::ReportFromConllu(kVictory);
  EXPECT_THAT(Lines(said, {{"Rebels", "claimed", {"victory"}}}),
              ElementsAre("Rebels | claimed | victory"));
}

TEST(MarkedTest, SpeechThatNoCueHasTakenBelongsToTheLastSpeakerOfTheParagraph) {
  EXPECT_THAT(Lines(Flat("“The bridge stays closed,” Holm said. “Nobody may cross it.”"),
                    {{"Holm", "said", {"“The bridge stays closed,”"}}}),
              ElementsAre("Holm | said | “The bridge stays closed,” // “Nobody may cross it.”"));
}

TEST(MarkedTest, NobodyNamedInsideAQuotationSpeaksIt) {
  const AnnotatedReport report = Flat("“Reid is shocked,” said Poole.");
  EXPECT_THAT(Lines(report, {{"Reid", "said", {"“Reid is shocked,”"}}}),
              ElementsAre("- | said | “Reid is shocked,”"));
  const AnnotatedReport quoted = Flat("“Experts” said the bridge was safe.");
  EXPECT_THAT(Lines(quoted, {{"Experts", "said", {"the bridge was safe"}}}),
              ElementsAre("Experts | said | the bridge was safe"));
}

TEST(MarkedTest, WhoIsAccusedIsNoSource) {
  EXPECT_THAT(Lines(Flat("Reid accused by Holm of theft."), {{"Reid", "accused", {"of theft"}}}),
              ElementsAre("- | accused | of theft"));
  EXPECT_THAT(Lines(Flat("Reid accused by Holm of theft."), {{"Holm", "accused", {"of theft"}}}),
              ElementsAre("Holm | accused | of theft"));
  EXPECT_THAT(Lines(Flat("Holm accused Reid of theft."), {{"Holm", "accused", {"Reid of theft"}}}),
              ElementsAre("Holm | accused | Reid of theft"));
}

TEST(SpeakerLabelTest, NamesAtTheBeginningOfLinesAreSources) {
  const AnnotatedReport report = Flat(
      "HANLON: Good morning. The ferry ran aground.\n\nREPORTER: Did the owner lie?\n\n"
      "MARSH (Harbour Wire): Had it been poorly kept?\n\nHANLON: No. It had not.");
  const AttributionSet found = Find(report, {});
  EXPECT_THAT(LinesOf(report.document, found),
              ElementsAre("HANLON | : | Good morning. The ferry ran aground",
                          "REPORTER | : | Did the owner lie", "MARSH | : | Had it been poorly kept",
                          "HANLON | : | No. It had not"));
  for (const Attribution& attribution : found.attributions) {
    EXPECT_EQ(attribution.rule, "speaker-label");
    EXPECT_EQ(attribution.form, Form::kDirect);
  }
}

TEST(SpeakerLabelTest, AMarkOfTheSameCueGivesWay) {
  const AnnotatedReport report = Flat("HOLM: It is safe. It is new.\n\nCLARKE: It is not.");
  EXPECT_THAT(Lines(report, {{"HOLM", ":", {"It is safe"}}}),
              ElementsAre("HOLM | : | It is safe. It is new", "CLARKE | : | It is not"));
}

TEST(SpeakerLabelTest, OneLineIsNoTranscript) {
  EXPECT_THAT(Lines(Flat("UPDATE: The bridge is open.\n\nCars cross it."), {}), IsEmpty());
  EXPECT_THAT(Lines(Flat("Cars cross it.\n\nNote: The bridge is open.\n\nPhotos: the bridge."), {}),
              IsEmpty());
}

TEST(SpeakerLabelTest, ANameInSmallLettersSpeaksMoreThanOnce) {
  EXPECT_THAT(Lines(Flat("Holm: It is safe.\n\nClarke: It is not.\n\nHolm: It is.\n\n"
                         "Clarke: You lie."),
                    {}),
              SizeIs(4));
}

constexpr char kTrailing[] = R"(
  1 The the DET DT Definite=Def 2 det
  2 bridge bridge NOUN NN Number=Sing 3 nsubj
  3 closed close VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 6 ccomp SpaceAfter=No
  4 , , PUNCT , _ 3 punct
  5 Holm Holm PROPN NNP Number=Sing 6 nsubj
  6 said say VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root SpaceAfter=No
  7 . . PUNCT . _ 6 punct
)";

TEST(MarkedTest, ClausesBeforeTheirVerbOfSayingAreTold) {
  const AnnotatedReport report = language::ReportFromConllu(kTrailing);
  const AttributionSet found = Find(report, {{"Holm", "said", {"The bridge closed"}}});
  ASSERT_THAT(found.attributions, SizeIs(1));
  EXPECT_EQ(found.attributions[0].rule, "trailing-cue");
}

constexpr char kNested[] = R"(
  1 Holm Holm PROPN NNP Number=Sing 2 nsubj NER=B-PERSON
  2 said say VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
  3 that that SCONJ IN _ 6 mark
  4 Clarke Clarke PROPN NNP Number=Sing 6 nsubj NER=B-PERSON
  5 had have AUX VBD Mood=Ind|Tense=Past|VerbForm=Fin 6 aux
  6 denied deny VERB VBN Tense=Past|VerbForm=Part 2 ccomp
  7 that that SCONJ IN _ 10 mark
  8 he he PRON PRP Number=Sing|Person=3 10 nsubj
  9 had have AUX VBD Mood=Ind|Tense=Past|VerbForm=Fin 10 aux
  10 lied lie VERB VBN Tense=Past|VerbForm=Part 6 ccomp SpaceAfter=No
  11 . . PUNCT . _ 2 punct
)";

// Marks of one role do not overlap: the inner content is told by a link alone.
std::vector<SentenceMarks> NestedMarks(const text::Document& document) {
  std::vector<SentenceMarks> marks =
      MadeMarks(document, {{"Holm", "said", {"that Clarke had denied that he had lied"}}});
  marks[0].sources.push_back({TokensOf(document, "Clarke")});
  marks[0].cues.push_back({TokensOf(document, "had denied")});
  marks[0].source_links = {1, -1, -1, 1};
  marks[0].content_links = {1, 1};
  return marks;
}

TEST(AttributionTest, AnAttributionInsideAContentHasTheOuterOneAsParent) {
  const AnnotatedReport report = language::ReportFromConllu(kNested);
  const AttributionSet found =
      Find(report.document, report.annotation, NestedMarks(report.document));
  ASSERT_EQ(found.attributions.size(), 2);
  EXPECT_EQ(found.attributions[0].parent, kNoAttribution);
  EXPECT_EQ(found.attributions[1].parent, 0);
  EXPECT_EQ(found.attributions[1].connotation, lexicon::Connotation::kDenying);
}

TEST(MarkedTest, TheClauseUnderACueInsideAContentIsItsOwn) {
  const AnnotatedReport report = language::ReportFromConllu(kNested);
  std::vector<SentenceMarks> marks = NestedMarks(report.document);
  marks[0].content_links = {1, -1};
  EXPECT_THAT(LinesOf(report.document, Find(report.document, report.annotation, marks)),
              ElementsAre("Holm | said | that Clarke had denied that he had lied",
                          "Clarke | had denied | that he had lied"));
}

TEST(AttributionTest, StopsWhenTheCallHasEnded) {
  const AnnotatedReport report = language::ReportFromConllu(kNested);
  const CallContext ended(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(
      FindAttributions(report.document, report.annotation, {}, lexicon::Lexicon::Default(), ended)
          .status()
          .code(),
      absl::StatusCode::kCancelled);
}

struct KindCase {
  const char* name;
  const char* subject;  // its CoNLL-U line, word 1 of "X said it failed."
  SourceKind kind;
};

class SourceKindTest : public testing::TestWithParam<KindCase> {};

TEST_P(SourceKindTest, IsReadOffTheSource) {
  const AnnotatedReport report = language::ReportFromConllu(absl::StrCat(GetParam().subject, R"(
    2 said say VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
    3 it it PRON PRP Number=Sing 4 nsubj
    4 failed fail VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 2 ccomp SpaceAfter=No
    5 . . PUNCT . _ 2 punct
  )"));
  const std::string source(report.document.text(0u));
  const AttributionSet found = Find(report, {{source, "said", {"it failed"}}});
  ASSERT_EQ(found.attributions.size(), 1);
  EXPECT_EQ(found.attributions[0].source_kind, GetParam().kind);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, SourceKindTest,
    testing::Values(KindCase{"named", "1 Holm Holm PROPN NNP Number=Sing 2 nsubj NER=B-PERSON",
                             SourceKind::kNamed},
                    KindCase{"role", "1 Prosecutors prosecutor NOUN NNS Number=Plur 2 nsubj",
                             SourceKind::kRole},
                    KindCase{"unnamed", "1 Officials official NOUN NNS Number=Plur 2 nsubj",
                             SourceKind::kUnnamed},
                    KindCase{"document", "1 Documents document NOUN NNS Number=Plur 2 nsubj",
                             SourceKind::kDocument}),
    [](const testing::TestParamInfo<KindCase>& param) { return std::string(param.param.name); });

// Spans of any size that do not overlap, linked anyhow.
std::vector<SentenceMarks> RandomMarks(const text::Document& document, std::mt19937* random) {
  std::vector<SentenceMarks> marks;
  for (const text::Sentence& sentence : document.sentences()) {
    SentenceMarks own;
    for (std::vector<MarkedSpan>* spans : {&own.sources, &own.cues, &own.contents}) {
      for (uint32_t begin = sentence.tokens.begin; begin < sentence.tokens.end;) {
        const uint32_t end = std::min<uint32_t>(begin + 1 + (*random)() % 4, sentence.tokens.end);
        const bool content = spans == &own.contents;
        if ((*random)() % 3 == 0) {
          spans->push_back({{begin, end},
                            content && begin == sentence.tokens.begin && (*random)() % 2 == 0,
                            content && end == sentence.tokens.end && (*random)() % 2 == 0});
        }
        begin = end;
      }
    }
    const auto link = [&](size_t size) {
      std::vector<float> links(size);
      for (float& value : links) value = (*random)() % 2 == 0 ? 1.0f : -1.0f;
      return links;
    };
    own.source_links = link(own.cues.size() * own.sources.size());
    own.content_links = link(own.cues.size() * own.contents.size());
    marks.push_back(std::move(own));
  }
  return marks;
}

// Any words under any trees with any marks: what is found lies in the report, contents are in
// order, nest by parents without a ring, have a cue or stand in speech, and come out the same
// twice.
TEST(AttributionPropertyTest, HoldsOnRandomTrees) {
  const std::vector<std::pair<std::string, std::string>> words = {
      {"said", "say VERB VBD"},
      {"denied", "deny VERB VBD"},
      {"claims", "claim NOUN NNS"},
      {"mayor", "mayor NOUN NN"},
      {"Holm", "Holm PROPN NNP"},
      {"that", "that SCONJ IN"},
      {",", ", PUNCT ,"},
      {"“", "“ PUNCT ``"},
      {"”", "” PUNCT ''"},
      {"according", "accord VERB VBG"},
      {"to", "to ADP IN"},
      {"he", "he PRON PRP"},
      {"reportedly", "reportedly ADV RB"},
      {":", ": PUNCT :"},
      {"confident", "confident ADJ JJ"},
      {"for", "for ADP IN"},
      {"accused", "accuse VERB VBN"},
      {"will", "will AUX MD"},
      {"‘", "‘ PUNCT ``"},
      {"’", "’ PUNCT ''"},
      {"-", "- PUNCT :"}};
  const std::vector<std::string> relations = {"nsubj", "ccomp", "parataxis", "obj",        "obl",
                                              "advcl", "acl",   "acl:relcl", "xcomp",      "mark",
                                              "case",  "punct", "conj",      "aux",        "cop",
                                              "nmod",  "appos", "advmod",    "nsubj:pass", "fixed"};
  const uint32_t seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::string conllu;
    for (uint32_t s = 0; s < 1 + random() % 4; ++s) {
      if (random() % 3 == 0) conllu += "# newpar\n";
      const uint32_t size = 1 + random() % 14;
      const uint32_t root = 1 + random() % size;
      std::vector<uint32_t> placed = {root};
      std::vector<uint32_t> heads(size + 1, 0);
      for (uint32_t i = 1; i <= size; ++i) {
        if (i == root) continue;
        heads[i] = placed[random() % placed.size()];
        placed.push_back(i);
      }
      for (uint32_t i = 1; i <= size; ++i) {
        const auto& [form, tags] = words[random() % words.size()];
        absl::StrAppend(&conllu, i, " ", form, " ", tags, " _ ", heads[i], " ",
                        i == root ? "root" : relations[random() % relations.size()],
                        random() % 3 == 0 ? " SpaceAfter=No" : "", "\n");
      }
      conllu += "\n";
    }
    const AnnotatedReport report = language::ReportFromConllu(conllu);
    const uint32_t size = report.document.tokens().size();
    const std::vector<SentenceMarks> marks = RandomMarks(report.document, &random);
    const AttributionSet found = Find(report.document, report.annotation, marks);
    const AttributionSet again = Find(report.document, report.annotation, marks);
    ASSERT_EQ(found.attributions.size(), again.attributions.size()) << conllu;
    for (uint32_t a = 0; a < found.attributions.size(); ++a) {
      const Attribution& attribution = found.attributions[a];
      EXPECT_EQ(LineOf(report.document, attribution),
                LineOf(report.document, again.attributions[a]))
          << conllu;
      EXPECT_FALSE(attribution.content.empty()) << conllu;
      EXPECT_TRUE(attribution.cue.has_value()) << conllu;
      for (size_t i = 0; i < attribution.content.size(); ++i) {
        const TokenRange part = attribution.content[i];
        EXPECT_LT(part.begin, part.end) << conllu;
        EXPECT_LE(part.end, size) << conllu;
        if (i > 0) {
          EXPECT_LE(attribution.content[i - 1].end, part.begin) << conllu;
        }
      }
      EXPECT_LT(attribution.cue_head, size) << conllu;
      EXPECT_TRUE(attribution.cue->Contains(attribution.cue_head)) << conllu;
      if (attribution.source) {
        EXPECT_LT(attribution.source_head, size) << conllu;
        EXPECT_LE(attribution.source->end, size) << conllu;
      }
      uint32_t steps = 0;
      for (uint32_t up = attribution.parent; up != kNoAttribution;
           up = found.attributions[up].parent) {
        ASSERT_LT(up, found.attributions.size()) << conllu;
        ASSERT_LE(++steps, found.attributions.size()) << conllu;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::attribution
