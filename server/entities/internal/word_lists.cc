#include "server/entities/internal/word_lists.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace parallax::entities::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

// `words` must be a literal: the set holds views into it.
const Words& Set(const char* words) {
  return *new Words(absl::StrSplit(words, absl::ByAnyChar(" \n"), absl::SkipEmpty()));
}

}  // namespace

bool IsMaleFirstName(absl::string_view word) {
  static const Words& set = Set(
      "aaron abdul abdullah abraham adam ahmad ahmed alan albert alejandro alex-andre alexander "
      "alexei alfonso alfred ali allan allen alphonse anders andre andreas andrei andrew andy "
      "angelo "
      "anthony anton antonio antony arnold arthur barack barry bashar ben benedict benjamin "
      "bernard "
      "bernie bert bill billy bob bobby boris brad brandon brendan brett brian bruce bruno bryan "
      "carl carlos cesar chad charles charlie chester chris christopher chuck clarence clark "
      "claude clifford clint cody colin conor craig curtis dale damian dan daniel darren dave "
      "david "
      "dean denis dennis derek dick diego dimitri dirk dmitri dmitry dominic don donald doug "
      "douglas "
      "dwight earl ed eddie edgar eduardo edward edwin elliott elon emmanuel enrico enrique eric "
      "erik ernest ernesto ethan eugene evan felix ferdinand fernando francis francisco francois "
      "frank franklin fred freddie frederick gabriel gareth gary gavin geoff geoffrey george "
      "gerald "
      "gerard gilbert giorgio giovanni giuseppe glen glenn gordon graham grant greg gregory guy "
      "hamid hans harold harry harvey hassan henri henry herbert herman hosni howard hugh hugo "
      "hussein "
      "ian ibrahim igor isaac ivan jack jackson jacob jacques jake james jamie jan jared jason jay "
      "jeff jefferson jeffrey jens jeremy jerome jerry jesse jim jimmy joachim joe joel johan "
      "johannes "
      "john johnny jon jonas jonathan jorge jose josef joseph josh joshua juan jules julian julius "
      "justin karl keith ken kenneth kevin khalid kim-jong kurt kyle lance larry lars laurence "
      "lawrence lee-harvey len leo leon leonard leonid leroy lewis liam lionel lloyd louis luc "
      "luca "
      "lucas luigi luis luke mahmoud malcolm manuel marc marcel marco marcus mario mark marshall "
      "martin marvin massimo matt matteo matthew maurice max maximilian mehmet michael michel "
      "miguel "
      "mike mikhail milan mitch mitt mohamed mohammad mohammed morris moses muhammad mustafa "
      "nathan "
      "nathaniel neil nelson newt nicholas nick nicolas nigel nikolai nils noah noel norman oleg "
      "oliver olivier omar oscar osama otto owen pablo pascal patrick paul pavel pedro per pete "
      "peter "
      "phil philip philippe phillip pierre piers rafael rahul ralph ramon rand randy raul ray "
      "raymond "
      "reginald rene ricardo richard rick ricky robert roberto robin rod roderick rodney rodrigo "
      "roger "
      "roland rolf roman ron ronald ronnie ross roy rudolf rudolph rudy rupert russell ryan saddam "
      "salman sam samuel scott sean sebastian serge sergei sergey sergio seth shane shaun sid "
      "simon "
      "stan stanley stefan stephen steve steven stewart stuart sven ted terrence terry theodore "
      "thomas "
      "tim timothy tobias todd tom tommy tony travis trevor tyler victor viktor vince vincent "
      "vladimir "
      "wade walter warren wayne werner wilhelm will william willie winston wolfgang xavier yasser "
      "yitzhak yuri yusuf zachary");
  return set.contains(word);
}

