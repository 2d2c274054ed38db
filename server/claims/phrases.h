// Phrases as later rooms quote them.
#ifndef PARALLAX_SERVER_CLAIMS_PHRASES_H_
#define PARALLAX_SERVER_CLAIMS_PHRASES_H_

#include <cstdint>

#include "server/base/range.h"
#include "server/language/annotation.h"

namespace parallax::claims {

// The noun phrase around `head`: determiners and modifiers, without prepositions, relative clauses
// (full or reduced), appositions and conjuncts. Inside one sentence; contains `head`. Linear in the
// subtree of `head`. Safe from many threads.
TokenRange NounPhrase(const language::Annotation& annotation, uint32_t head);

}  // namespace parallax::claims

#endif  // PARALLAX_SERVER_CLAIMS_PHRASES_H_
