// Which reports do not tell a fact.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_

#include <vector>

#include "server/alignment/alignment.h"

namespace parallax::alignment {

// Sets `absent` of each fact. "Not told" is said only where nothing comes near: a report with a
// sentence that may tell the fact, though it was not joined, is neither a teller nor absent.
// Linear in pairs and mentions but for the logarithms of looking up.
void FindAbsence(Reports reports, const std::vector<SentencePair>& pairs, std::vector<Fact>* facts);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_
