// Passages that reports share nearly word for word: wire copy, statements, quotations.
//
// Follows: Broder 1997 (shingles).
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_

#include <vector>

#include "server/alignment/alignment.h"
#include "server/alignment/internal/sentences.h"

namespace parallax::alignment {

// Reports as given, by first place. Linear in the words of all reports but for the logarithms of
// sorting.
std::vector<SharedWording> FindSharedWording(const Sentences& sentences);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_WORDING_H_
