// The words that show a difference: from what the reader says of each word to a phrase that an
// editor can read.
#ifndef PARALLAX_SERVER_FRAMING_INTERNAL_MARKING_H_
#define PARALLAX_SERVER_FRAMING_INTERNAL_MARKING_H_

#include <vector>

#include "server/analysis/analyzer.h"
#include "server/base/range.h"
#include "server/encoder/encoder.h"
#include "server/framing/difference.h"

namespace parallax::framing {

struct Marking {
  TokenRange tokens;  // not empty, inside the sentence
  float surest = 0;   // log-odds of the surest of them
};

// The run of words over even odds around the surest one. Of kinds that stand in words with a
// meaning of their own the surest is such a word, and names are taken whole: "and" or half of a
// compound shows nothing. `words` are those of the sentence, in order; it has at least one token.
// Thread safety: a free function on immutable input, safe from many threads.
Marking Mark(const analysis::Analysis& report, TokenRange sentence,
             const std::vector<encoder::WordReading>& words, Kind kind);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_INTERNAL_MARKING_H_
