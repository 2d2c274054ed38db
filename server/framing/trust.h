// How sure it is that two passages speak of the same thing: a flag on two that do not is the worst
// error.
#ifndef PARALLAX_SERVER_FRAMING_TRUST_H_
#define PARALLAX_SERVER_FRAMING_TRUST_H_

#include <cstdint>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

// 0..1: shared content words of two mentions, by their claims and, for less, their sentences.
float Likeness(const Stage& stage, const Mention& a, const Mention& b);

// 0..1: the likeness of the likest pair of two reports. Looks at a bounded number of pairs.
float BestLikeness(const Stage& stage, const std::vector<const Mention*>& one,
                   const std::vector<const Mention*>& other);

// True where some mention of the one side and some of the other, in another report, have one
// predicate, in whatever form. Looks at a bounded number of pairs.
bool SharePredicate(const Stage& stage, const std::vector<const Mention*>& one,
                    const std::vector<const Mention*>& other);

// The mention among `from` that is likest to some of `others` in another report; the first of
// equals. Looks at a bounded number of pairs. REQUIRES: from is not empty.
const Mention* Likest(const Stage& stage, const std::vector<const Mention*>& from,
                      const std::vector<const Mention*>& others);

// 0..1: how sure it is that both sides speak of one thing: by the confidence of the alignment in
// the fact, and by the likeness of what the likest mentions of the two sides say. 0 where the times
// of all pairs lie far apart, as these are two occasions.
float Trust(const Stage& stage, uint32_t fact, const std::vector<const Mention*>& one,
            const std::vector<const Mention*>& other);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_TRUST_H_
