// How the class of a mention is to be read beside the other mentions of its fact.
//
// commitment/ reads each claim by itself: "we do not seek a quarrel" has a claim of seeking that
// its source rejects. Where the fact is that no quarrel is sought, the same mention passes it on.
// Which of the two it is shows only beside the other reports. Thread safety: free functions on
// immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_STANCE_H_
#define PARALLAX_SERVER_FRAMING_STANCE_H_

#include <cstdint>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

// True where the claim is the act of saying something, told as an event: the cue of an attribution
// around other claims.
bool IsActOfSaying(const Scene& scene, const Mention& mention);

// Sets the values of the mentions of one fact to what they are beside each other:
// - a negation that no other report's like-worded claim lacks belongs to what the fact says, so
// that
//   NEGATED becomes ASSERTED and DENIED, unless by a denying cue, ATTRIBUTED;
// - words inside a quotation are nobody's own voice: ASSERTED or HEDGED there becomes ATTRIBUTED;
// - distance by scare quotes alone is read by SCARE_QUOTES: ALLEGED by them becomes ASSERTED, and
// so
//   does the bare act of protesting or accusing;
// - what somebody urges, asks or promises has not happened: ATTRIBUTED to it becomes PROSPECTIVE.
void ReadStances(const Scene& scene, const std::vector<std::vector<uint32_t>>& quotation_of,
                 std::vector<FactAccount>* accounts);

// True where the clause of the claim holds a word of negation on its predicate or its arguments.
bool HoldsNegation(const Scene& scene, const Mention& mention);
// The same for words that mark doubt or possibility.
bool HoldsHedge(const Scene& scene, const Mention& mention);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_STANCE_H_
