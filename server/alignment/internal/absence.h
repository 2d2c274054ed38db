// Which reports do not tell a fact.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_

#include <vector>

#include "server/alignment/alignment.h"
#include "server/alignment/internal/mentions.h"

namespace parallax::alignment {

// Sets `absent` of each fact. "Not told" is said only where nothing comes near: a report with a
// claim that may tell the fact, though it was not joined, is neither a teller nor absent; nor is
// one that is not read, in another language. Linear in links and mentions.
void FindAbsence(Reports reports, const std::vector<Link>& links, std::vector<Fact>* facts);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_ABSENCE_H_