bool IsFemaleFirstName(absl::string_view word) {
  static const Words& set = Set(
      "abigail ada adele adriana agnes aisha alexandra alexandria alice alicia alison amanda amber "
      "amelia amina amy ana anastasia andrea angela angelina anita anja ann anna anne annette "
      "annie "
      "antonia ariana astrid audrey ayesha barbara beatrice becky benazir bernadette beth betsy "
      "betty "
      "beverly bianca bonnie brenda bridget brigitte camilla carla carly carmen carol carole "
      "caroline "
      "carolyn carrie catherine cecilia celia charlotte cheryl chloe christina christine cindy "
      "claire "
      "clara claudia colleen condoleezza connie cristina cynthia daisy dana daniela danielle dawn "
      "deborah debbie debra denise diana diane dolores donna doris dorothy edith eileen elaine "
      "eleanor "
      "elena elisabeth elizabeth ella ellen elsa emilia emily emma erica erika erin esther eva "
      "evelyn "
      "faith fatima fiona florence frances francesca frida gabriela gabrielle gail georgina "
      "geraldine "
      "gertrude gina gisele giulia glenda gloria grace greta gretchen hannah hazel heather heidi "
      "helen helena helga hilary hillary holly ida inga ingrid irene irina iris irma isabel "
      "isabella "
      "isabelle ivana ivanka jacinda jacqueline jane janet janice jasmine jean-marie jeanette "
      "jeanne "
      "jenna jennifer jenny jessica jill joan joana joanna joanne jocelyn josephine joyce juanita "
      "judith "
      "judy julia juliana julie juliet karen karin karla kate katharine katherine kathleen kathryn "
      "kathy katie katja katrina kayla kellyanne kerry-anne kirsten kristen kristin kristina lara "
      "laura "
      "lauren leah leila lena lenore leticia lena lillian lily linda lisa liz liza lois lola "
      "lorraine "
      "louise lucia lucille lucy luisa lydia lynn madeleine madonna maggie malala mandy marcia "
      "margaret "
      "margarita maria mariana marianne marie marilyn marina marion marjorie marta martha martina "
      "mary "
      "maryam maureen maxine maya megan meghan melania melanie melinda melissa mercedes meredith "
      "mia "
      "michaela michele michelle mildred miranda mirela miriam moira molly monica nadia nancy "
      "naomi "
      "natalia natalie natasha nicola nicole nina nora norma olga olivia pamela patricia patsy "
      "patty "
      "paula pauline penelope penny phoebe phyllis polly priscilla rachel rebecca regina renee "
      "rhonda "
      "rita roberta rosa rosalind rose rosemary rosie roxanne ruth sabrina sally samantha sandra "
      "sara "
      "sarah selena serena sharon sheila shirley signe silvia simone sofia sonia sonja sophia "
      "sophie "
      "stella stephanie sue susan susanna susanne suzanne sylvia tamara tammy tanya tara tatiana "
      "teresa "
      "tess thelma theresa therese tiffany tina tracey ursula valentina valerie vanessa vera "
      "veronica "
      "victoria viola violet virginia vivian wanda wendy whitney wilma winifred yolanda yulia "
      "yvette "
      "yvonne zoe");
  return set.contains(word);
}

bool IsMaleNoun(absl::string_view word) {
  static const Words& set = Set(
      "actor-husband boy brother businessman cameraman chairman clergyman congressman councilman "
      "cousin-brother dad duke earl emperor father fireman fisherman gentleman grandfather "
      "grandson "
      "groom guy husband king lord man nephew policeman pope priest prince salesman serviceman "
      "sheikh son spokesman sportsman statesman stepfather stepson tsar uncle widower");
  return set.contains(word);
}

bool IsFemaleNoun(absl::string_view word) {
  static const Words& set = Set(
      "actress aunt baroness bride businesswoman chairwoman congresswoman countess councilwoman "
      "daughter duchess empress girl girlfriend grandmother granddaughter heroine hostess lady "
      "mother "
      "mum niece nun policewoman princess queen saleswoman schoolgirl sister spokeswoman "
      "stepmother "
      "stepdaughter waitress widow wife woman");
  return set.contains(word);
}

