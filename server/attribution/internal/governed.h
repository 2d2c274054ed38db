// What the tree tells of a cue that the marks do not.
#ifndef PARALLAX_SERVER_ATTRIBUTION_INTERNAL_GOVERNED_H_
#define PARALLAX_SERVER_ATTRIBUTION_INTERNAL_GOVERNED_H_

#include <cstdint>

#include "server/attribution/internal/report_reading.h"

namespace parallax::attribution::internal {

// The subject of a verb of saying, or whoever somebody is told or accused by; kNoToken for none.
uint32_t SpeakerOf(const Context& context, const Attribution& attribution);

// Adds the clause that a cue without content governs (marks do not overlap: a cue inside the
// content of another has none of its own), and the deed that somebody is accused of.
void AddGoverned(const Context& context, Attribution* attribution);

// "claimed 20 lives", "claimed a refund": what is taken is counted or told from others; what is
// said is a clause, a quotation or a bare noun ("claimed victory").
bool IsTaking(const Context& context, const Attribution& attribution);

}  // namespace parallax::attribution::internal

#endif  // PARALLAX_SERVER_ATTRIBUTION_INTERNAL_GOVERNED_H_
