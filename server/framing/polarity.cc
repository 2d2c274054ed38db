// POLARITY: one report affirms a fact, another says or reports that it is not so.
//
// Rule (RULES.md): polarity-affirmed-denied.

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/framing/evidence.h"
#include "server/framing/explanation.h"
#include "server/framing/kinds.h"
#include "server/framing/sources.h"
#include "server/framing/stance.h"
#include "server/framing/trust.h"
#include "server/framing/words.h"

namespace parallax::framing {
namespace {

using commitment::Class;

constexpr float kLeastLikeness = 0.1f;
constexpr float kSureLikeness = 0.5f;
constexpr float kUnlike = 0.3f;

bool Affirms(Class value) {
  return value == Class::kAsserted || value == Class::kEndorsed || value == Class::kAttributed;
}

bool Negates(Class value) { return value == Class::kNegated || value == Class::kDenied; }

bool IsNoun(const Stage& stage, const Mention& mention) {
  return stage.claim(mention).kind == claims::PredicateKind::kNominal;
}

// "Rejected the accusations": the noun stands for whatever act is meant.
bool DeniesAccusation(const Stage& stage, const std::vector<const Mention*>& denying) {
  return std::any_of(denying.begin(), denying.end(), [&](const Mention* mention) {
    if (mention->value != Class::kDenied) return false;
    const analysis::Analysis& report = stage.report(mention->report);
    const claims::Claim& claim = stage.claim(*mention);
    const auto is_charge = [&](uint32_t token) {
      const lexicon::ReportingCue* cue = stage.scene().lexicon->reporting_cue(Lemma(report, token));
      return cue != nullptr && cue->noun;
    };
    return is_charge(claim.head) ||
           std::any_of(claim.arguments.begin(), claim.arguments.end(),
                       [&](const claims::Argument& argument) { return is_charge(argument.head); });
  });
}

class PolarityDetector final : public Detector {
 public:
  Kind kind() const override { return Kind::kPolarity; }

  void Detect(const Stage& stage, std::vector<Difference>* found) const override {
    for (uint32_t fact = 0; fact < stage.facts(); ++fact) {
      if (!stage.only_acts(fact)) DetectOn(stage, fact, found);
    }
  }

 private:
  static void DetectOn(const Stage& stage, uint32_t fact, std::vector<Difference>* found) {
    std::vector<Evidence> affirmed;
    std::vector<Evidence> denied;
    std::vector<const Mention*> affirming;
    std::vector<const Mention*> denying;
    bool one_sided = false;  // some report carries only one of the two sides
    for (const FactAccount& account : stage.accounts(fact)) {
      const Mention* affirms = nullptr;
      const Mention* negates = nullptr;
      // "Mine violence" over "the firm reportedly called the police" affirms nothing of its own.
      const bool has_clause =
          std::any_of(account.mentions.begin(), account.mentions.end(),
                      [&](const Mention& mention) { return !IsNoun(stage, mention); });
      for (const Mention& mention : account.mentions) {
        if (affirms == nullptr && Affirms(mention.value) &&
            !(has_clause && IsNoun(stage, mention))) {
          affirms = &mention;
        }
        if (negates == nullptr && Negates(mention.value)) negates = &mention;
      }
      if (affirms == nullptr && negates == nullptr) continue;
      one_sided |= (affirms == nullptr) != (negates == nullptr);
      // A report that carries the denial too stands with those who deny.
      const Mention& shown = negates != nullptr ? *negates : *affirms;
      (negates != nullptr ? denied : affirmed)
          .push_back({shown.report, CommittedPassage(stage.report(shown.report), shown.claim)});
      (negates != nullptr ? denying : affirming).push_back(&shown);
    }
    if (affirmed.empty() || denied.empty() || !one_sided) return;
    // A noun in passing affirms little: "the march" beside a denial that it was peaceful.
    const bool in_passing = std::all_of(
        affirming.begin(), affirming.end(),
        [&](const Mention* mention) { return !mention->headline && IsNoun(stage, *mention); });
    const Mention* yes_mention = Likest(stage, affirming, denying);
    const Mention* no_mention = Likest(stage, denying, affirming);
    // "Did not take bribes" beside "took none" or "denied taking bribes": both say the same.
    const bool no_holds = HoldsNegation(stage.scene(), *no_mention);
    if (HoldsNegation(stage.scene(), *yes_mention) &&
        (no_holds || no_mention->value == Class::kDenied)) {
      return;
    }
    // One person is given for both.
    if (yes_mention->attribution != nullptr && no_mention->attribution != nullptr &&
        Compare(stage, ReadSource(stage, yes_mention->report, *yes_mention->attribution),
                ReadSource(stage, no_mention->report, *no_mention->attribution)) ==
            SourceRelation::kSame) {
      return;
    }

    Difference difference;
    difference.kind = Kind::kPolarity;
    difference.severity = Severity::kHigh;
    difference.fact = fact;
    difference.rule = "polarity-affirmed-denied";
    difference.positions.push_back(MakePosition("affirmed", std::move(affirmed)));
    bool own_voice = true;
    for (const Mention* mention : denying) own_voice &= mention->value == Class::kNegated;
    difference.positions.push_back(
        MakePosition(own_voice ? "negated" : "denied", std::move(denied)));
    const Position& yes = difference.positions[0];
    const Position& no = difference.positions[1];
    difference.explanation = absl::StrCat(
        Outlets(stage, yes.reports), " ", Verb(yes.reports.size(), "affirms", "affirm"), " what ",
        Outlets(stage, no.reports),
        own_voice ? Verb(no.reports.size(), " says is not so", " say is not so")
                  : Verb(no.reports.size(), " carries as denied", " carry as denied"),
        ": ", Against(stage, difference.positions), ".");
    difference.confidence = 0.75f * Trust(stage, fact, affirming, denying);
    // Without a word in common, or the act that is denied, it is too often something else that is.
    const float like = BestLikeness(stage, affirming, denying);
    if (in_passing || like < kLeastLikeness ||
        (like < kSureLikeness && !SharePredicate(stage, affirming, denying) &&
         !DeniesAccusation(stage, denying))) {
      difference.confidence *= kUnlike;
    }
    found->push_back(std::move(difference));
  }
};

}  // namespace

std::unique_ptr<const Detector> MakePolarityDetector() {
  return std::make_unique<PolarityDetector>();
}

}  // namespace parallax::framing
