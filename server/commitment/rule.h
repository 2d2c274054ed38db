// The rules that name what makes a claim more or less than asserted: each is a construction of
// English that a layer over the claim was read from.
#ifndef PARALLAX_SERVER_COMMITMENT_RULE_H_
#define PARALLAX_SERVER_COMMITMENT_RULE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::commitment {

enum class Rule : uint8_t {
  kUnspecified,
  // What an attribution makes of its content.
  kNeutralCue,
  kEndorsingCue,
  kDistancingCue,
  kDenyingCue,
  kProspectiveCue,
  kDirective,       // "were told to leave"
  kOpenQuestion,    // "asked whether"
  kAccusation,      // "accused of spying"
  kLegalCharge,     // "charged with theft"
  kLegalFinding,    // "convicted of theft"
  kHintOfDocument,  // "figures suggest"
  kUndisputed,      // "does not dispute that"
  kCueNegated,      // "did not say that"
  kNegRaising,      // "does not think that"
  kFigureGiven,     // "put the crowd at 5,000"
  kUnattributedQuotation,
  // What a verb makes of its complement or argument.
  kSignature,  // "failed to", "refused to"
  kOpenComplement,
  kInfinitiveComplement,
  kReportingVerb,
  kEndorsingVerb,
  kHedgeVerb,
  kPassiveBelief,       // "is thought to"
  kPassiveHearsay,      // "is said to", "it is understood that"
  kPassiveAccusation,   // "is accused of having"
  kPassiveDirective,    // "were told to"
  kPassiveExpectation,  // "is expected to"
  kPassiveFinding,      // "was found to"
  kDeniedObject,        // "rejected claims"
  kClaimedObject,
  kProspectiveObject,
  kConfirmedObject,
  // What a noun or adjective makes of its complement, or a word of its own clause.
  kGoverningNoun,
  kReportingNoun,
  kDistancingNoun,
  kDenyingNoun,
  kProspectiveNoun,
  kInfinitiveNoun,
  kUntrueReport,  // "rumours of a sale are false"
  kHedgeAdjective,
  kDistancingAdjective,
  kNegatingAdjective,
  kProspectiveAdjective,
  kInfinitiveAdjective,
  kHedgeAdverb,
  kDistancingAdverb,
  kScareQuote,
  // Modals, mood, negation and conjunctions of the clause itself.
  kModalFuture,
  kModalUnreal,
  kModalPossibility,
  kModalAbility,
  kModalInference,
  kModalDuty,
  kBeTo,
  kScheduledPresent,
  kHeadlineTo,
  kQuestion,
  kCommand,
  kNegation,
  kOutrightNegation,
  kDisclaimedWords,
  kCondition,
  kPurpose,
  kDueTo,
  kWithout,
  kInsteadOf,
  kAsIf
};
inline constexpr int kRuleCount = static_cast<int>(Rule::kAsIf) + 1;

// The name in the API, in kebab case: "distancing-noun". The view is of a string constant.
absl::string_view Name(Rule rule);

}  // namespace parallax::commitment

#endif  // PARALLAX_SERVER_COMMITMENT_RULE_H_
