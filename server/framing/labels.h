// Terms of the reports that the lexicon lists as labels, and what they name.
//
// Thread safety: free functions on immutable input, safe from many threads.
#ifndef PARALLAX_SERVER_FRAMING_LABELS_H_
#define PARALLAX_SERVER_FRAMING_LABELS_H_

#include <cstdint>
#include <vector>

#include "server/framing/account.h"

namespace parallax::framing {

struct LabelUse {
  uint32_t report = 0;
  TokenRange tokens;  // the term itself
  uint32_t head = 0;  // token that names the thing: the term's own head or the name beside it
  const lexicon::LabelTerm* term = nullptr;
  uint32_t entity = kNone;  // into LinkedEntities::entities
  uint32_t fact = kNone;    // into Alignment::facts, that the term helps to tell
  bool quoted = false;      // inside a quotation: not the report's own choice
};

// In order of report rank, then of tokens. Entries of several words win over their parts.
std::vector<LabelUse> FindLabels(const Stage& stage);

// The noun phrase around a term, short enough to quote.
TokenRange LabelPassage(const Stage& stage, const LabelUse& use);

}  // namespace parallax::framing

#endif  // PARALLAX_SERVER_FRAMING_LABELS_H_
