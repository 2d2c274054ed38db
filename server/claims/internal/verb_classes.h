// Closed classes of verbs, prepositions and nouns that decide the role of an argument.
//
// Follows: Levin 1993 for the verb classes (change of state without a doer, transfer, judgement,
// motion); the lists are our own. All take lower-case lemmas.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_VERB_CLASSES_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_VERB_CLASSES_H_

#include "absl/strings/string_view.h"

namespace parallax::claims::internal {

// The subject undergoes it when there is no object: die, sink, collapse, rise.
bool IsUnaccusative(absl::string_view verb);
// Takes a receiver as object or "to X": give, hand, tell, promise.
bool IsTransfer(absl::string_view verb);
// Carries its event in its object: make a statement, launch an attack.
bool IsLight(absl::string_view verb);
// "for X", "over X" name the reason: arrest, criticise, expel, thank.
bool IsJudgement(absl::string_view verb);
// "of X" or "with X" name the deed: accuse, charge, convict.
bool IsAccusation(absl::string_view verb);
// "to X", "for X" name where the way goes: go, flee, travel.
bool IsMotion(absl::string_view verb);
// The subject, not the object, does what the infinitive says: promise, threaten.
bool IsSubjectControl(absl::string_view verb);

bool IsPlacePreposition(absl::string_view word);
bool IsTimePreposition(absl::string_view word);
// day, month, evening, weekend, deadline: a phrase around it tells when.
bool IsTimeNoun(absl::string_view noun);
// city, street, border, hospital: a phrase around it tells where.
bool IsPlaceNoun(absl::string_view noun);
// yesterday, soon, recently, already is not: it says nothing of when.
bool IsTimeAdverb(absl::string_view word);
bool IsPlaceAdverb(absl::string_view word);
// response, suspicion, result: "in response to", "on suspicion of" give a reason.
bool IsReasonNoun(absl::string_view noun);
// dead, missing, down: what a headline says of the noun before it without a verb.
bool IsTelegraphicState(absl::string_view word);
// claim, plan, permission: a clause that depends on it is what it contains.
bool IsContentNoun(absl::string_view noun);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_VERB_CLASSES_H_
