#include "server/claims/internal/event_nouns.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "server/claims/internal/word_sets.h"

namespace parallax::claims::internal {
namespace {

const WordSet& Agentive() {
  static const WordSet& set = *new WordSet(
      "accusation accord action address admission advance advice aggression agreement aim alarm "
      "alert allegation alliance ambush amendment announcement answer anger apology appeal "
      "application approach approval argument assault assertion assessment assurance attack "
      "attempt "
      "audit award backing backlash battle behaviour behavior bid blame blast blockade blow "
      "bombardment boycott breach briefing broadcast cease-fire ceasefire call campaign challenge "
      "charge choice claim clampdown clash coercion collaboration collusion comeback comment "
      "commitment compensation complaint compromise concern concession conclusion condemnation "
      "conduct confession conference conflict consent conspiracy contest cooperation co-operation "
      "counterattack coup crackdown crime critique criticism cruelty cut cyberattack cyber-attack "
      "deal debate deception decision declaration decree defence defense defiance demand "
      "demonstration denial departure desertion directive disagreement discovery discussion "
      "dispute "
      "dissent drill drive effort election endeavour endeavor endorsement entry error escape "
      "espionage estimate evasion excuse exercise exit exodus experiment explanation exploit "
      "failure fear feud fight fighting findings finding flight forecast fraud genocide gesture "
      "greeting guarantee guess guidance guilt handshake hate help hike hoax hope hostility hunt "
      "hunger-strike incursion influence inquest inquiry insistence instruction insult insurgency "
      "interference intervention interview intrusion invasion investigation invitation involvement "
      "journey lawsuit launch legislation lie lobbying looting lockdown march massacre mediation "
      "meeting merger misconduct mistake motion move mutiny negligence negotiation negotiations "
      "objection offence offense offensive offer operation opinion opposition order outcry outrage "
      "overture pact parade participation passage patrol pause performance persecution petition "
      "picket piracy plan plea pledge plot policy poll pressure probe proclamation profit "
      "programme program promise promotion proposal protest provocation purge pursuit push query "
      "quarrel question raid rally reaction rebuke rebellion rebuff referendum reform refusal "
      "rejection remark repression reply report request research resistance resignation resolution "
      "response restraint retaliation retirement retreat return revenge revelation review revolt "
      "revolution rhetoric ride riot ritual robbery row rule ruling rumour rumor sabotage "
      "sacrifice search settlement show showdown siege silence smear speculation speech spending "
      "spying stand stance standoff stand-off statement step strategy strike struggle study "
      "submission success suggestion suicide suit summit support surge surrender survey suspicion "
      "talk talks tactic takeover target tariff teaching terrorism testimony theft theory threat "
      "tour treachery treason treaty trick trip truce trust tweet ultimatum unrest uprising "
      "use vandalism verdict veto victory view vigil violation violence visit vote voting vow "
      "walkout war warfare warning warnings win wish withdrawal work worry wrongdoing");
  return set;
}

const WordSet& Transitive() {
  static const WordSet& set = *new WordSet(
      "acquisition adoption annexation ban bailout bombing burning cancellation cession "
      "closure completion construction control creation delivery demolition deployment destruction "
      "dismantling disposal dissolution distribution drafting easing embargo enforcement execution "
      "expansion export exports extension financing formation funding handling handover hosting "
      "imposition import imports increase inspection killing leak lifting loss "
      "manufacture monitoring naming occupation opening ordering overthrow payment poisoning "
      "printing privatisation privatization production protection publication purchase "
      "ratification "
      "recall reconstruction recovery reduction release removal renewal repair repeal replacement "
      "rescue restoration restructuring sale sanction sanctions seizure sentencing shelling "
      "shipment shooting slaying smuggling sponsorship storming suppression "
      "surveillance suspension tapping targeting termination testing trafficking transfer "
      "treatment trial upgrade");
  return set;
}

const WordSet& Undergone() {
  static const WordSet& set = *new WordSet(
      "abduction abuse accident acquittal amputation anguish appointment arraignment arrest "
      "assassination beating beheading bereavement birth blackout blaze bleeding boom breakdown "
      "breakup burial bust cancer captivity capture casualty catastrophe collapse collision "
      "confusion conviction coronation crash crisis damage death decay decline decrease defeat "
      "deficit delay deportation derailment detention deterioration detonation dip disappearance "
      "disaster discharge disease dismissal displacement disqualification disruption distress "
      "divorce doom downfall downgrade downturn drop drought drowning earthquake ejection epidemic "
      "eruption euphoria evacuation eviction exclusion exile explosion expulsion extinction "
      "extradition fall famine fatality finish fire firing flood flooding funeral grief growth "
      "hardship health heatwave homecoming homicide humiliation hurricane ill-treatment illness "
      "impeachment imprisonment improvement incident indictment infection inflation injury "
      "internment isolation jailing job-loss kidnap kidnapping landslide layoff layoffs leakage "
      "lynching malfunction manslaughter marriage mess misery misfortune mistreatment murder "
      "nomination ordeal ouster ousting outage outbreak overdose pain pandemic panic plight "
      "plunge poverty problem progress prosecution quake radicalisation radicalization "
      "rape rebound recession redundancy relapse rift rise risk sacking scandal "
      "setback shortage shutdown sickness sinking slaughter slide slowdown slump spill spread "
      "stabbing stampede starvation storm strain stress suffering survival tension toll "
      "tornado torture tragedy trauma trouble tsunami turmoil uncertainty unemployment "
      "volatility wildfire worsening wounding wreck");
  return set;
}

// Endings of deverbal nouns on words that name people, bodies, things or measures.
const WordSet& NotEvents() {
  static const WordSet& set = *new WordSet(
      "ability abundance academia administration age airline ambition ambulance ammunition animal "
      "apartment apparition appliance arsenal article association audience auction-house attention "
      "authority balance basement bank-holiday bedding beginning being billing bondage brother "
      "budget building bullion cabinet capital caption carriage cathedral cement ceiling "
      "champion clothing coalition college commandment commission community companion comparison "
      "compartment component condition confidence congregation constellation constitution "
      "conversation-piece convention-centre corporal corporation correction-fluid cottage council "
      "criminal cushion darling delegation department destination dimension direction-finder "
      "division document dungeon duration dwelling earning earnings edition element emotion "
      "employment-agency engine environment equation equipment establishment evening "
      "evidence exception expression facility faction farthing fashion fiction figure filament "
      "foundation fraction fragment function fundament furniture garment gender generation "
      "government herring hospital illusion image implement income-tax ingredient institution "
      "instrument intelligence intention-tremor invention-patent journal junction king language "
      "legion lightning lining location lotion luggage machinery manual marriage-bed material "
      "measure medal medallion meal mention metal million billion trillion minion moment monument "
      "morning motion-picture nation notion nothing nutrition obligation occasion occupation-force "
      "offspring onion opinion-poll option organisation organization origin ornament oval pavement "
      "package page painting parliament parchment partition passion patient pavilion pension "
      "percentage person pigment plantation pollution population portion position-paper potion "
      "precaution pricing principal profession professional proportion proposition prison province "
      "provision pudding railing ration reason region regiment relation relationship religion "
      "reservation-desk residence resource revolution-counter ring rival salvation scaffolding "
      "science section segment sediment sensation sentence sentiment sequence session "
      "settlement-house shilling sibling signal situation something anything everything sterling "
      "stallion standing station string suspension-bridge talent temperament tendency "
      "terminal thing torment tradition tuition union vacation vaccination-card vegetation vehicle "
      "version vacuum village vision vocation wedding-dress wing workmanship world "
      "accordance advantage allowance appearance-fee arrangement-fee assistance-dog circumstance "
      "conference-room consequence difference distance entrance essence experience extent "
      "fence finance importance instance insurance latter licence license manner matter member "
      "nuisance number offer-price office patience performance-car police presence price "
      "province-capital quarter reference-book service significance silence-room structure "
      "substance substance-abuse summer surgery-hours temperature treasure venture-capital "
      "violence-prone winter adolescence conscience ambiance romance science-fiction "
      "residence-permit "
      "creature culture feature furniture-store future lecture-hall literature nature picture "
      "posture "
      "signature texture vulture architecture agriculture infrastructure adventure caricature "
      "spring asking-price baking-powder filing-cabinet "
      "embassy agency residency currency constituency presidency infancy emergency frequency "
      "delicacy democracy bureaucracy pharmacy legacy literacy diplomacy privacy "
      "committee battery bakery brewery gallery grocery jewellery jewelry lottery monastery "
      "mystery "
      "nursery refinery scenery slavery artery archery");
  return set;
}

}  // namespace

EventNoun ClassifyEventNoun(absl::string_view lemma) {
  // One look-up for all lists; of a word in several, the first counts.
  static const auto& kinds = *[] {
    auto* map = new absl::flat_hash_map<absl::string_view, EventNoun>;
    for (absl::string_view word : Agentive()) map->try_emplace(word, EventNoun::kAgentive);
    for (absl::string_view word : Transitive()) map->try_emplace(word, EventNoun::kTransitive);
    for (absl::string_view word : Undergone()) map->try_emplace(word, EventNoun::kUndergone);
    for (absl::string_view word : NotEvents()) map->try_emplace(word, EventNoun::kNone);
    return map;
  }();
  const auto found = kinds.find(lemma);
  if (found != kinds.end()) return found->second;
  if (lemma.size() < 7) return EventNoun::kNone;
  for (absl::string_view ending :
       {"tion", "sion", "ment", "ance", "ence", "ing", "isal", "usal", "oval", "ival", "ewal",
        "rawal", "ersal", "osal", "ayal", "ancy", "overy", "ersion"}) {
    if (absl::EndsWith(lemma, ending)) return EventNoun::kDerived;
  }
  return EventNoun::kNone;
}

}  // namespace parallax::claims::internal
