// Commitment: how far the report's own voice stands behind each claim.
//
// The class is weighed: what the trained heads of clause_reader.h read in the clause, and the class
// of its outermost layer: attributions, and in each voice modals, negation, markers and governing
// predicates. Layers are read by rule and are the named reasons.
//
// Follows: Engagement (Martin & White 2005) for the classes; FactBank (Saurí & Pustejovsky 2009)
// for the number; predicate signatures under polarity (Nairn et al. 2006, Lotan et al. 2013).
// Ownership, thread safety: plain values of token indices, as claims::ClaimSet.
#ifndef PARALLAX_SERVER_COMMITMENT_COMMITMENT_H_
#define PARALLAX_SERVER_COMMITMENT_COMMITMENT_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/attribution/attribution.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/claims/claims.h"
#include "server/commitment/rule.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"
#include "server/values/values.h"

namespace parallax::commitment {

// In falling order of strength; the numbers are those of the API.
enum class Class : uint8_t {
  kUnspecified,
  kAsserted,
  kEndorsed,
  kAttributed,
  kHedged,
  kAlleged,
  kDenied,
  kNegated,
  kProspective
};
inline constexpr int kClassCount = 9;

// The name in the API: "ASSERTED". The view is of a string constant.
absl::string_view Name(Class value);

// Logits of the classes from kAsserted on.
using ClassLogits = std::array<float, kClassCount - 1>;

// What the heads of clause_reader.h say of one token.
struct TokenReading {
  float happened = 0;        // -3 certainly not .. 3 certainly so
  ClassLogits classes = {};  // their mean over a clause tells its class
};

// Words that a layer over the claim was read from, and the rule that read them.
struct Signal {
  TokenRange tokens;
  Rule rule = Rule::kUnspecified;
};

struct Commitment {
  Class value = Class::kAsserted;
  float factuality = 3;                // -3 certainly not ... 3 certainly so
  std::vector<uint32_t> attributions;  // that hold the claim, outermost first
  std::vector<Signal> signals;         // outermost layer first
  bool in_direct_quote = false;
};

// A term in quotation marks that mark distance, not a quotation.
struct ScareQuote {
  uint32_t quotation = 0;  // into AttributionSet::quotations
};

struct CommitmentSet {
  std::vector<Commitment> claims;        // parallel to ClaimSet::claims
  std::vector<ScareQuote> scare_quotes;  // in text order
};

// The class of a claim is the likeliest by the mean of the readings over its clause and by its
// layers; its number is the reading of its head, and at most what the layers make of a denial.
// REQUIRES: a reading for each token. Errors: only those of `context`. Linear in the claims times
// the depth of their sentences.
absl::StatusOr<CommitmentSet> ReadCommitment(
    const text::Document& document, const language::Annotation& annotation,
    const values::ValueSet& values, const claims::ClaimSet& claims,
    const attribution::AttributionSet& attributions, std::span<const TokenReading> readings,
    const lexicon::Lexicon& lexicon, const CallContext& context);

}  // namespace parallax::commitment

#endif  // PARALLAX_SERVER_COMMITMENT_COMMITMENT_H_
