// Claims: the propositions a report puts forward, as predicates with arguments, quantities and
// times. Everything later rooms say is said of claims.
//
// Follows: PredPatt over Universal Dependencies (White et al. 2016) for predicates and arguments.
// Ownership: plain values of token indices, valid for the Document they were made from. Thread
// safety: values; const access is safe from many threads.
#ifndef PARALLAX_SERVER_CLAIMS_CLAIMS_H_
#define PARALLAX_SERVER_CLAIMS_CLAIMS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/call_context.h"
#include "server/base/range.h"
#include "server/language/annotation.h"
#include "server/lexicon/lexicon.h"
#include "server/text/document.h"
#include "server/values/values.h"

namespace parallax::claims {

inline constexpr uint32_t kNoClaim = 0xffffffff;

enum class Role : uint8_t {
  kAgent,      // who does it; subject of an active verb, by-phrase of a passive
  kPatient,    // to whom it is done; object, passive subject, subject of an unaccusative
  kRecipient,  // indirect object, "to X" of giving and telling
  kAttribute,  // what is said to be so: "a spy" in "Belyk is a spy"
  kContent,    // clause or noun that is said, thought, ordered
  kTime,
  kPlace,
  kCause,    // because of, over, for (a wrong), after (as cause is not implied: kTime)
  kPurpose,  // to-infinitive of purpose, in order to
  kManner,   // how, with what
  kTopic,    // about, on
  kOther,
};

struct Argument {
  Role role = Role::kOther;
  uint32_t head = 0;  // syntactic head, never a preposition
  TokenRange tokens;  // the phrase with its modifiers, without its preposition
  uint32_t preposition = language::kNoToken;  // its case marker where it has one
};

enum class PredicateKind : uint8_t {
  kVerb,       // finite or not
  kNominal,    // noun that carries an event or state: "the expulsion of eight diplomats"
  kAttribute,  // adjective or noun predicated with a copula, or an apposition: "Belyk, a spy"
};

enum class Voice : uint8_t { kNone, kActive, kPassive };

struct Claim {
  uint32_t sentence = 0;
  uint32_t head = 0;     // head token of the predicate
  TokenRange predicate;  // head word(s): verb with particle, light verb with its noun
  TokenRange span;       // the clause, without the attribution around it; contains predicate
  PredicateKind kind = PredicateKind::kVerb;
  Voice voice = Voice::kNone;
  std::vector<Argument> arguments;   // in text order of their heads; shared ones are repeated
  std::vector<uint32_t> quantities;  // into ValueSet::quantities, ascending
  std::vector<uint32_t> times;       // into ValueSet::times, ascending
  uint32_t parent = kNoClaim;        // claim whose clause directly holds this one
};

struct ClaimSet {
  std::vector<Claim> claims;            // by sentence, then by head token; one claim a head token
  std::vector<uint32_t> claim_of_head;  // for each token the claim it heads, or kNoClaim
};

// Finds all claims of a report and which of its `values` belong to each.
// Errors: only those of `context`. Linear in the tokens of a sentence times their depth.
absl::StatusOr<ClaimSet> ExtractClaims(const text::Document& document,
                                       const language::Annotation& annotation,
                                       const values::ValueSet& values,
                                       const lexicon::Lexicon& lexicon, const CallContext& context);

}  // namespace parallax::claims

#endif  // PARALLAX_SERVER_CLAIMS_CLAIMS_H_
