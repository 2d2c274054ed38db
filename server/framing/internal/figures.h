// Whether two figures can both be true.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_FIGURES_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_FIGURES_H_

#include "server/values/values.h"

namespace parallax::framing {

// True where one truth allows both, after reading modifiers: "about 20" / "21", "at least 7" / "9",
// "43 million" / "43,885,310".
bool Compatible(const values::Quantity& a, const values::Quantity& b);

// How far two values lie apart, as a part of the larger; 0 where they may be the same.
double Apart(const values::Quantity& a, const values::Quantity& b);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_FIGURES_H_
