#include "server/framing/contested.h"

#include <algorithm>
#include <array>
#include <string>

#include "server/framing/words.h"

namespace parallax::framing {
namespace {

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

}  // namespace

Contest ContestOfClaim(const Stage& stage, const Mention& mention) {
  const analysis::Analysis& report = stage.report(mention.report);
  const claims::Claim& claim = stage.claim(mention);
  if (In(kCauses, Lemma(report, claim.head))) return Contest::kMarked;
  Contest contest = Contest::kNone;
  // The predicate and what its arguments are; what stands deeper inside them is not what is
  // claimed.
  auto read = [&](uint32_t token) {
    const std::string lemma = Lemma(report, token);
    if (In(kWrongs, lemma)) contest = Contest::kMarked;
    const lexicon::LabelTerm* label = stage.scene().lexicon->label(lemma);
    const lexicon::LoadedTerm* loaded = stage.scene().lexicon->loaded_term(lemma);
    if ((label != nullptr && label->connotation < 0) ||
        (loaded != nullptr && loaded->connotation < 0)) {
      contest = std::max(contest, Contest::kMild);
    }
  };
  for (uint32_t token = claim.predicate.begin; token < claim.predicate.end; ++token) read(token);
  for (const claims::Argument& argument : claim.arguments) {
    if (argument.role == claims::Role::kCause) contest = Contest::kMarked;
    read(argument.head);
  }
  return contest;
}

}  // namespace parallax::framing
