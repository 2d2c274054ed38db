#include "server/commitment/commitment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/commitment/internal/decision.h"
#include "tests/commitment/tree_report.h"

namespace parallax::commitment {
namespace {

using internal::ClassOfLayers;
using internal::Layer;
using internal::NumberOfLayers;
using ::testing::IsEmpty;

std::string LinesOf(const std::string& name) {
  for (const Construction& construction : ReadConstructions()) {
    if (construction.name == name) return construction.lines;
  }
  ADD_FAILURE() << "no construction " << name;
  return "";
}

TEST(RuleTest, EveryRuleHasANameOfItsOwn) {
  std::set<absl::string_view> names;
  for (int i = 0; i < kRuleCount; ++i) {
    const absl::string_view name = Name(static_cast<Rule>(i));
    EXPECT_FALSE(name.empty()) << i;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(Name(Rule::kDistancingNoun), "distancing-noun");
  EXPECT_EQ(Name(Rule::kScareQuote), "scare-quote");
  EXPECT_EQ(Name(Rule::kModalFuture), "modal-future");
  EXPECT_EQ(Name(Rule::kAsIf), "as-if");
}

// One claim over tokens 1 and 2 of four, which its layers take for asserted.
class WeighingTest : public ::testing::Test {
 protected:
  float& Logit(uint32_t token, Class value) {
    return readings_[token].classes[static_cast<size_t>(value) - 1];
  }
  Commitment Read() {
    claims::ClaimSet claims;
    claims.claims.push_back({.head = 1, .predicate = {1, 2}, .span = {1, 3}});
    claims.claim_of_head.assign(4, claims::kNoClaim);
    return ReadCommitment(report_.document, report_.annotation, values::ValueSet(), claims,
                          attribution::AttributionSet(), readings_, lexicon::Lexicon::Default(),
                          CallContext())
        .value()
        .claims[0];
  }

  const language::AnnotatedReport report_ = language::ReportFromConllu(R"(
    1 Police police NOUN NNS _ 2 nsubj
    2 fired fire VERB VBD _ 0 root
    3 twice twice ADV RB _ 2 advmod
    4 . . PUNCT . _ 2 punct
  )");
  std::vector<TokenReading> readings_ = std::vector<TokenReading>(4);
};

TEST_F(WeighingTest, WhatIsReadSurelyBeatsTheLayers) {
  Logit(1, Class::kAlleged) = 9;
  EXPECT_EQ(Read().value, Class::kAlleged);
}

TEST_F(WeighingTest, TheLayersDecideWhatIsReadAlike) {
  Logit(1, Class::kAlleged) = 1;
  EXPECT_EQ(Read().value, Class::kAsserted);
}

TEST_F(WeighingTest, TheMeanOverTheClauseCountsAndNothingBesideIt) {
  Logit(0, Class::kDenied) = 50;
  Logit(3, Class::kDenied) = 50;
  Logit(1, Class::kHedged) = 6;
  Logit(2, Class::kHedged) = 6;
  Logit(1, Class::kNegated) = 11;  // a mean of 5.5
  EXPECT_EQ(Read().value, Class::kHedged);
}

TEST_F(WeighingTest, TheNumberIsThatOfTheHead) {
  readings_[1].happened = -1.5f;
  readings_[2].happened = 3;
  EXPECT_EQ(Read().factuality, -1.5f);
}

TEST(CommitmentTest, SignalsAreThoseOfTheLayersWhateverIsRead) {
  const TreeReport report = TreeReportOf(LinesOf("alleged-cue"));
  std::vector<TokenReading> readings(report.document.tokens().size());
  for (TokenReading& reading : readings) {
    reading.classes[static_cast<size_t>(Class::kHedged) - 1] = 9;
  }
  const CommitmentSet set = report.Read(readings);
  const Commitment* commitment = report.Of("fired", set);
  ASSERT_NE(commitment, nullptr);
  EXPECT_EQ(commitment->value, Class::kHedged);
  ASSERT_EQ(commitment->signals.size(), 1u);
  EXPECT_EQ(commitment->signals[0].rule, Rule::kDistancingCue);
  EXPECT_EQ(commitment->attributions, std::vector<uint32_t>{0});
}

TEST(CommitmentTest, WhatIsDeniedIsNotLikelyAndTheDenialIsSure) {
  const auto number_of = [](const std::string& name, absl::string_view word) {
    const TreeReport report = TreeReportOf(LinesOf(name));
    std::vector<TokenReading> readings(report.document.tokens().size());
    for (TokenReading& reading : readings) reading.happened = 2.5f;
    const CommitmentSet set = report.Read(readings);
    return report.Of(word, set)->factuality;
  };
  EXPECT_LT(number_of("denied", "fired"), 0);
  EXPECT_EQ(number_of("denied", "denied"), 2.5f);
  EXPECT_LT(number_of("minister-of-that-name-denied-it", "leak"), 0);
  EXPECT_EQ(number_of("minister-of-that-name-denied", "denied"), 2.5f);
}

TEST(CommitmentTest, RulesNameTheConstruction) {
  const auto rule_of = [](const std::string& name, absl::string_view word) {
    const TreeReport report = TreeReportOf(LinesOf(name));
    const CommitmentSet set = report.Read();
    const Commitment* commitment = report.Of(word, set);
    if (commitment == nullptr || commitment->signals.empty()) return Rule::kUnspecified;
    return commitment->signals.front().rule;
  };
  EXPECT_EQ(rule_of("understood-that", "warned"), Rule::kPassiveHearsay);
  EXPECT_EQ(rule_of("thought-that", "burst"), Rule::kPassiveBelief);
  EXPECT_EQ(rule_of("failed-to-warn", "warn"), Rule::kSignature);
  EXPECT_EQ(rule_of("has-to", "turn"), Rule::kModalDuty);
  EXPECT_EQ(rule_of("future", "leave"), Rule::kModalFuture);
  EXPECT_EQ(rule_of("duty", "leave"), Rule::kModalDuty);
  EXPECT_EQ(rule_of("rumours-that-are-false", "closed"), Rule::kUntrueReport);
  EXPECT_EQ(rule_of("minister-of-that-name-denied", "denied"), Rule::kDenyingCue);
}

TEST(CommitmentTest, ParticipleBehindTheNounOfAHeadlineTellsThatItIsToCome) {
  const TreeReport report = TreeReportOf(R"(
# section = headline
1 Ruling ruling NOUN NN Number=Sing 0 root
2 Expected expect VERB VBN Tense=Past|VerbForm=Part 1 acl
3 in in ADP IN _ 4 case
4 Court court NOUN NN Number=Sing 2 obl
)");
  const CommitmentSet set = report.Read();
  ASSERT_NE(report.Of("Ruling", set), nullptr);
  EXPECT_EQ(report.Of("Ruling", set)->value, Class::kProspective);
}

TEST(DecisionTest, TheOutermostLayerThatSaysSomethingDecides) {
  EXPECT_EQ(ClassOfLayers({}), Class::kAsserted);
  EXPECT_EQ(ClassOfLayers({Layer{Class::kAsserted}, Layer{Class::kHedged}, Layer{Class::kNegated}}),
            Class::kHedged);
}

TEST(DecisionTest, WhatASourceRejectsOutrightIsDenied) {
  const Layer said = {Class::kAttributed, {}, Rule::kNeutralCue};
  EXPECT_EQ(ClassOfLayers({said, Layer{Class::kNegated, {}, Rule::kNegation}}), Class::kAttributed);
  for (Rule rule : {Rule::kOutrightNegation, Rule::kDisclaimedWords, Rule::kUntrueReport}) {
    EXPECT_EQ(ClassOfLayers({said, said, Layer{Class::kNegated, {}, rule}}), Class::kDenied);
  }
}

TEST(DecisionTest, LayersTurnAndWeakenTheNumber) {
  EXPECT_EQ(NumberOfLayers({}), 3);
  EXPECT_EQ(NumberOfLayers({Layer{Class::kNegated}}), -3);
  const float hedged = NumberOfLayers({Layer{Class::kHedged}});
  EXPECT_GT(hedged, 0);
  EXPECT_LT(hedged, 3);
  EXPECT_LT(NumberOfLayers({Layer{Class::kDenied}}), 0);
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

const std::vector<TokenReading> kSilent(7);

attribution::AttributionSet QuotationsOnly(TokenRange tokens) {
  attribution::AttributionSet set;
  attribution::Quotation quotation;
  quotation.tokens = tokens;
  set.quotations.push_back(quotation);
  return set;
}

TEST(ScareQuoteTest, AWordInMarksThatNobodySaysIsOne) {
  const language::AnnotatedReport report = language::ReportFromConllu(kScare);
  const auto set =
      ReadCommitment(report.document, report.annotation, values::ValueSet(), claims::ClaimSet(),
                     QuotationsOnly({3, 6}), kSilent, lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  ASSERT_EQ(set->scare_quotes.size(), 1);
  EXPECT_EQ(set->scare_quotes[0].quotation, 0);
}

TEST(ScareQuoteTest, AWordInMarksThatASourceSaysIsNone) {
  const language::AnnotatedReport report = language::ReportFromConllu(kScare);
  attribution::AttributionSet attributions = QuotationsOnly({3, 6});
  attribution::Attribution attribution;
  attribution.content.push_back({2, 6});
  attributions.attributions.push_back(attribution);
  const auto set =
      ReadCommitment(report.document, report.annotation, values::ValueSet(), claims::ClaimSet(),
                     attributions, kSilent, lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  EXPECT_THAT(set->scare_quotes, IsEmpty());
}

TEST(CommitmentTest, StopsWhenTheCallHasEnded) {
  const language::AnnotatedReport report = language::ReportFromConllu(kScare);
  const CallContext ended(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(
      ReadCommitment(report.document, report.annotation, values::ValueSet(), claims::ClaimSet(),
                     attribution::AttributionSet(), kSilent, lexicon::Lexicon::Default(), ended)
          .status()
          .code(),
      absl::StatusCode::kCancelled);
}

// Up to two attributions, each with a cue and a content inside one sentence.
void AddAttributions(std::mt19937* random, TreeReport* report) {
  for (uint32_t count = (*random)() % 3; count > 0; --count) {
    const auto& sentences = report->document.sentences();
    const TokenRange sentence = sentences[(*random)() % sentences.size()].tokens;
    const auto any = [&] { return sentence.begin + (*random)() % sentence.size(); };
    const uint32_t cue = any();
    const uint32_t begin = any();
    attribution::Attribution attribution =
        AttributionOf(absl::StrCat("cue ", cue + 1, "-", cue + 1, " head ", cue + 1, " content ",
                                   begin + 1, "-", sentence.end),
                      report->annotation);
    attribution.form = static_cast<attribution::Form>((*random)() % 3);
    report->attributions.attributions.push_back(std::move(attribution));
  }
}

// Any words under any trees, given to sources at random: one commitment a claim, numbers on the
// scale, signals and attributions inside the report, and the same twice.
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
    TreeReport report = TreeReportOf(conllu);
    const uint32_t size = report.document.tokens().size();
    AddAttributions(&random, &report);
    std::vector<TokenReading> readings(size);
    for (TokenReading& token : readings) {
      token.happened = static_cast<float>(random() % 7) - 3;
      for (float& logit : token.classes) logit = static_cast<float>(random() % 5) - 2;
    }
    const CommitmentSet reading = report.Read(readings);
    const CommitmentSet again = report.Read(readings);
    ASSERT_EQ(reading.claims.size(), report.claims.claims.size()) << conllu;
    for (uint32_t c = 0; c < reading.claims.size(); ++c) {
      const Commitment& commitment = reading.claims[c];
      EXPECT_EQ(commitment.value, again.claims[c].value) << conllu;
      EXPECT_EQ(commitment.factuality, again.claims[c].factuality) << conllu;
      EXPECT_NE(commitment.value, Class::kUnspecified) << conllu;
      EXPECT_GE(commitment.factuality, -3) << conllu;
      EXPECT_LE(commitment.factuality, 3) << conllu;
      for (const Signal& signal : commitment.signals) {
        EXPECT_LT(signal.tokens.begin, signal.tokens.end) << conllu << Name(signal.rule);
        EXPECT_LE(signal.tokens.end, size) << conllu << Name(signal.rule);
        EXPECT_NE(signal.rule, Rule::kUnspecified) << conllu;
      }
      for (uint32_t a : commitment.attributions) {
        EXPECT_LT(a, report.attributions.attributions.size()) << conllu;
      }
    }
  }
}

}  // namespace
}  // namespace parallax::commitment
