#include "server/framing/contested.h"

#include <algorithm>
#include <array>
#include <string>

#include "server/framing/evidence.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using commitment::Class;

// Predicates and nouns that charge somebody with a wrong, or lay a harm at a door. Sorted.
constexpr std::array<absl::string_view, 119> kWrongs = {
    "abduct",     "abuse",     "assassinate", "assault",     "attack",     "betray",
    "blackmail",  "blame",     "breach",      "bribe",       "bribery",    "bungle",
    "cartel",     "cheat",     "collude",     "collusion",   "conceal",    "conspiracy",
    "conspire",   "corrupt",   "corruption",  "cover-up",    "covert",     "crime",
    "criminal",   "cruel",     "cruelty",     "deceive",     "defraud",    "discriminate",
    "dodge",      "doping",    "embezzle",    "espionage",   "evade",      "exaggerate",
    "exploit",    "extort",    "fabricate",   "fail",        "failure",    "fake",
    "falsify",    "fault",     "forge",       "forgery",     "fraud",      "fraudulent",
    "genocide",   "guilty",    "hack",        "harass",      "harassment", "hijack",
    "ignore",     "illegal",   "incite",      "intimidate",  "kickback",   "kidnap",
    "kill",       "launder",   "leak",        "lie",         "loot",       "looting",
    "manipulate", "massacre",  "misconduct",  "mislead",     "mismanage",  "misuse",
    "molest",     "murder",    "neglect",     "negligence",  "oust",       "overrun",
    "plagiarism", "plot",      "poison",      "pollute",     "propaganda", "provoke",
    "purge",      "rape",      "reckless",    "responsible", "rig",        "riot",
    "rob",        "sabotage",  "scam",        "scandal",     "shoot",      "shooting",
    "smuggle",    "snoop",     "spy",         "spying",      "stab",       "steal",
    "stuff",      "stuffing",  "swindle",     "tamper",      "terror",     "terrorism",
    "threaten",   "torture",   "traffic",     "treason",     "unlawful",   "vandalism",
    "violate",    "violation", "violence",    "withhold",    "wrongdoing"};

// Predicates that give a cause.
constexpr std::array<absl::string_view, 8> kCauses = {"blame", "cause",   "drive",  "fuel",
                                                      "lead",  "provoke", "prompt", "trigger"};

template <size_t N>
bool In(const std::array<absl::string_view, N>& list, absl::string_view lemma) {
  return std::find(list.begin(), list.end(), lemma) != list.end();
}

bool Doubts(Class value) {
  return value == Class::kAlleged || value == Class::kDenied || value == Class::kNegated ||
         value == Class::kHedged;
}

}  // namespace

Contest ContestOfClaim(const Stage& stage, const Mention& mention) {
  const analysis::Analysis& report = stage.report(mention.report);
  const claims::Claim& claim = stage.claim(mention);
  for (const claims::Argument& argument : claim.arguments) {
    if (argument.role == claims::Role::kCause || argument.role == claims::Role::kPurpose) {
      return Contest::kMarked;
    }
  }
  if (In(kCauses, Lemma(report, claim.head))) return Contest::kMarked;
  const TokenRange passage = ClaimPassage(report, mention.claim);
  Contest contest = Contest::kNone;
  for (uint32_t token = passage.begin; token < passage.end; ++token) {
    if (!IsContentWord(report, token)) continue;
    const std::string lemma = Lemma(report, token);
    if (In(kWrongs, lemma)) return Contest::kMarked;
    const lexicon::LabelTerm* label = stage.scene().lexicon->label(lemma);
    const lexicon::LoadedTerm* loaded = stage.scene().lexicon->loaded_term(lemma);
    if ((label != nullptr && label->connotation < 0) ||
        (loaded != nullptr && loaded->connotation < 0)) {
      contest = Contest::kMild;
    }
  }
  return contest;
}

Contest ContestOf(const Stage& stage, uint32_t fact) {
  Contest contest = Contest::kNone;
  for (const FactAccount& account : stage.accounts(fact)) {
    for (const Mention& mention : account.mentions) {
      if (Doubts(mention.value)) return Contest::kOpen;
      contest = std::max(contest, ContestOfClaim(stage, mention));
    }
  }
  return contest;
}

}  // namespace parallax::framing
