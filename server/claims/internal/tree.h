// Questions about dependency trees that several files of this room ask.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_

#include <cstdint>

#include "server/claims/claims.h"
#include "server/language/syntax.h"
#include "server/lexicon/matcher.h"

namespace parallax::claims::internal {

using language::kNoToken;
using language::Relation;
using language::Syntax;
using language::Upos;
using language::Xpos;

// What one report's claims are made from; borrowed for the call.
struct Source {
  const Syntax syntax;
  const lexicon::Matcher matcher;
};

// True where the subtree of `token` follows a comma, dash, colon or bracket.
bool IsSetOff(const Syntax& syntax, uint32_t token);
// Which, who, that, whose at the head of a relative clause.
bool IsRelativePronoun(const Syntax& syntax, uint32_t token);
// The noun that the relative clause around `token` describes, kNoToken where there is none.
uint32_t Antecedent(const Syntax& syntax, uint32_t token);
// For an adjective or adverb that a headline puts right behind its subject and hangs elsewhere
// ("63 hurt"), the run of nouns and numbers before it; empty for every other claim.
TokenRange TelegraphicSubject(const Syntax& syntax, const Claim& claim);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_TREE_H_
