// Nouns that carry an event or state, and whom their dependents name.
//
// Follows: NOMLEX's distinction of subject and object nominals (Macleod et al. 1998); the list is
// our own.
#ifndef PARALLAX_SERVER_CLAIMS_INTERNAL_EVENT_NOUNS_H_
#define PARALLAX_SERVER_CLAIMS_INTERNAL_EVENT_NOUNS_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace parallax::claims::internal {

enum class EventNoun : uint8_t {
  kNone,
  kAgentive,    // "the minister's statement", "the attack on X": possessor or "of X" does it
  kTransitive,  // "the expulsion of X": "of X" undergoes it, a possessor beside it does it
  kUndergone,   // "her arrest", "the death of X": possessor and "of X" undergo it
  kDerived,     // an ending of deverbal nouns alone says so: weaker evidence; reads as kTransitive
                // with "of", as kAgentive with a possessor
};

// `lemma` in lower case. Linear in its length.
EventNoun ClassifyEventNoun(absl::string_view lemma);

}  // namespace parallax::claims::internal

#endif  // PARALLAX_SERVER_CLAIMS_INTERNAL_EVENT_NOUNS_H_
