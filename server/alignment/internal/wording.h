// Passages that reports share nearly word for word: wire copy, statements, quotations.
//
// Follows: Broder 1997 (shingles).
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "server/alignment/alignment.h"
#include "server/alignment/internal/profile.h"

namespace parallax::alignment {

struct Wordings {
  std::vector<SharedWording> shared;  // reports as given, by first place
  // Pairs of sentences (first < second) that are nearly the same as wholes; ascending.
  std::vector<std::pair<uint32_t, uint32_t>> same;
};

// Linear in the words of all reports but for the logarithms of sorting.
Wordings FindSharedWording(const Profiles& profiles);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_
