// Predicates, arguments and spans, a construction a test.
#include "server/claims/claims.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/claims/tree_fixture.h"

namespace parallax::claims {
namespace {

TEST(ClaimsTest, ActiveVerbHasAgentPatientPlaceAndTime) {
  const ReadReport read = ReadBody(
      "Soldiers/soldier/NNS/2/nsubj stormed/storm/VBD/0/root the/DT/4/det station/NN/2/obj "
      "in/IN/6/case Varna/NNP/2/obl@B-LOCATION on/IN/8/case Monday/NNP/2/obl@B-DATE ././2/punct");
  const Claim& claim = read.ClaimOf("stormed");
  EXPECT_EQ(claim.kind, PredicateKind::kVerb);
  EXPECT_EQ(claim.voice, Voice::kActive);
  EXPECT_EQ(read.Arguments("stormed", Role::kAgent), "Soldiers");
  EXPECT_EQ(read.Arguments("stormed", Role::kPatient), "the station");
  EXPECT_EQ(read.Arguments("stormed", Role::kPlace), "Varna");
  EXPECT_EQ(read.Arguments("stormed", Role::kTime), "Monday");
  EXPECT_EQ(read.Span("stormed"), "Soldiers stormed the station in Varna on Monday");
}

TEST(ClaimsTest, PassiveSubjectIsPatientAndByPhraseIsAgent) {
  const ReadReport read = ReadBody(
      "The/DT/2/det bridge/NN/4/nsubj:pass was/be/VBD/4/aux:pass destroyed/destroy/VBN/0/root "
      "by/IN/6/case rebels/rebel/NNS/4/obl:agent ././4/punct");
  EXPECT_EQ(read.ClaimOf("destroyed").voice, Voice::kPassive);
  EXPECT_EQ(read.Arguments("destroyed", Role::kPatient), "The bridge");
  EXPECT_EQ(read.Arguments("destroyed", Role::kAgent), "rebels");
}

TEST(ClaimsTest, PassiveWithoutByPhraseHasNoAgent) {
  const ReadReport read = ReadBody(
      "Mistakes/mistake/NNS/3/nsubj:pass were/be/VBD/3/aux:pass made/make/VBN/0/root "
      "././3/punct");
  EXPECT_EQ(read.Arguments("made", Role::kAgent), "");
  EXPECT_EQ(read.Arguments("made", Role::kPatient), "Mistakes");
}

TEST(ClaimsTest, PassiveOfGivingMakesItsSubjectTheReceiver) {
  const ReadReport read = ReadBody(
      "The/DT/2/det envoy/NN/4/nsubj:pass was/be/VBD/4/aux:pass handed/hand/VBN/0/root "
      "a/DT/6/det note/NN/4/obj ././4/punct");
  EXPECT_EQ(read.Arguments("handed", Role::kRecipient), "The envoy");
  EXPECT_EQ(read.Arguments("handed", Role::kPatient), "a note");
}

TEST(ClaimsTest, SubjectOfDyingUndergoesIt) {
  const ReadReport read =
      ReadBody("Three/three/CD/2/nummod miners/miner/NNS/3/nsubj died/die/VBD/0/root ././3/punct");
  EXPECT_EQ(read.Arguments("died", Role::kPatient), "Three miners");
  EXPECT_EQ(read.Arguments("died", Role::kAgent), "");
}

TEST(ClaimsTest, CopulaMakesItsComplementThePredicate) {
  const ReadReport read = ReadBody(
      "The/DT/2/det envoy/NN/5/nsubj was/be/VBD/5/cop a/DT/5/det spy/NN/0/root ././5/punct");
  const Claim& claim = read.ClaimOf("spy");
  EXPECT_EQ(claim.kind, PredicateKind::kAttribute);
  EXPECT_EQ(claim.voice, Voice::kNone);
  EXPECT_EQ(read.Arguments("spy", Role::kPatient), "The envoy");
  EXPECT_EQ(read.Arguments("spy", Role::kAttribute), "a spy");
  EXPECT_EQ(read.Span("spy"), "The envoy was a spy");
}

TEST(ClaimsTest, AppositionDescribesItsNoun) {
  const ReadReport read = ReadBody(
      "Orlov/NNP/6/nsubj@B-PERSON ,/,/4/punct a/DT/4/det banker/NN/1/appos ,/,/4/punct "
      "left/leave/VBD/0/root ././6/punct");
  EXPECT_EQ(read.ClaimOf("banker").kind, PredicateKind::kAttribute);
  EXPECT_EQ(read.Arguments("banker", Role::kPatient), "Orlov");
  EXPECT_EQ(read.Span("banker"), "a banker");
  EXPECT_EQ(read.Arguments("left", Role::kAgent), "Orlov");
}

TEST(ClaimsTest, AppositionOfANameMakesNoClaim) {
  const ReadReport read = ReadBody(
      "The/DT/2/det banker/NN/6/nsubj ,/,/4/punct Orlov/NNP/2/appos@B-PERSON ,/,/4/punct "
      "left/leave/VBD/0/root ././6/punct");
  EXPECT_FALSE(read.HasClaim("Orlov"));
}

TEST(ClaimsTest, RelativePronounIsReadAsItsNoun) {
  const ReadReport read = ReadBody(
      "The/DT/2/det guards/guard/NNS/5/nsubj who/WP/4/nsubj fired/fire/VBD/2/acl:relcl "
      "fled/flee/VBD/0/root ././5/punct");
  EXPECT_EQ(read.Arguments("fired", Role::kAgent), "The guards");
  EXPECT_EQ(read.Span("fired"), "who fired");
  EXPECT_EQ(read.Span("fled"), "The guards who fired fled");
}

TEST(ClaimsTest, RelativeClauseWithoutPronounHasItsNounAsPatient) {
  const ReadReport read = ReadBody(
      "The/DT/2/det cables/cable/NNS/5/nsubj they/PRP/4/nsubj cut/VBD/2/acl:relcl "
      "burned/burn/VBD/0/root ././5/punct");
  EXPECT_EQ(read.Arguments("cut", Role::kPatient), "The cables");
  EXPECT_EQ(read.Arguments("cut", Role::kAgent), "they");
}

TEST(ClaimsTest, PhraseEndsBeforeItsRelativeClauseWhateverHangsOnTheNoun) {
  const ReadReport read = ReadBody(
      "Police/police/NNS/2/nsubj named/name/VBD/0/root a/DT/4/det man/NN/2/obj who/WP/6/nsubj "
      "fled/flee/VBD/4/acl:relcl in/IN/9/case a/DT/9/det van/NN/4/nmod");
  EXPECT_EQ(read.Arguments("named", Role::kPatient), "a man");
}

TEST(ClaimsTest, CommaRelativeClauseIsNoPartOfTheClauseAround) {
  const ReadReport read = ReadBody(
      "Workers/worker/NNS/2/nsubj left/leave/VBD/0/root the/DT/4/det mine/NN/2/obj ,/,/8/punct "
      "which/WDT/8/nsubj had/have/VBD/8/aux flooded/flood/VBN/4/acl:relcl ././2/punct");
  EXPECT_EQ(read.Span("left"), "Workers left the mine");
  EXPECT_EQ(read.Span("flooded"), "which had flooded");
  EXPECT_EQ(read.Arguments("flooded", Role::kPatient), "the mine");
}

TEST(ClaimsTest, ConjoinedVerbsShareTheSubjectAndNotTheirSpans) {
  const ReadReport read = ReadBody(
      "The/DT/2/det army/NN/3/nsubj took/take/VBD/0/root the/DT/5/det town/NN/3/obj and/CC/7/cc "
      "burned/burn/VBD/3/conj the/DT/9/det market/NN/7/obj ././3/punct");
  EXPECT_EQ(read.Arguments("burned", Role::kAgent), "The army");
  EXPECT_EQ(read.Span("took"), "The army took the town");
  EXPECT_EQ(read.Span("burned"), "burned the market");
}

TEST(ClaimsTest, ConjoinedParticipleStaysPassive) {
  const ReadReport read = ReadBody(
      "He/PRP/3/nsubj:pass was/be/VBD/3/aux:pass seized/seize/VBN/0/root and/CC/5/cc "
      "beaten/beat/VBN/3/conj ././3/punct");
  EXPECT_EQ(read.ClaimOf("beaten").voice, Voice::kPassive);
  EXPECT_EQ(read.Arguments("beaten", Role::kPatient), "He");
}

TEST(ClaimsTest, FirstOfTwoVerbsSharesTheObjectOfTheSecond) {
  const ReadReport read = ReadBody(
      "They/PRP/2/nsubj tracked/track/VBD/0/root and/CC/4/cc killed/kill/VBD/2/conj the/DT/6/det "
      "leader/NN/4/obj ././2/punct");
  EXPECT_EQ(read.Arguments("tracked", Role::kPatient), "the leader");
}

TEST(ClaimsTest, ConjoinedNounsAreArgumentsOfTheirOwn) {
  const ReadReport read = ReadBody(
      "Police/police/NNS/2/nsubj freed/free/VBD/0/root two/CD/4/nummod men/man/NNS/2/obj "
      "and/CC/7/cc "
      "a/DT/7/det boy/NN/4/conj ././2/punct");
  EXPECT_EQ(read.Arguments("freed", Role::kPatient), "two men | a boy");
}

TEST(ClaimsTest, ObjectControlGivesTheInfinitiveTheObjectAsSubject) {
  const ReadReport read = ReadBody(
      "Lima/NNP/2/nsubj@B-LOCATION ordered/order/VBD/0/root the/DT/4/det envoy/NN/2/obj "
      "to/TO/6/mark leave/VB/2/xcomp ././2/punct");
  EXPECT_EQ(read.Arguments("leave", Role::kAgent), "the envoy");
  EXPECT_EQ(read.Span("ordered"), "Lima ordered the envoy to leave");
  EXPECT_EQ(read.set.claims[read.ClaimOf("leave").parent].head, read.ClaimOf("ordered").head);
}

TEST(ClaimsTest, ReceiverOfATermDoesWhatItIsGivenFor) {
  const ReadReport read = ReadBody(
      "Lima/NNP/2/nsubj gave/give/VBD/0/root envoys/envoy/NNS/2/iobj two/CD/5/nummod "
      "days/day/NNS/2/obj to/TO/7/mark leave/VB/2/advcl");
  EXPECT_EQ(read.Arguments("leave", Role::kAgent), "envoys");
}

TEST(ClaimsTest, OfTwoSubjectsTheNearerIsMeant) {
  const ReadReport read = ReadHeadline(
      "Row/NN/6/nsubj grows/grow/NNS/1/dep as/IN/6/mark envoys/envoy/NNS/6/nsubj:pass "
      "are/be/VBP/6/aux:pass expelled/expel/VBN/0/root");
  EXPECT_EQ(read.Arguments("expelled", Role::kPatient), "envoys");
  EXPECT_EQ(read.Span("expelled"), "envoys are expelled");
}

TEST(ClaimsTest, PromiseKeepsItsSubjectInControl) {
  const ReadReport read = ReadBody(
      "Lima/NNP/2/nsubj@B-LOCATION promised/promise/VBD/0/root the/DT/4/det envoy/NN/2/obj "
      "to/TO/6/mark pay/VB/2/xcomp ././2/punct");
  EXPECT_EQ(read.Arguments("pay", Role::kAgent), "Lima");
}

TEST(ClaimsTest, RaisingPassesTheSubjectThrough) {
  const ReadReport read = ReadBody(
      "Rebels/rebel/NNS/2/nsubj appear/VBP/0/root to/TO/4/mark hold/VB/2/xcomp the/DT/6/det "
      "port/NN/4/obj ././2/punct");
  EXPECT_EQ(read.Arguments("hold", Role::kAgent), "Rebels");
}

TEST(ClaimsTest, PassiveMatrixGivesItsSubjectToTheInfinitive) {
  const ReadReport read = ReadBody(
      "The/DT/2/det aides/aide/NNS/4/nsubj:pass were/be/VBD/4/aux:pass told/tell/VBN/0/root "
      "to/TO/6/mark resign/VB/4/xcomp ././4/punct");
  EXPECT_EQ(read.Arguments("resign", Role::kAgent), "The aides");
}

TEST(ClaimsTest, ParticipleClauseTakesTheSubjectOfTheMainClause) {
  const ReadReport read = ReadBody(
      "Oslo/NNP/2/nsubj@B-LOCATION expelled/expel/VBD/0/root them/PRP/2/obj ,/,/5/punct "
      "accusing/accuse/VBG/2/advcl them/PRP/5/obj of/IN/8/mark spying/spy/VBG/5/advcl ././2/punct");
  EXPECT_EQ(read.Arguments("accusing", Role::kAgent), "Oslo");
  EXPECT_EQ(read.Arguments("accusing", Role::kContent), "spying");
  EXPECT_EQ(read.Span("expelled"), "Oslo expelled them");
  EXPECT_EQ(read.Span("accusing"), "accusing them of spying");
}

TEST(ClaimsTest, ReportingVerbLeavesItsContentToItsOwnClaim) {
  const ReadReport read = ReadBody(
      "The/DT/2/det mayor/NN/3/nsubj said/say/VBD/0/root that/IN/6/mark shots/shot/NNS/6/nsubj "
      "hit/VBD/3/ccomp the/DT/8/det crowd/NN/6/obj ././3/punct");
  EXPECT_EQ(read.Span("said"), "The mayor said");
  EXPECT_EQ(read.Span("hit"), "shots hit the crowd");
  EXPECT_EQ(read.Arguments("said", Role::kContent), "shots hit the crowd");
}

TEST(ClaimsTest, ThatClauseOnAWrongNounIsStillNoPartOfTheReportingClause) {
  const ReadReport read = ReadBody(
      "The/DT/2/det mayor/NN/3/nsubj said/say/VBD/0/root on/IN/5/case Monday/NNP/3/obl "
      "that/WDT/8/obj shots/shot/NNS/8/nsubj hit/VBD/5/acl:relcl the/DT/10/det crowd/NN/8/obj");
  EXPECT_EQ(read.Span("said"), "The mayor said on Monday");
  EXPECT_EQ(read.Span("hit"), "shots hit the crowd");
}

TEST(ClaimsTest, InfinitiveOfAReportingVerbIsPartOfItsClause) {
  const ReadReport read = ReadBody(
      "The/DT/2/det ferry/NN/3/nsubj asked/ask/VBD/0/root to/TO/5/mark dock/VB/3/ccomp "
      "././3/punct");
  EXPECT_EQ(read.Span("asked"), "The ferry asked to dock");
}

TEST(ClaimsTest, AccordingToPhraseIsNoPartOfTheClause) {
  const ReadReport read = ReadBody(
      "Ten/CD/2/nummod men/man/NNS/3/nsubj died/die/VBD/0/root ,/,/7/punct "
      "according/accord/VBG/7/case "
      "to/IN/5/fixed police/police/NNS/3/obl ././3/punct");
  EXPECT_EQ(read.Span("died"), "Ten men died");
}

TEST(ClaimsTest, AnotherEventThatOnlyDatesTheClauseIsNoPartOfIt) {
  const ReadReport read = ReadBody(
      "She/PRP/3/nsubj:pass was/be/VBD/3/aux:pass banned/ban/VBN/0/root after/IN/5/mark "
      "failing/fail/VBG/3/advcl a/DT/7/det test/NN/5/obj ././3/punct");
  EXPECT_EQ(read.Span("banned"), "She was banned");
  EXPECT_EQ(read.Arguments("banned", Role::kTime), "failing a test");
}

TEST(ClaimsTest, InquitBehindTheQuoteIsNoPartOfIt) {
  const ReadReport read = ReadBody(
      "We/PRP/3/nsubj will/MD/3/aux stay/VB/6/ccomp ,/,/3/punct she/PRP/6/nsubj "
      "said/say/VBD/0/root ././6/punct");
  EXPECT_EQ(read.Span("stay"), "We will stay");
  EXPECT_EQ(read.Span("said"), "she said");
}

TEST(ClaimsTest, NominalEventHasPatientByOfAndAgentByPossessor) {
  const ReadReport read = ReadBody(
      "Peru/NNP/3/nmod:poss@B-LOCATION 's/POS/1/case expulsion/NN/7/nsubj of/IN/6/case "
      "eight/CD/6/nummod attaches/attache/NNS/3/nmod angered/anger/VBD/0/root Quito/NNP/7/obj "
      "././7/punct");
  EXPECT_EQ(read.ClaimOf("expulsion").kind, PredicateKind::kNominal);
  EXPECT_EQ(read.Arguments("expulsion", Role::kAgent), "Peru");
  EXPECT_EQ(read.Arguments("expulsion", Role::kPatient), "eight attaches");
  EXPECT_EQ(read.Span("expulsion"), "Peru 's expulsion of eight attaches");
}

TEST(ClaimsTest, PossessorOfAnArrestUndergoesIt) {
  const ReadReport read =
      ReadBody("Her/PRP$/2/nmod:poss arrest/NN/3/nsubj surprised/surprise/VBD/0/root us/PRP/3/obj");
  EXPECT_EQ(read.Arguments("arrest", Role::kPatient), "Her");
}

TEST(ClaimsTest, AllegedActivitiesAreAClaim) {
  const ReadReport read = ReadBody(
      "They/PRP/2/nsubj left/leave/VBD/0/root over/IN/5/case alleged/JJ/5/amod espionage/NN/2/obl");
  EXPECT_EQ(read.Span("espionage"), "alleged espionage");
  EXPECT_EQ(read.Arguments("left", Role::kCause), "alleged espionage");
}

TEST(ClaimsTest, ClaimNounHoldsItsClauseAsContent) {
  const ReadReport read = ReadBody(
      "The/DT/2/det claim/NN/8/nsubj that/IN/5/mark troops/troop/NNS/5/nsubj fled/flee/VBD/2/acl "
      "was/be/VBD/8/cop plainly/RB/8/advmod false/JJ/0/root");
  EXPECT_EQ(read.Arguments("claim", Role::kContent), "troops fled");
  EXPECT_EQ(read.Span("claim"), "The claim");
  EXPECT_EQ(read.ClaimOf("false").kind, PredicateKind::kAttribute);
}

TEST(ClaimsTest, ParticipleBeforeItsNounIsAClaimAboutIt) {
  const ReadReport read = ReadBody(
      "Police/NNP/2/nsubj searched/search/VBD/0/root the/DT/5/det abandoned/abandon/VBN/5/amod "
      "mill/NN/2/obj near/IN/9/case the/DT/9/det rising/rise/VBG/9/amod river/NN/2/obl");
  EXPECT_EQ(read.ClaimOf("abandoned").voice, Voice::kPassive);
  EXPECT_EQ(read.Arguments("abandoned", Role::kPatient), "the abandoned mill");
  EXPECT_EQ(read.Span("abandoned"), "abandoned mill");
  EXPECT_EQ(read.Arguments("rising", Role::kPatient), "the rising river");
}

TEST(ClaimsTest, ParticipleThatOnlyCastsDoubtIsNoClaim) {
  const ReadReport read = ReadBody(
      "Police/NNP/2/nsubj named/name/VBD/0/root the/DT/5/det alleged/allege/VBN/5/amod "
      "thief/NN/2/obj");
  EXPECT_EQ(read.set.claims.size(), 1u);
}

TEST(ClaimsTest, OrganisationsAndBuildingsAreNoEvents) {
  const ReadReport read = ReadBody(
      "The/DT/2/det organisation/NN/3/nsubj owns/own/VBZ/0/root a/DT/6/det large/JJ/6/amod "
      "apartment/NN/3/obj of/IN/8/case pavement/NN/6/nmod");
  EXPECT_EQ(read.set.claims.size(), 1u);
}

TEST(ClaimsTest, LightVerbTakesItsNounIntoThePredicate) {
  const ReadReport read = ReadBody(
      "The/DT/2/det club/NN/3/nsubj made/make/VBD/0/root a/DT/6/det brief/JJ/6/amod "
      "statement/NN/3/obj ././3/punct");
  EXPECT_EQ(read.Text(read.ClaimOf("made").predicate), "made a brief statement");
  EXPECT_EQ(read.Arguments("statement", Role::kAgent), "The club");
}

TEST(ClaimsTest, ParticleIsPartOfThePredicate) {
  const ReadReport read = ReadBody(
      "The/DT/2/det boat/NN/3/nsubj broke/break/VBD/0/root up/RP/3/compound:prt ././3/punct");
  EXPECT_EQ(read.Text(read.ClaimOf("broke").predicate), "broke up");
}

TEST(ClaimsTest, SecondaryPredicateIsSaidOfTheObject) {
  const ReadReport read = ReadBody(
      "She/PRP/2/nsubj called/call/VBD/0/root the/DT/4/det inquiry/NN/2/obj a/DT/6/det "
      "sham/NN/2/xcomp ././2/punct");
  EXPECT_EQ(read.ClaimOf("sham").kind, PredicateKind::kAttribute);
  EXPECT_EQ(read.Arguments("sham", Role::kPatient), "the inquiry");
  EXPECT_EQ(read.Arguments("called", Role::kAttribute), "a sham");
}

TEST(ClaimsTest, HeadlineParticipleIsPassiveAndItsSpanHoldsTheNoun) {
  const ReadReport read = ReadHeadline(
      "Six/CD/2/nummod envoys/envoy/NNS/0/root told/tell/VBN/2/acl to/TO/5/mark leave/VB/3/xcomp");
  EXPECT_EQ(read.ClaimOf("told").voice, Voice::kPassive);
  EXPECT_EQ(read.Span("told"), "Six envoys told to leave");
  EXPECT_EQ(read.Arguments("leave", Role::kAgent), "Six envoys");
}

TEST(ClaimsTest, HeadlinePastFormWithoutObjectIsPassive) {
  const ReadReport read = ReadHeadline(
      "Rebel/NN/2/compound leader/NN/3/nsubj killed/kill/VBD/0/root in/IN/5/case raid/NN/3/obl");
  EXPECT_EQ(read.ClaimOf("killed").voice, Voice::kPassive);
  EXPECT_EQ(read.Arguments("killed", Role::kPatient), "Rebel leader");
}

TEST(ClaimsTest, HeadlineStateBehindItsNumberIsAClaim) {
  const ReadReport read = ReadHeadline(
      "Nine/CD/5/nummod dead/JJ/5/amod ,/,/5/punct 17/CD/5/nummod hurt/NN/0/root in/IN/7/case "
      "storm/NN/5/nmod");
  EXPECT_EQ(read.Span("dead"), "Nine dead");
  EXPECT_EQ(read.Arguments("dead", Role::kPatient), "Nine");
  EXPECT_EQ(read.Span("hurt"), "17 hurt");
  EXPECT_EQ(read.ClaimOf("hurt").quantities.size(), 1u);
}

TEST(ClaimsTest, HeadlineChangeBehindItsNounIsAClaim) {
  const ReadReport read = ReadHeadline(
      "Corvane/NNP/2/compound shares/share/NNS/0/root down/RB/2/advmod 14/CD/5/nummod %/NN/2/dep");
  EXPECT_EQ(read.Span("down"), "Corvane shares down 14 %");
  EXPECT_EQ(read.Arguments("down", Role::kPatient), "Corvane shares");
}

TEST(ClaimsTest, HeadlineOfNounsAlonePutsItsRootForward) {
  const ReadReport read =
      ReadHeadline("The/DT/3/det mayor/NN/3/compound secrets/secret/NNS/0/root");
  ASSERT_EQ(read.set.claims.size(), 1u);
  EXPECT_EQ(read.set.claims[0].kind, PredicateKind::kNominal);
}

TEST(ClaimsTest, DatelineAloneIsNoClaim) {
  const ReadReport read = ReadBody("Friday/NNP/0/root ,/,/1/punct 8/CD/4/nummod May/NNP/1/appos");
  EXPECT_TRUE(read.set.claims.empty());
}

TEST(ClaimsTest, OverAndForNameTheReasonOfAJudgement) {
  const ReadReport read = ReadBody(
      "Fans/fan/NNS/2/nsubj criticised/criticise/VBD/0/root the/DT/4/det coach/NN/2/obj "
      "for/IN/7/case "
      "his/PRP$/7/nmod:poss tactics/tactic/NNS/2/obl");
  EXPECT_EQ(read.Arguments("criticised", Role::kCause), "his tactics");
}

TEST(ClaimsTest, InfinitiveOfPurposeAndBecauseAreToldApart) {
  const ReadReport read = ReadBody(
      "He/PRP/2/nsubj resigned/resign/VBD/0/root because/IN/5/mark he/PRP/5/nsubj "
      "lied/lie/VBD/2/advcl to/TO/7/mark win/VB/5/advcl");
  EXPECT_EQ(read.Arguments("resigned", Role::kCause), "he lied to win");
  EXPECT_EQ(read.Arguments("lied", Role::kPurpose), "to win");
}

TEST(ClaimsTest, ReasonsInSetPhrasesAreCauses) {
  const ReadReport response = ReadBody(
      "Lima/NNP/2/nsubj froze/freeze/VBD/0/root talks/talk/NNS/2/obj in/IN/5/case "
      "response/NN/2/obl to/IN/8/case the/DT/8/det raid/NN/5/nmod");
  EXPECT_EQ(response.Arguments("froze", Role::kCause), "response to the raid");
  const ReadReport fined = ReadBody(
      "It/PRP/3/nsubj:pass was/be/VBD/3/aux:pass fined/fine/VBN/0/root for/IN/5/mark "
      "dumping/dump/VBG/3/advcl waste/NN/5/obj");
  EXPECT_EQ(fined.Arguments("fined", Role::kCause), "dumping waste");
  const ReadReport seeking = ReadBody(
      "Seeking/seek/VBG/6/advcl to/TO/3/mark calm/VB/1/xcomp fears/fear/NNS/3/obj it/PRP/6/nsubj "
      "published/publish/VBD/0/root figures/figure/NNS/6/obj");
  EXPECT_EQ(seeking.Arguments("published", Role::kPurpose), "Seeking to calm fears");
}

TEST(ClaimsTest, PlacesAreToldFromTargets) {
  const ReadReport place = ReadBody(
      "She/PRP/2/nsubj spoke/speak/VBD/0/root outside/IN/5/case her/PRP$/5/nmod:poss "
      "headquarters/NNS/2/obl");
  EXPECT_EQ(place.Arguments("spoke", Role::kPlace), "her headquarters");
  const ReadReport target =
      ReadBody("They/PRP/2/nsubj shouted/shout/VBD/0/root at/IN/4/case him/PRP/2/obl");
  EXPECT_EQ(target.Arguments("shouted", Role::kPlace), "");
}

TEST(ClaimsTest, ExistentialThereIsAClaimOfWhatThereIs) {
  const ReadReport read =
      ReadBody("There/EX/2/expl was/be/VBD/0/root a/DT/4/det delay/NN/2/nsubj ././2/punct");
  EXPECT_EQ(read.Arguments("was", Role::kPatient), "a delay");
  EXPECT_EQ(read.Span("was"), "There was a delay");
}

TEST(ClaimsTest, ClaimsAreOrderedAndIndexedByTheirHeads) {
  const ReadReport read =
      Read(Sentence("The/DT/2/det mayor/NN/3/nsubj said/say/VBD/0/root it/PRP/5/nsubj "
                    "burned/burn/VBD/3/ccomp") +
           Sentence("Nobody/NN/2/nsubj died/die/VBD/0/root ././2/punct"));
  ASSERT_EQ(read.set.claims.size(), 3u);
  for (uint32_t i = 0; i < read.set.claims.size(); ++i) {
    EXPECT_EQ(read.set.claim_of_head[read.set.claims[i].head], i);
  }
  EXPECT_EQ(read.set.claims[2].sentence, 1u);
  EXPECT_EQ(read.set.claims[1].parent, 0u);
  EXPECT_EQ(read.set.claims[0].parent, kNoClaim);
}

TEST(ClaimsTest, AnEmptyReportHasNoClaims) {
  const absl::StatusOr<ClaimSet> set =
      ExtractClaims(text::Document(), language::Annotation({}, "", {}), values::ValueSet(),
                    lexicon::Lexicon::Default(), CallContext());
  ASSERT_TRUE(set.ok());
  EXPECT_TRUE(set->claims.empty());
}

TEST(ClaimsTest, ACancelledCallGivesItsError) {
  const language::AnnotatedReport report =
      language::ReportFromConllu(Sentence("He/PRP/2/nsubj fled/flee/VBD/0/root"));
  const CallContext cancelled(absl::InfiniteFuture(), [] { return true; });
  EXPECT_EQ(ExtractClaims(report.document, report.annotation, values::ValueSet(),
                          lexicon::Lexicon::Default(), cancelled)
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace parallax::claims
