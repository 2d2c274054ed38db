#include "server/commitment/commitment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/commitment/internal/factuality.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::commitment {
namespace {

using language::AnnotatedReport;
using ::testing::IsEmpty;

struct Reading {
  claims::ClaimSet claims;
  attribution::AttributionSet attributions;
  CommitmentSet commitments;
};

Reading Read(const AnnotatedReport& report) {
  const CallContext context;
  const lexicon::Lexicon& lexicon = lexicon::Lexicon::Default();
  Reading reading;
  auto claims =
      claims::ExtractClaims(report.document, report.annotation, lexicon, absl::nullopt, context);
  EXPECT_TRUE(claims.ok()) << claims.status();
  reading.claims = *std::move(claims);
  auto attributions = attribution::FindAttributions(report.document, report.annotation,
                                                    reading.claims, lexicon, context);
  EXPECT_TRUE(attributions.ok()) << attributions.status();
  reading.attributions = *std::move(attributions);
  auto commitments = ReadCommitment(report.document, report.annotation, reading.claims,
                                    reading.attributions, lexicon, context);
  EXPECT_TRUE(commitments.ok()) << commitments.status();
  reading.commitments = *std::move(commitments);
  return reading;
}

// The claim whose predicate holds this word.
const Commitment* Of(const AnnotatedReport& report, const Reading& reading,
                     absl::string_view word) {
  const uint32_t token = report.Find(word);
  for (uint32_t c = 0; c < reading.claims.claims.size(); ++c) {
    if (reading.claims.claims[c].predicate.Contains(token)) return &reading.commitments.claims[c];
  }
  return nullptr;
}

struct Construction {
  std::string name;
  std::string conllu;
  std::string word;
  std::string value;
};

std::vector<Construction> ReadConstructions() {
  std::ifstream file(absl::StrCat(PARALLAX_TEST_DATA, "/commitment/constructions.conllu"));
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Construction> cases;
  for (absl::string_view line : absl::StrSplit(text.str(), '\n')) {
    if (absl::ConsumePrefix(&line, "# case = ")) {
      cases.push_back({std::string(line), "", "", ""});
    } else if (absl::ConsumePrefix(&line, "# expect = ")) {
      const std::vector<std::string> parts = absl::StrSplit(line, ' ');
      cases.back().word = parts[0];
      cases.back().value = parts[1];
    } else if (!cases.empty()) {
      absl::StrAppend(&cases.back().conllu, line, "\n");
    }
  }
  return cases;
}

class ConstructionTest : public testing::TestWithParam<Construction> {};

TEST_P(ConstructionTest, GivesTheClassOfTheOutermostLayer) {
  const AnnotatedReport report = language::ReportFromConllu(GetParam().conllu);
  const Reading reading = Read(report);
  const Commitment* commitment = Of(report, reading, GetParam().word);
  ASSERT_NE(commitment, nullptr);
  EXPECT_EQ(Name(commitment->value), GetParam().value);
  // What is not plainly asserted says which words made it so.
  EXPECT_EQ(commitment->value == Class::kAsserted, commitment->signals.empty());
}

INSTANTIATE_TEST_SUITE_P(Constructions, ConstructionTest, testing::ValuesIn(ReadConstructions()),
                         [](const testing::TestParamInfo<Construction>& param) {
                           std::string name = param.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

TEST(CommitmentTest, WhatIsDeniedIsNotLikelyAndTheDenialIsSure) {
  for (const Construction& construction : ReadConstructions()) {
    if (construction.name != "denied") continue;
    const AnnotatedReport report = language::ReportFromConllu(construction.conllu);
    const Reading reading = Read(report);
    ASSERT_NE(Of(report, reading, "fired"), nullptr);
    ASSERT_NE(Of(report, reading, "denied"), nullptr);
    EXPECT_LT(Of(report, reading, "fired")->factuality, 0);
    EXPECT_GT(Of(report, reading, "denied")->factuality, 0);
    return;
  }
  FAIL() << "no construction of that name";
}

TEST(CommitmentTest, ParticipleBehindTheNounOfAHeadlineTellsThatItIsToCome) {
  const AnnotatedReport report = language::ReportFromConllu(R"(
# section = headline
1 Ruling ruling NOUN NN Number=Sing 0 root
2 Expected expect VERB VBN Tense=Past|VerbForm=Part 1 acl
3 in in ADP IN _ 4 case
4 Court court NOUN NN Number=Sing 2 obl
)");
  const Reading reading = Read(report);
  ASSERT_NE(Of(report, reading, "Ruling"), nullptr);
  EXPECT_EQ(Of(report, reading, "Ruling")->value, Class::kProspective);
}

TEST(CommitmentTest, TheRegressionCompiledInIsWhole) {
  EXPECT_FALSE(internal::DefaultFactualityModel().empty());
}

TEST(CommitmentTest, RefusesADamagedRegression) {
  EXPECT_EQ(internal::FactualityModel::Read("").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(internal::FactualityModel::Read(std::string(200, 'x')).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(CommitmentTest, RefusesARegressionWithAChangedByteOrACutEnd) {
  // One row of no weight.
  internal::FactualityModel::Head head;
  head.rows = 1;
  std::string file(internal::FactualityModel::kMagic);
  file.append(reinterpret_cast<const char*>(&head), sizeof(head));
  file.append(internal::FactualityModel::kUnits, '\0');
  const auto signed_file = [](std::string bytes) {
    const uint64_t checksum = internal::Checksum(bytes);
    bytes.append(reinterpret_cast<const char*>(&checksum), sizeof(checksum));
    return bytes;
  };
  const std::string whole = signed_file(file);
  ASSERT_TRUE(internal::FactualityModel::Read(whole).ok());
  for (size_t i = 0; i < whole.size(); i += 97) {
    std::string changed = whole;
    changed[i] ^= 1;
    EXPECT_FALSE(internal::FactualityModel::Read(changed).ok()) << i;
  }
  const std::string cut = signed_file(file.substr(0, file.size() - 1));
  EXPECT_FALSE(internal::FactualityModel::Read(cut).ok());
}

TEST(CommitmentTest, TheNumberIsWhereTheHalvesOfTheScaleMeet) {
  constexpr uint32_t kParts = internal::FactualityModel::kParts;
  float middles[kParts];
  for (uint32_t k = 0; k < kParts; ++k) middles[k] = -2.75f + 0.5f * static_cast<float>(k);
  float even[kParts];
  std::fill(even, even + kParts, 4.0f);
  EXPECT_NEAR(internal::MedianOf(even, middles), 0, 1e-5);
  float one_sided[kParts] = {};
  one_sided[kParts - 1] = 1;
  EXPECT_GT(internal::MedianOf(one_sided, middles), 2.5);
  // Most of the weight decides, however far the rest lies away.
  float split[kParts] = {};
  split[0] = 0.4f;
  split[kParts - 1] = 0.6f;
  EXPECT_GT(internal::MedianOf(split, middles), 2.5);
}

TEST(CommitmentTest, LayersTurnAndWeakenTheNumber) {
  using internal::Layer;
  EXPECT_EQ(internal::LayeredFactuality({}), 3);
  EXPECT_EQ(internal::LayeredFactuality({Layer{Class::kNegated, {}, "negation"}}), -3);
  const float hedged = internal::LayeredFactuality({Layer{Class::kHedged, {}, "modal"}});
  EXPECT_GT(hedged, 0);
  EXPECT_LT(hedged, 3);
  EXPECT_LT(internal::LayeredFactuality({Layer{Class::kDenied, {}, "denying-cue"}}), 0);
}

constexpr char kScare[] = R"(
  1 Voters voter NOUN NNS Number=Plur 2 nsubj
  2 rejected reject VERB VBD Mood=Ind|Tense=Past|VerbForm=Fin 0 root
  3 the the DET DT Definite=Def 5 det
  4 “ “ PUNCT `` _ 5 punct SpaceAfter=No
  5 rescue rescue NOUN NN Number=Sing 2 obj SpaceAfter=No
  6 ” ” PUNCT '' _ 5 punct SpaceAfter=No
  7 . . PUNCT . _ 2 punct
)";

attribution::AttributionSet QuotationsOnly(TokenRange tokens) {
  attribution::AttributionSet set;
  attribution::Quotation quotation;
  quotation.tokens = tokens;
  set.quotations.push_back(quotation);
  return set;
}

TEST(ScareQuoteTest, AWordInMarksThatNobodySaysIsOne) {
  const AnnotatedReport report = language::ReportFromConllu(kScare);
  const auto set =
      ReadCommitment(report.document, report.annotation, claims::ClaimSet(), QuotationsOnly({3, 6}),
                     lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  ASSERT_EQ(set->scare_quotes.size(), 1);
  EXPECT_EQ(set->scare_quotes[0].quotation, 0);
}

TEST(ScareQuoteTest, AWordInMarksThatASourceSaysIsNone) {
  const AnnotatedReport report = language::ReportFromConllu(kScare);
  attribution::AttributionSet attributions = QuotationsOnly({3, 6});
  attribution::Attribution attribution;
  attribution.content.push_back({2, 6});
  attributions.attributions.push_back(attribution);
  const auto set = ReadCommitment(report.document, report.annotation, claims::ClaimSet(),
                                  attributions, lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  EXPECT_THAT(set->scare_quotes, IsEmpty());
}

TEST(CommitmentTest, StopsWhenTheCallHasEnded) {
  const AnnotatedReport report = language::ReportFromConllu(kScare);
  const CallContext ended(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(ReadCommitment(report.document, report.annotation, claims::ClaimSet(),
                           attribution::AttributionSet(), lexicon::Lexicon::Default(), ended)
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

// Any words under any trees: one commitment a claim, numbers on the scale, signals and attributions
// inside the report, and the same twice.
TEST(CommitmentPropertyTest, HoldsOnRandomTrees) {
  const std::vector<std::pair<std::string, std::string>> words = {
      {"said", "say VERB VBD"},      {"denied", "deny VERB VBD"},
      {"failed", "fail VERB VBD"},   {"claim", "claim NOUN NN"},
      {"attack", "attack NOUN NN"},  {"that", "that SCONJ IN"},
      {"if", "if SCONJ IN"},         {"not", "not PART RB"},
      {"may", "may AUX MD"},         {"will", "will AUX MD"},
      {"alleged", "alleged ADJ JJ"}, {"likely", "likely ADJ JJ"},
      {"no", "no DET DT"},           {"to", "to PART TO"},
      {"was", "be AUX VBD"},         {"“", "“ PUNCT ``"},
      {"”", "” PUNCT ''"},           {"?", "? PUNCT ."},
      {"think", "think VERB VBP"},   {"charged", "charge VERB VBN"},
      {"with", "with ADP IN"}};
  const std::vector<std::string> relations = {
      "nsubj", "ccomp", "xcomp", "obj",  "obl",    "advcl",      "acl",      "mark", "aux",
      "cop",   "punct", "conj",  "amod", "advmod", "nsubj:pass", "aux:pass", "case", "det"};
  const uint32_t seed = 1;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::string conllu;
    for (uint32_t s = 0; s < 1 + random() % 3; ++s) {
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
                        i == root ? "root" : relations[random() % relations.size()], "\n");
      }
      conllu += "\n";
    }
    const AnnotatedReport report = language::ReportFromConllu(conllu);
    const uint32_t size = report.document.tokens().size();
    const Reading reading = Read(report);
    const Reading again = Read(report);
    ASSERT_EQ(reading.commitments.claims.size(), reading.claims.claims.size()) << conllu;
    for (uint32_t c = 0; c < reading.commitments.claims.size(); ++c) {
      const Commitment& commitment = reading.commitments.claims[c];
      EXPECT_EQ(commitment.value, again.commitments.claims[c].value) << conllu;
      EXPECT_EQ(commitment.factuality, again.commitments.claims[c].factuality) << conllu;
      EXPECT_NE(commitment.value, Class::kUnspecified) << conllu;
      EXPECT_GE(commitment.factuality, -3) << conllu;
      EXPECT_LE(commitment.factuality, 3) << conllu;
      for (const Signal& signal : commitment.signals) {
        EXPECT_LT(signal.tokens.begin, signal.tokens.end) << conllu << signal.rule;
        EXPECT_LE(signal.tokens.end, size) << conllu << signal.rule;
        EXPECT_FALSE(signal.rule.empty()) << conllu;
      }
      for (uint32_t a : commitment.attributions) {
        EXPECT_LT(a, reading.attributions.attributions.size()) << conllu;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::commitment
