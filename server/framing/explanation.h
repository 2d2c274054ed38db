// The one plain sentence of a difference: outlets by name, words by quotation.
#ifndef PARALLAX_SERVER_FRAMING_EXPLANATION_H_
#define PARALLAX_SERVER_FRAMING_EXPLANATION_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/strings/string_view.h"
#include "server/framing/account.h"
#include "server/framing/difference.h"

namespace parallax::framing {

// "Northline", "Northline and The Daily Beacon", "Northline, The Daily Beacon and 3 others".
std::string Outlets(const Stage& stage, std::span<const uint32_t> reports);

// The verb that fits the number of reports: Verb(1, "gives", "give").
absl::string_view Verb(size_t reports, absl::string_view singular, absl::string_view plural);

// The words of the first passage of a position between quotation marks, cut to a readable length.
// Quotation marks inside it become single ones. Empty for a position without evidence.
std::string Words(const Stage& stage, const Position& position);

// "`one` against `other`" over all positions with evidence, for the end of an explanation.
std::string Against(const Stage& stage, std::span<const Position> positions);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_EXPLANATION_H_
