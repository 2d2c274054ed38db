// Stretches of tokens that a word governs, as sources and contents are cut from them.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_PHRASES_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_PHRASES_H_

#include <cstdint>
#include <vector>

#include "server/base/range.h"
#include "server/language/syntax.h"

namespace parallax::attribution::internal {

// Tokens of the subtree, as ranges in order, without the subtrees of `without`.
std::vector<TokenRange> Subtree(const language::Syntax& syntax, uint32_t token,
                                const std::vector<uint32_t>& without);

// The noun phrase a token heads, with modifiers, appositions and relative clauses and the comma
// that closes them, without its preposition, conjunction and punctuation at the edges.
TokenRange NounPhrase(const language::Syntax& syntax, uint32_t token);

// The preposition or conjunction in front of a phrase or clause; kNoToken for none.
uint32_t MarkerOf(const language::Syntax& syntax, uint32_t token);

// The range without blanks of content at its edges: commas, colons, dashes, stops; marks of
// quotations stay. May be empty.
TokenRange Trim(const language::Syntax& syntax, TokenRange range);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_PHRASES_H_
