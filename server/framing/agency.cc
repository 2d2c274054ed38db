// AGENCY: one report names who did it, another hides the doer, or they name different doers.
//
// Rules (RULES.md): agency-hidden.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/framing/contested.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/stance.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

// How much less a doer matters where nothing was done to anybody.
constexpr float kHarmless = 0.5f;

using claims::PredicateKind;
using claims::Role;
using claims::Voice;

// Predicates that tell a death or a harm without anybody who did it.
constexpr std::array<absl::string_view, 6> kDoerless = {"die",  "perish", "fall",
                                                        "lose", "drown",  "suffer"};
// Predicates that tell the same with a doer.
constexpr std::array<absl::string_view, 12> kDeadly = {"kill", "shoot",   "murder",    "slay",
                                                       "gun",  "execute", "massacre",  "bomb",
                                                       "fire", "drown",   "slaughter", "stab"};

template <size_t N>
bool In(const std::array<absl::string_view, N>& list, absl::string_view lemma) {
  return std::find(list.begin(), list.end(), lemma) != list.end();
}

const claims::Argument* Find(const claims::Claim& claim, Role role) {
  for (const claims::Argument& argument : claim.arguments) {
    if (argument.role == role) return &argument;
  }
  return nullptr;
}

// The words that name the doer, without what follows: "henchmen" of "henchmen of the president".
TokenRange NameOf(const analysis::Analysis& report, const claims::Argument& agent) {
  TokenRange name = {agent.tokens.begin, std::max(agent.tokens.begin, agent.head) + 1};
  while (name.end < agent.tokens.end &&
         report.annotation.word(name.end).relation == language::Relation::kFlat) {
    ++name.end;
  }
  return name;
}

bool NamesDoer(const analysis::Analysis& report, const claims::Claim& claim) {
  const claims::Argument* agent = Find(claim, Role::kAgent);
  if (agent == nullptr || claim.kind == PredicateKind::kAttribute) return false;
  return NamesActors(report, agent->head);
}

bool HidesDoer(const analysis::Analysis& report, const claims::Claim& claim) {
  if (Find(claim, Role::kAgent) != nullptr) {
    // "Three lost their lives": the subject is no doer.
    return claim.kind == PredicateKind::kVerb && In(kDoerless, Lemma(report, claim.head));
  }
  if (claim.kind != PredicateKind::kVerb) return false;
  if (In(kDoerless, Lemma(report, claim.head))) return true;
  if (claim.voice != Voice::kPassive || Find(claim, Role::kPatient) == nullptr) return false;
  // In the body the auxiliary shows a passive for sure; a headline drops it.
  const language::Annotation& annotation = report.annotation;
  return report.document.section_of(claim.head) == text::Section::kHeadline ||
         annotation.child(claim.head, language::Relation::kAuxPass) != language::kNoToken;
}

// An act of force or of power over others.
bool IsGrave(const Stage& stage, const Mention& mention) {
  constexpr std::array<absl::string_view, 24> kForce = {
      "arrest",      "ban",   "bar",    "beat", "charge", "cut",     "deport", "detain",
      "dismiss",     "evict", "expel",  "fine", "hit",    "hurl",    "indict", "injure",
      "investigate", "raid",  "remove", "sack", "seize",  "suspend", "throw",  "wound"};
  const std::string lemma = Lemma(stage.report(mention.report), stage.claim(mention).head);
  return In(kForce, lemma) || In(kDeadly, lemma);
}

class AgencyDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kAgency; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) DetectOn(stage, fact, found);
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<const Mention*> named;
    std::vector<const Mention*> hidden;
    for (const FactAccount& account : stage.accounts(fact)) {
      const Mention* doer = nullptr;
      const Mention* none = nullptr;
      for (const Mention& mention : account.mentions) {
        const analysis::Analysis& report = stage.report(mention.report);
        const claims::Claim& claim = stage.claim(mention);
        if (HidesDoer(report, claim)) {
          if (none == nullptr) none = &mention;
        } else if (doer == nullptr && NamesDoer(report, claim)) {
          doer = &mention;
        }
      }
      if (doer != nullptr) named.push_back(doer);
      if (doer == nullptr && none != nullptr) hidden.push_back(none);
    }
    if (named.empty() || hidden.empty()) return;
    // The doer by the words of the reports that name one.
    std::vector<std::string> doers;
    for (const Mention* mention : named) {
      const analysis::Analysis& report = stage.report(mention->report);
      const claims::Argument* agent = Find(stage.claim(*mention), Role::kAgent);
      std::vector<std::string> stems = ContentStems(report, NameOf(report, *agent));
      doers.insert(doers.end(), stems.begin(), stems.end());
    }
    std::sort(doers.begin(), doers.end());
    doers.erase(std::unique(doers.begin(), doers.end()), doers.end());
    std::erase_if(hidden,
                  [&](const Mention* mention) { return ClearFromContext(stage, *mention, doers); });
    const bool same_act = std::any_of(hidden.begin(), hidden.end(), [&](const Mention* mention) {
      return SameAct(stage, *mention, named);
    });
    if (same_act) {
      std::erase_if(hidden,
                    [&](const Mention* mention) { return !SameAct(stage, *mention, named); });
    }
    // Whoever suffers it there is no doer here, whatever the sentence was read as.
    std::erase_if(hidden, [&](const Mention* mention) {
      const claims::Argument* patient = Find(stage.claim(*mention), Role::kPatient);
      return patient != nullptr &&
             SharedCount(ContentStems(stage.report(mention->report), patient->tokens), doers) > 0;
    });
    if (hidden.empty()) return;

    Difference difference;
    difference.kind = Kind::kAgency;
    difference.severity = Severity::kMedium;
    difference.fact = fact;
    difference.rule = "agency-hidden";
    std::vector<Evidence> with;
    for (const Mention* mention : named) with.push_back(Show(stage, *mention));
    std::vector<Evidence> without;
    for (const Mention* mention : hidden) without.push_back(Show(stage, *mention));
    const analysis::Analysis& first = stage.report(named.front()->report);
    const claims::Argument* agent = Find(stage.claim(*named.front()), Role::kAgent);
    const std::string doer = PassageText(first, Tidy(first, agent->tokens), 10);
    difference.positions.push_back(
        MakePosition(absl::StrCat("doer named: ", doer), std::move(with)));
    difference.positions.push_back(MakePosition("doer not named", std::move(without)));
    const Position& yes = difference.positions[0];
    const Position& no = difference.positions[1];
    difference.explanation = absl::StrCat(
        Outlets(stage, yes.reports), Verb(yes.reports.size(), " says", " say"), " who did it (“",
        doer, "”), ", Outlets(stage, no.reports), Verb(no.reports.size(), " leaves", " leave"),
        " the doer out: ", Against(stage, difference.positions), ".");
    difference.confidence = (same_act ? 0.6f : 0.2f) * Trust(stage, fact, named, hidden);
    // Who opened a window is no news; who fired, and who did not open it in time, is.
    const bool grave = std::any_of(named.begin(), named.end(), [&](const Mention* mention) {
      return IsGrave(stage, *mention) || HoldsNegation(stage.scene(), *mention) ||
             ContestOfClaim(stage, *mention) > Contest::kNone;
    });
    if (!grave) difference.confidence *= kHarmless;
    found->push_back(std::move(difference));
  }

  static Evidence Show(const Stage& stage, const Mention& mention) {
    return {mention.report, ClaimPassage(stage.report(mention.report), mention.claim)};
  }

  // Somebody of the doers acts in the sentence itself or in the one before; a headline stands
  // alone.
  static bool ClearFromContext(const Stage& stage, const Mention& mention,
                               const std::vector<std::string>& doers) {
    const analysis::Analysis& report = stage.report(mention.report);
    const uint32_t first_body = report.document.has_headline() ? 1 : 0;
    const uint32_t first = mention.sentence > first_body ? mention.sentence - 1 : mention.sentence;
    const std::vector<claims::Claim>& all = report.claims.claims;
    // Claims stand by sentence.
    auto at = std::lower_bound(
        all.begin(), all.end(), first,
        [](const claims::Claim& claim, uint32_t sentence) { return claim.sentence < sentence; });
    for (; at != all.end() && at->sentence <= mention.sentence; ++at) {
      const claims::Argument* agent = Find(*at, Role::kAgent);
      if (agent != nullptr && SharedCount(ContentStems(report, agent->tokens), doers) > 0) {
        return true;
      }
    }
    return false;
  }

  // The predicate is the same act, done to the same: one word, or a death told with a doer there.
  static bool SameAct(const Stage& stage, const Mention& hidden,
                      const std::vector<const Mention*>& named) {
    const analysis::Analysis& report = stage.report(hidden.report);
    const std::string lemma = Lemma(report, stage.claim(hidden).head);
    return std::any_of(named.begin(), named.end(), [&](const Mention* mention) {
      const analysis::Analysis& other = stage.report(mention->report);
      const std::string act = Lemma(other, stage.claim(*mention).head);
      if (In(kDoerless, lemma)) return In(kDeadly, act);
      const claims::Argument* done = Find(stage.claim(hidden), Role::kPatient);
      const claims::Argument* to = Find(stage.claim(*mention), Role::kPatient);
      const bool same_patient =
          done != nullptr && to != nullptr &&
          SharedCount(ContentStems(report, done->tokens), ContentStems(other, to->tokens)) > 0;
      return same_patient || (Stem(lemma) == Stem(act) && (done == nullptr || to == nullptr));
    });
  }
};

}  // namespace

std::unique_ptr<const Detector> MakeAgencyDetector() { return std::make_unique<AgencyDetector>(); }

}  // namespace parallax::framing
