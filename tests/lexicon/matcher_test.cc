#include "server/lexicon/matcher.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "tests/language/conllu_fixture.h"

namespace parallax::lexicon {
namespace {

class MatcherTest : public testing::Test {
 protected:
  static std::unique_ptr<const Lexicon> Load() {
    auto lexicon = Lexicon::Load({R"(
        loaded { verb: true lemma: ["brush off", "haul someone before", "drag one's foot",
                                    "pour scorn", "set", "strong-arm"] }
        loaded { adjective: true lemma: ["measured", "war-torn"] }
        loaded { noun: true lemma: "surge" }
        cue { verb: true connotation: NEUTRAL lemma: ["call", "call for", "tear", "tear into",
                                                      "agree to"] }
        cue { preposition: true connotation: NEUTRAL lemma: "according to" })"});
    EXPECT_TRUE(lexicon.ok()) << lexicon.status();
    return *std::move(lexicon);
  }

  // The words of the loaded term that begins with a token of a sentence in CoNLL-U, counted from 1.
  std::string Loaded(const std::string& lines, uint32_t token) const {
    const language::AnnotatedReport report = language::ReportFromConllu(lines);
    const Matcher matcher(language::Syntax(report.document, report.annotation), *lexicon_);
    const Match<LoadedTerm> match = matcher.loaded_term(token - 1);
    return match.entry == nullptr
               ? ""
               : match.entry->lemma + ": " + std::string(report.document.text(match.tokens));
  }
  std::string Cue(const std::string& lines, uint32_t token) const {
    const language::AnnotatedReport report = language::ReportFromConllu(lines);
    const Matcher matcher(language::Syntax(report.document, report.annotation), *lexicon_);
    const ReportingCue* const cue = matcher.cue(token - 1).entry;
    return cue == nullptr ? "" : cue->lemma;
  }

  const std::unique_ptr<const Lexicon> lexicon_ = Load();
};

TEST_F(MatcherTest, AnObjectMayStandBeforeAParticle) {
  EXPECT_EQ(Loaded(R"(
    1 They they PRON PRP _ 2 nsubj
    2 brushed brush VERB VBD _ 0 root
    3 it it PRON PRP _ 2 obj
    4 off off ADP RP _ 2 compound:prt)",
                   2),
            "brush off: brushed it off");
}

TEST_F(MatcherTest, AVerbWithAParticleIsAnotherVerb) {
  EXPECT_EQ(Loaded(R"(
    1 They they PRON PRP _ 2 nsubj
    2 set set VERB VBD _ 0 root
    3 off off ADP RP _ 2 compound:prt)",
                   2),
            "");
}

TEST_F(MatcherTest, SomeoneIsTheObjectAndNothingInThePassive) {
  EXPECT_EQ(Loaded(R"(
    1 They they PRON PRP _ 2 nsubj
    2 hauled haul VERB VBD _ 0 root
    3 the the DET DT _ 4 det
    4 boss boss NOUN NN _ 2 obj
    5 before before ADP IN _ 6 case
    6 judges judge NOUN NNS _ 2 obl)",
                   2),
            "haul someone before: hauled the boss before");
  EXPECT_EQ(Loaded(R"(
    1 He he PRON PRP _ 3 nsubj:pass
    2 was be AUX VBD _ 3 aux:pass
    3 hauled haul VERB VBN _ 0 root
    4 before before ADP IN _ 5 case
    5 judges judge NOUN NNS _ 3 obl)",
                   3),
            "haul someone before: hauled before");
}

TEST_F(MatcherTest, APossessiveStandsForOnes) {
  EXPECT_EQ(Loaded(R"(
    1 They they PRON PRP _ 2 nsubj
    2 dragged drag VERB VBD _ 0 root
    3 their they PRON PRP$ _ 4 nmod:poss
    4 feet foot NOUN NNS _ 2 obj)",
                   2),
            "drag one's foot: dragged their feet");
}

TEST_F(MatcherTest, WhatBelongsToANounMayStandBeforeIt) {
  EXPECT_EQ(Loaded(R"(
    1 They they PRON PRP _ 2 nsubj
    2 poured pour VERB VBD _ 0 root
    3 further far ADJ JJR _ 4 amod
    4 scorn scorn NOUN NN _ 2 obj)",
                   2),
            "pour scorn: poured further scorn");
}

TEST_F(MatcherTest, APartOfSpeechIsAsked) {
  EXPECT_EQ(Loaded("1 surge surge NOUN NN _ 0 root", 1), "surge: surge");
  EXPECT_EQ(Loaded("1 surge surge VERB VB _ 0 root", 1), "");
}

TEST_F(MatcherTest, AParticipleIsAnAdjectiveBeforeANounAlone) {
  EXPECT_EQ(Loaded(R"(
    1 Measured measure VERB VBN _ 2 amod
    2 words word NOUN NNS _ 0 root)",
                   1),
            "measured: Measured");
  EXPECT_EQ(Loaded("1 measured measure VERB VBN _ 0 root", 1), "");
}

TEST_F(MatcherTest, ACompoundIsMatchedAcrossItsHyphens) {
  EXPECT_EQ(Loaded(R"(
    1 war war NOUN NN _ 3 compound SpaceAfter=No
    2 - - PUNCT HYPH _ 3 punct SpaceAfter=No
    3 torn tear VERB VBN _ 4 amod
    4 city city NOUN NN _ 0 root)",
                   1),
            "war-torn: war-torn");
}

TEST_F(MatcherTest, TimeMayStandBeforeAPrepositionAndAnObjectMayNot) {
  EXPECT_EQ(Cue(R"(
    1 They they PRON PRP _ 2 nsubj
    2 called call VERB VBD _ 0 root
    3 on on ADP IN _ 4 case
    4 Friday Friday PROPN NNP _ 2 obl
    5 for for ADP IN _ 6 case
    6 peace peace NOUN NN _ 2 obl)",
                2),
            "call for");
  EXPECT_EQ(Cue(R"(
    1 They they PRON PRP _ 2 nsubj
    2 tore tear VERB VBD _ 0 root
    3 it it PRON PRP _ 2 obj
    4 into into ADP IN _ 5 case
    5 pieces piece NOUN NNS _ 2 obl)",
                2),
            "tear");
}

TEST_F(MatcherTest, AnInfinitiveIsMarkedByTo) {
  EXPECT_EQ(Cue(R"(
    1 They they PRON PRP _ 2 nsubj
    2 agreed agree VERB VBD _ 0 root
    3 to to PART TO _ 4 mark
    4 go go VERB VB _ 2 xcomp)",
                2),
            "agree to");
}

TEST_F(MatcherTest, AVerbFormMayBeAPreposition) {
  EXPECT_EQ(Cue(R"(
    1 According accord VERB VBG _ 3 case
    2 to to ADP IN _ 1 fixed
    3 police police NOUN NN _ 0 root)",
                1),
            "according to");
}

}  // namespace
}  // namespace parallax::lexicon
