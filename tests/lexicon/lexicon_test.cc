#include "server/lexicon/lexicon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

namespace parallax::lexicon {
namespace {

using ::testing::HasSubstr;
using ::testing::NotNull;

std::unique_ptr<const Lexicon> LoadOrFail(const std::vector<absl::string_view>& texts) {
  auto lexicon = Lexicon::Load(texts);
  EXPECT_TRUE(lexicon.ok()) << lexicon.status();
  return lexicon.ok() ? std::move(lexicon).value() : nullptr;
}

std::string ErrorOf(const std::vector<absl::string_view>& texts) {
  auto lexicon = Lexicon::Load(texts);
  EXPECT_EQ(lexicon.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(lexicon.status().message());
}

TEST(LexiconTest, TheListsCompiledInLoadWithoutFault) {
  auto lexicon = Lexicon::LoadDefault();
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
}

struct CueCase {
  const char* lemma;
  Connotation connotation;
};

class DefaultCueTest : public testing::TestWithParam<CueCase> {};

TEST_P(DefaultCueTest, HasTheConnotationADeskGivesIt) {
  const ReportingCue* cue = Lexicon::Default().reporting_cue(GetParam().lemma);
  ASSERT_THAT(cue, NotNull());
  EXPECT_EQ(cue->connotation, GetParam().connotation);
}

INSTANTIATE_TEST_SUITE_P(Cues, DefaultCueTest,
                         testing::Values(CueCase{"say", Connotation::kNeutral},
                                         CueCase{"tell", Connotation::kNeutral},
                                         CueCase{"according to", Connotation::kNeutral},
                                         CueCase{"confirm", Connotation::kEndorsing},
                                         CueCase{"admit", Connotation::kEndorsing},
                                         CueCase{"claim", Connotation::kDistancing},
                                         CueCase{"insist", Connotation::kDistancing},
                                         CueCase{"reportedly", Connotation::kDistancing},
                                         CueCase{"deny", Connotation::kDenying},
                                         CueCase{"lash out", Connotation::kCharged}));

TEST(LexiconTest, KnowsThatAChargeIsALegalActAndAnAccusation) {
  const ReportingCue* cue = Lexicon::Default().reporting_cue("charge");
  ASSERT_THAT(cue, NotNull());
  EXPECT_TRUE(cue->legal);
  EXPECT_TRUE(cue->accusation);
  EXPECT_TRUE(cue->takes_person);
}

TEST(LexiconTest, SignaturesTellTwoWayImplicativesFromFactives) {
  const Signature* manage = Lexicon::Default().signature("manage");
  ASSERT_THAT(manage, NotNull());
  EXPECT_EQ(manage->positive, 1);
  EXPECT_EQ(manage->negative, -1);
  const Signature* fail = Lexicon::Default().signature("fail");
  ASSERT_THAT(fail, NotNull());
  EXPECT_EQ(fail->positive, -1);
  EXPECT_EQ(fail->negative, 1);
  const Signature* know = Lexicon::Default().signature("know");
  ASSERT_THAT(know, NotNull());
  EXPECT_TRUE(know->factive);
  EXPECT_EQ(know->negative, 1);
  const Signature* think = Lexicon::Default().signature("think");
  ASSERT_THAT(think, NotNull());
  EXPECT_TRUE(think->neg_raising);
}

TEST(LexiconTest, LoadedTermsNameTheNeutralWord) {
  const LoadedTerm* blast = Lexicon::Default().loaded_term("blast");
  ASSERT_THAT(blast, NotNull());
  EXPECT_EQ(blast->neutral, "criticise");
  const LoadedTerm* haul = Lexicon::Default().loaded_term("haul in");
  ASSERT_THAT(haul, NotNull());
  EXPECT_EQ(haul->neutral, "summon");
}

TEST(LexiconTest, EveryMarkerKindIsReadAsItself) {
  const Lexicon& lexicon = Lexicon::Default();
  EXPECT_EQ(lexicon.marker("perhaps")->kind, MarkerKind::kHedge);
  EXPECT_EQ(lexicon.marker("alleged")->kind, MarkerKind::kDistance);
  EXPECT_EQ(lexicon.marker("not")->kind, MarkerKind::kNegation);
  EXPECT_EQ(lexicon.marker("if")->kind, MarkerKind::kProspective);
  EXPECT_EQ(lexicon.marker("clearly")->kind, MarkerKind::kBooster);
}

TEST(LexiconTest, AnswersNothingForAWordItDoesNotKnow) {
  EXPECT_EQ(Lexicon::Default().reporting_cue("table"), nullptr);
  EXPECT_EQ(Lexicon::Default().loaded_term(""), nullptr);
  EXPECT_EQ(Lexicon::Default().marker("Perhaps"), nullptr);
}

TEST(LexiconTest, GivesThePhrasesThatAWordBeginsTheLongestFirst) {
  auto lexicon =
      LoadOrFail({R"(loaded { lemma: ["hit", "hit out at", "hit-and-run", "hit out"] })"});
  ASSERT_NE(lexicon, nullptr);
  std::vector<std::string> phrases;
  for (const Phrase<LoadedTerm>& phrase : lexicon->loaded_from("hit")) {
    phrases.push_back(absl::StrJoin(phrase.words, "|"));
  }
  EXPECT_THAT(phrases, testing::ElementsAre("hit|-|and|-|run", "hit|out|at", "hit|out", "hit"));
  ASSERT_EQ(lexicon->loaded_from("hit-and-run").size(), 1u);
  EXPECT_TRUE(lexicon->loaded_from("out").empty());
}

TEST(LexiconTest, ALaterTextReplacesAnEntryOfAnEarlierOne) {
  auto lexicon = LoadOrFail({"cue { lemma: 'say' verb: true connotation: NEUTRAL }",
                             "cue { lemma: 'say' verb: true connotation: DISTANCING }"});
  ASSERT_NE(lexicon, nullptr);
  EXPECT_EQ(lexicon->reporting_cue("say")->connotation, Connotation::kDistancing);
}

TEST(LexiconTest, NamesTheTextAndTheEntryAtFault) {
  EXPECT_THAT(ErrorOf({"", "cue { lemma: ['say', 'say'] verb: true connotation: NEUTRAL }"}),
              AllOf(HasSubstr("text 1"), HasSubstr("\"say\""), HasSubstr("twice")));
  EXPECT_THAT(ErrorOf({"cue { lemma: 'say' verb: true }"}), HasSubstr("connotation"));
  EXPECT_THAT(ErrorOf({"cue { lemma: 'say' connotation: NEUTRAL }"}), HasSubstr("part of speech"));
  EXPECT_THAT(ErrorOf({"cue { lemma: 'Say' verb: true connotation: NEUTRAL }"}),
              HasSubstr("lower-case"));
  EXPECT_THAT(ErrorOf({"marker { lemma: 'perhaps' }"}), HasSubstr("kind"));
  EXPECT_THAT(ErrorOf({"signature { lemma: 'manage' positive: 2 }"}), HasSubstr("polarity"));
  EXPECT_THAT(ErrorOf({"loaded { lemma: 'blast' connotation: -3 }"}), HasSubstr("connotation"));
}

TEST(LexiconTest, NamesThePlaceOfASyntaxError) {
  EXPECT_THAT(ErrorOf({"cue {\n  lemur: 'say'\n}"}),
              AllOf(HasSubstr("text 0"), HasSubstr("line 2")));
}

}  // namespace
}  // namespace parallax::lexicon
