// The one plain sentence of a difference: outlets by name, words by quotation.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_EXPLANATION_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_EXPLANATION_H_

#include <string>

#include "server/framing/difference.h"
#include "server/framing/scene.h"

namespace parallax::framing {

// Holds no content word but those of the rule's sentence, the names of outlets, the values of
// COMMITMENT and the words of the evidence.
std::string Explain(const Scene& scene, const Difference& difference);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_EXPLANATION_H_
