#include "server/attribution/attribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/attribution/internal/report_reading.h"
#include "server/attribution/internal/sequence_model.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::attribution {
namespace {

using language::AnnotatedReport;
using ::testing::Each;
using ::testing::IsEmpty;

AttributionSet Find(const AnnotatedReport& report) {
  const CallContext context;
  auto found = FindAttributions(report.document, report.annotation, claims::ClaimSet(),
                                lexicon::Lexicon::Default(), context);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *std::move(found) : AttributionSet();
}

// "source | cue | content // content", "-" for what is not there.
std::string Line(const AnnotatedReport& report, const Attribution& attribution) {
  const auto text = [&](const absl::optional<TokenRange>& range) {
    return range ? std::string(report.document.text(*range)) : std::string("-");
  };
  std::vector<std::string> parts;
  for (TokenRange part : attribution.content) parts.emplace_back(report.document.text(part));
  return absl::StrCat(text(attribution.source), " | ", text(attribution.cue), " | ",
                      absl::StrJoin(parts, " // "));
}

struct Construction {
  std::string name;
  std::string conllu;
  std::vector<std::string> expected;
  bool sieves_only = false;  // what the corpus of the trained part seldom counts
};

std::vector<Construction> ReadConstructions() {
  std::ifstream file(absl::StrCat(PARALLAX_TEST_DATA, "/attribution/constructions.conllu"));
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Construction> cases;
  for (absl::string_view line : absl::StrSplit(text.str(), '\n')) {
    if (absl::ConsumePrefix(&line, "# case = ")) {
      cases.push_back({std::string(line), "", {}, false});
    } else if (line == "# stage = sieves") {
      cases.back().sieves_only = true;
    } else if (absl::ConsumePrefix(&line, "# expect = ")) {
      cases.back().expected.emplace_back(line);
    } else if (!cases.empty()) {
      absl::StrAppend(&cases.back().conllu, line, "\n");
    }
  }
  return cases;
}

class ConstructionTest : public testing::TestWithParam<Construction> {};

TEST_P(ConstructionTest, GivesSourceCueAndContent) {
  const AnnotatedReport report = language::ReportFromConllu(GetParam().conllu);
  std::vector<Attribution> attributions;
  if (GetParam().sieves_only) {
    const internal::ReportReading reading(report.document, report.annotation,
                                          lexicon::Lexicon::Default());
    for (uint32_t s = 0; s < report.document.sentences().size(); ++s) {
      reading.Sieve(s, &attributions);
    }
  } else {
    attributions = Find(report).attributions;
  }
  std::vector<std::string> lines;
  for (const Attribution& attribution : attributions) {
    lines.push_back(Line(report, attribution));
    EXPECT_FALSE(attribution.rule.empty()) << lines.back();
  }
  EXPECT_EQ(lines, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Constructions, ConstructionTest, testing::ValuesIn(ReadConstructions()),
                         [](const testing::TestParamInfo<Construction>& param) {
                           std::string name = param.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

TEST(AttributionTest, TheModelCompiledInIsWhole) {
  const internal::AttributionModels& models = internal::DefaultModels();
  EXPECT_FALSE(models.cues.empty());
  EXPECT_FALSE(models.arguments.empty());
}

TEST(AttributionTest, RefusesDamagedModels) {
  EXPECT_EQ(internal::ReadModels("").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(internal::ReadModels("PLXATTR1 and then nothing of use").status().code(),
            absl::StatusCode::kDataLoss);
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

TEST(AttributionTest, AnAttributionInsideAContentHasTheOuterOneAsParent) {
  const AnnotatedReport report = language::ReportFromConllu(kNested);
  const AttributionSet found = Find(report);
  ASSERT_EQ(found.attributions.size(), 2);
  EXPECT_EQ(found.attributions[0].parent, kNoAttribution);
  EXPECT_EQ(found.attributions[1].parent, 0);
  EXPECT_EQ(found.attributions[1].connotation, lexicon::Connotation::kDenying);
}

TEST(AttributionTest, ReadsOnlyTheSurestOfTooManyCuesInASentence) {
  std::string conllu;
  for (int i = 0; i < 60; ++i) {
    absl::StrAppend(&conllu, 3 * i + 1, " Holm Holm PROPN NNP Number=Sing ", 3 * i + 2,
                    " nsubj NER=B-PERSON\n", 3 * i + 2,
                    " said say VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin ", i == 0 ? 0 : 2, " ",
                    i == 0 ? "root" : "parataxis", " SpaceAfter=No\n", 3 * i + 3, " , , PUNCT , _ ",
                    3 * i + 2, " punct\n");
  }
  const AttributionSet found = Find(language::ReportFromConllu(conllu));
  EXPECT_GT(found.attributions.size(), 4);
  EXPECT_LT(found.attributions.size(), 30);  // 12, and what sieves are certain of
}

TEST(AttributionTest, StopsWhenTheCallHasEnded) {
  const AnnotatedReport report = language::ReportFromConllu(kNested);
  const CallContext ended(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(FindAttributions(report.document, report.annotation, claims::ClaimSet(),
                             lexicon::Lexicon::Default(), ended)
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
  const AttributionSet found = Find(report);
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

// Any words under any trees: what is found lies in the report, contents are in order, nest by
// parents without a ring, have a cue or stand in speech, and come out the same twice.
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
    const AttributionSet found = Find(report);
    const AttributionSet again = Find(report);
    ASSERT_EQ(found.attributions.size(), again.attributions.size()) << conllu;
    for (uint32_t a = 0; a < found.attributions.size(); ++a) {
      const Attribution& attribution = found.attributions[a];
      EXPECT_EQ(Line(report, attribution), Line(report, again.attributions[a])) << conllu;
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
