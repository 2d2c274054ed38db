#include "server/claims/internal/verb_classes.h"

#include "server/claims/internal/word_sets.h"

namespace parallax::claims::internal {

bool IsUnaccusative(absl::string_view verb) {
  static const WordSet& set = *new WordSet(
      "appear arise awaken befall begin bleed boil break burn burst capsize cease change climb "
      "close "
      "collapse collide come commence continue crack crash crumble decay decline decrease "
      "degenerate derail deteriorate detonate die diminish disappear dissolve double drop drown "
      "dwindle ease elapse emerge end ensue erode erupt evaporate exist expire explode fade faint "
      "fall falter fare finish flare flood flounder founder freeze go grow happen heal ignite "
      "implode improve increase intensify jump kick-off languish lapse last linger loom melt mount "
      "multiply occur open overturn pass perish persist plummet plunge prevail quadruple rally "
      "rebound "
      "recede recover recur remain resume result rise rot rupture settle shatter shrink shut sink "
      "skid skyrocket slide slip slow slump smoulder soar spiral split spread stabilise stabilize "
      "stagnate start stay stop stumble subside succumb suffer surface surge survive swell "
      "take-place tear thaw topple transpire triple tumble unfold vanish wane waver weaken widen "
      "wilt worsen");
  return set.contains(verb);
}

bool IsTransfer(absl::string_view verb) {
  static const WordSet& set = *new WordSet(
      "accord administer advance allocate allot announce apologise apologize appeal assign assure "
      "award bequeath bring cable cede complain concede confess convey dedicate deliver "
      "demonstrate "
      "describe devote dictate disclose dispatch distribute donate email e-mail entrust explain "
      "expose extend feed fax forward fund-raise give grant guarantee hand impart inform issue "
      "leak "
      "lease leave lend listen loan mail mention offer owe pass pay pledge present promise propose "
      "protest provide read recommend refer relay render repay reply report respond return reveal "
      "say sell send serve ship show sign speak submit supply surrender swear talk teach tell "
      "testify text transfer transmit tweet vow whisper wire write yield");
  return set.contains(verb);
}

bool IsLight(absl::string_view verb) {
  static const WordSet& set = *new WordSet(
      "begin carry commit conduct deal deliver do draw engage enter express face file give have "
      "hold "
      "impose issue launch lay lodge make mount offer open organise organize pay perform place "
      "pose "
      "put raise reach receive run set show stage start strike suffer sustain take undergo "
      "undertake wage win");
  return set.contains(verb);
}

bool IsJudgement(absl::string_view verb) {
  static const WordSet& set = *new WordSet(
      "abuse admonish apologise apologize applaud arrest attack award ban banish berate beat blame "
      "blast book boycott castigate censure charge chide commend compensate condemn congratulate "
      "convict criticise criticize damn denounce deport detain discipline dismiss disqualify eject "
      "evict exclude execute exile expel extradite fault fine fire forgive hail hang hate honour "
      "honor impeach imprison indict investigate jail kill lambast lambaste laud mock oust pardon "
      "penalise penalize praise prosecute protest punish question quit rebuke remove reprimand "
      "reproach resign ridicule sack sanction scold sentence slam sue summon suspend target thank "
      "threaten torture try want wanted");
  return set.contains(verb);
}

bool IsAccusation(absl::string_view verb) {
  static const WordSet& set =
      *new WordSet("absolve accuse acquit charge clear convict exonerate indict suspect");
  return set.contains(verb);
}

bool IsMotion(absl::string_view verb) {
  static const WordSet& set = *new WordSet(
      "arrive board bring carry charge climb come commute crawl cross deploy depart drive enter "
      "escape evacuate exit extradite ferry flee flow fly follow go head hurry jet journey jump "
      "leave march migrate move pass pour proceed push race reach retreat return ride run rush "
      "sail "
      "send ship stream stroll swim take transfer transport travel trek turn walk wander withdraw");
  return set.contains(verb);
}

bool IsSubjectControl(absl::string_view verb) {
  static const WordSet& set = *new WordSet("promise vow threaten pledge swear guarantee");
  return set.contains(verb);
}

bool IsPlacePreposition(absl::string_view word) {
  static const WordSet& set = *new WordSet(
      "aboard above across against along alongside among amongst around at atop behind below "
      "beneath "
      "beside between beyond by down from in inside into near off on onto opposite out outside "
      "over "
      "past through throughout to toward towards under underneath up upon via within");
  return set.contains(word);
}

bool IsTimePreposition(absl::string_view word) {
  static const WordSet& set = *new WordSet(
      "after around at before between by during following for from in into on over prior since "
      "through throughout till to toward towards under until within");
  return set.contains(word);
}

bool IsTimeNoun(absl::string_view noun) {
  static const WordSet& set = *new WordSet(
      "afternoon aftermath age anniversary april august autumn beginning birthday century "
      "christmas "
      "dawn day daytime deadline decade december dusk easter end era eve evening fall february "
      "fortnight friday future hour instant january july june lunchtime march may midday midnight "
      "millennium minute moment monday month morning night nightfall noon november october past "
      "period quarter ramadan saturday season second semester september spring summer sunday "
      "sundown sunrise sunset term thursday time today tomorrow tonight tuesday wednesday week "
      "weekday weekend while winter year yesterday");
  return set.contains(noun);
}

bool IsPlaceNoun(absl::string_view noun) {
  static const WordSet& set = *new WordSet(
      "abroad airport alley apartment area arena avenue bank bar barracks base basement bay beach "
      "border boundary bridge building bunker bus cafe camp campus capital car castle cathedral "
      "cell cemetery centre center checkpoint church city clinic club coast coastline college "
      "compound continent corner corridor country county courthouse courtroom desert detention "
      "direction district dock downtown east embassy estate factory farm field flat floor forest "
      "frontier front garage garden gate globe grave ground hall harbour harbor headquarters "
      "highway hill home hospital hotel house island jail kitchen laboratory lake land lane "
      "library "
      "line lobby location mall market mile mosque motorway mountain museum nation neighbourhood "
      "neighborhood nightclub north northeast northwest ocean office outskirts park path peninsula "
      "pitch plant plaza port premises prison property province pub quayside railway rally ranch "
      "region restaurant resort river riverbank road roof room route scene school sea shop shore "
      "site skies sky slum soil south southeast southwest spot square stadium stage state station "
      "store street suburb supermarket synagogue temple territory theatre theater tower town track "
      "train tunnel university valley venue village vicinity warehouse water waters west "
      "world worldwide yard zone");
  return set.contains(noun);
}

bool IsTimeAdverb(absl::string_view word) {
  static const WordSet& set = *new WordSet(
      "afterwards afterward ago annually beforehand briefly currently daily earlier early "
      "eventually formerly forever immediately initially later lately monthly nightly now nowadays "
      "originally overnight presently previously recently shortly simultaneously since sometimes "
      "soon subsequently temporarily then today tomorrow tonight weekly when yearly yesterday");
  return set.contains(word);
}

bool IsPlaceAdverb(absl::string_view word) {
  static const WordSet& set = *new WordSet(
      "abroad ashore aboard downstairs downtown elsewhere everywhere here home indoors inland "
      "locally nationally nationwide nearby north northwards offshore outdoors outside overseas "
      "inside somewhere south there underground upstairs where worldwide");
  return set.contains(word);
}

bool IsReasonNoun(absl::string_view noun) {
  static const WordSet& set = *new WordSet(
      "account allegation accusation charge consequence defiance fear protest reaction reply "
      "response "
      "result retaliation retribution revenge solidarity suspicion wake");
  return set.contains(noun);
}

bool IsTelegraphicState(absl::string_view word) {
  static const WordSet& set = *new WordSet(
      "acquitted arrested axed back banned dead die down feared freed guilty held hurt injured "
      "jailed "
      "killed lost missing off out rescued safe sacked shot stranded suspended trapped up wounded");
  return set.contains(word);
}

bool IsContentNoun(absl::string_view noun) {
  static const WordSet& set = *new WordSet(
      "accusation agreement aim allegation allegations announcement appeal argument assertion "
      "assessment assumption assurance attempt authority belief bid calculation call case "
      "certainty "
      "chance charge claim commitment complaint conclusion concern condition consensus conviction "
      "deal decision declaration decree demand denial desire determination doubt duty effort "
      "estimate evidence excuse expectation fact fear feeling finding guarantee hint hope "
      "hypothesis "
      "idea impression indication insistence instruction intention invitation judgment judgement "
      "knowledge lie message move news notion obligation offer opinion opportunity order "
      "permission "
      "plan plea pledge possibility powers prediction pressure probability promise proof proposal "
      "prospect push readiness reason refusal remark report request revelation right rule ruling "
      "rumour rumor saying sense sign signal speculation statement story suggestion suspicion "
      "testimony theory thought threat verdict view vow warning willingness wish word worry");
  return set.contains(noun);
}

}  // namespace parallax::claims::internal
