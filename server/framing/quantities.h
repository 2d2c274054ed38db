// Figures of a fact, by the slot they fill, and whether two of them can both be true.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_QUANTITIES_H_
#define PARALLAX_SERVER_FRAMING_QUANTITIES_H_

#include <cstdint>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

struct Reading {
  const Mention* mention = nullptr;  // into Stage::accounts
  const claims::Quantity* quantity = nullptr;
};

// Readings of the fact that measure the same thing: same kind and unit, the same thing counted
// (people by any word for people), from at least two reports. Within a slot by value, low to high.
// Ordinals and ages are no slots.
std::vector<std::vector<Reading>> SlotsOf(const Stage& stage, uint32_t fact);

// True where one truth allows both, after reading modifiers: "about 20" / "21", "at least 7" / "9",
// "43 million" / "43,885,310".
bool Compatible(const claims::Quantity& a, const claims::Quantity& b);

// The figure with the words of its claim around it.
TokenRange QuantityPassage(const Stage& stage, const Reading& reading);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_QUANTITIES_H_
