// Which reports are copies of one text: of an agency's story, mostly.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_ORIGINS_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_ORIGINS_H_

#include <cstdint>
#include <vector>

#include "server/alignment/alignment.h"

namespace parallax::alignment {

// For each report the first report of its origin: those that share half of the shorter one's words
// nearly word for word have one origin.
std::vector<uint32_t> FindOrigins(Reports reports, const std::vector<SharedWording>& wordings);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_ORIGINS_H_
