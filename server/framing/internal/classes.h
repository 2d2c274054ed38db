// The class of commitment that each side of a pair gives to the fact both tell, as the reader of
// pairs takes it.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_CLASSES_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_CLASSES_H_

#include <array>

#include "server/framing/internal/contrast.h"

namespace parallax::framing {

// Probabilities, in the order of commitment::Class from kAsserted on; they sum to 1.
using ClassOdds = std::array<float, encoder::kReadClasses>;

struct PairClasses {
  ClassOdds a;
  ClassOdds b;
};

// Over the words of the claims of the view, or of the whole passage where it has none.
PairClasses ReadClasses(const Scene& scene, const PairView& view);

commitment::Class Likeliest(const ClassOdds& odds);

// Sum over the given classes.
float Share(const ClassOdds& odds, std::initializer_list<commitment::Class> classes);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_CLASSES_H_