bool IsPersonNoun(absl::string_view word) {
  if (IsMaleNoun(word) || IsFemaleNoun(word) || IsTitleNoun(word)) return true;
  static const Words& set = Set(
      "accountant accomplice activist adult advocate aide ally analyst applicant architect "
      "assailant "
      "assassin assistant athlete attorney author baby boss boyfriend captive celebrity champion "
      "child "
      "chief civilian clerk client colleague comedian commuter conservative correspondent couple "
      "criminal critic cyclist deputy detainee dictator diplomat director doctor donor driver "
      "economist "
      "editor employee employer engineer entrepreneur envoy executive expert extremist fan farmer "
      "fighter friend fugitive guard guest gunman hacker head hero homeowner hostage immigrant "
      "individual infant informant inmate insider insurgent investigator journalist juror kid "
      "killer "
      "labourer laborer lawmaker lawyer leader liberal manager mastermind mechanic medic member "
      "mentor "
      "merchant migrant militant millionaire miner motorist murderer musician nationalist "
      "neighbour "
      "neighbor nominee nurse observer official operative opponent organiser organizer owner "
      "parent participant partner passenger patient pedestrian peer person physician pilot player "
      "politician practitioner pro prisoner producer prosecutor protester protestor pupil radical "
      "rebel recruit reformer refugee relative reporter representative researcher resident rider "
      "rival "
      "robber runner sailor scholar scientist sheriff shooter shopper singer smuggler sniper "
      "socialist "
      "soldier spouse spy star student successor suspect survivor swimmer teacher technician "
      "teenager "
      "tenant terrorist thief tourist tutor twin user vendor veteran victim villager visitor "
      "volunteer "
      "voter warrior witness worker writer youngster youth");
  if (set.contains(word)) return true;
  return word.size() > 6 && (absl::EndsWith(word, "ologist") || absl::EndsWith(word, "person") ||
                             absl::EndsWith(word, "woman") || absl::EndsWith(word, "sman"));
}

bool IsGroupNoun(absl::string_view word) {
  static const Words& set = Set(
      "audience community crew crowd family force gang generation military minority mob opposition "
      "people personnel police population public staff team troop troops youth");
  return set.contains(word);
}

bool IsOrganizationNoun(absl::string_view word) {
  static const Words& set = Set(
      "academy administration agency airline alliance army association authority bank board brand "
      "broadcaster bureau cabinet campaign carmaker cartel chain charity church club coalition "
      "college "
      "command commission committee company conglomerate congress consortium corporation council "
      "court "
      "department developer directorate embassy enterprise establishment exchange faction "
      "federation "
      "firm foundation giant government group house industry insurer institute institution "
      "intelligence junta jury label league legislature lender manufacturer maker ministry mission "
      "monarchy movement navy network newspaper office operator organisation organization panel "
      "paper "
      "parliament party police-force presidency publisher regime regulator retailer school "
      "secretariat "
      "senate service society startup studio subsidiary supplier syndicate taskforce think-tank "
      "treasury tribunal trust union university watchdog");
  return set.contains(word);
}

bool IsLocationNoun(absl::string_view word) {
  static const Words& set =
      Set("airport area base bay beach border bridge building canal capital city coast continent "
          "country "
          "county dam desert district enclave factory forest harbour harbor hill home hospital "
          "hotel island "
          "kingdom lake land mine mountain nation neighbourhood neighborhood ocean palace park "
          "peninsula "
          "place plant plaza port prison province region republic resort river road sea site "
          "square stadium "
          "state station strait street suburb territory town tunnel valley village world zone");
  return set.contains(word);
}

bool IsTitleNoun(absl::string_view word) {
  static const Words& set = Set(
      "admiral ambassador archbishop attorney-general ayatollah baron bishop brigadier candidate "
      "captain "
      "cardinal ceo chair chairman chairperson chairwoman chancellor chief coach colonel commander "
      "commissioner commodore congressman congresswoman constable consul coordinator corporal "
      "councillor "
      "councilor counsel cpl dame defender dean democrat deputy detective director doctor emir "
      "envoy "
      "founder general governor head imam inspector judge justice king lady lawmaker leader "
      "lieutenant "
      "lord magistrate major manager mayor midfielder minister mp officer president premier priest "
      "prince "
      "princess principal professor prosecutor queen rabbi republican representative reverend "
      "secretary "
      "senator sergeant sheikh sheriff spokesman spokesperson spokeswoman striker sultan "
      "superintendent "
      "teacher treasurer vice-president");
  return set.contains(word);
}

bool IsGenericNoun(absl::string_view word) {
  static const Words& set =
      Set("amount aspect bit case day event example fact hour issue kind lot man matter minute "
          "moment month name list end beginning "
          "number one other part people percent person place point problem question reason result "
          "series "
          "side situation something somebody someone sort step term thing time type way week woman "
          "word work "
          "year anything everything nothing anybody anyone everybody everyone nobody half more "
          "most many some "
          "rest");
  return set.contains(word);
}

}  // namespace parallax::entities::internal
