// Small questions about words, for the files that read trees.
#ifndef PARALLAX_SERVER_COMMITMENT_INTERNAL_WORDS_H_
#define PARALLAX_SERVER_COMMITMENT_INTERNAL_WORDS_H_

#include <algorithm>
#include <array>

#include "absl/strings/string_view.h"
#include "server/base/one_of.h"
#include "server/base/range.h"
#include "server/commitment/commitment.h"
#include "server/lexicon/lexicon.h"

namespace parallax::commitment::internal {

// From one token to another, whichever stands first.
inline TokenRange Between(uint32_t a, uint32_t b) { return {std::min(a, b), std::max(a, b) + 1}; }

// What a marker of this kind makes of the clause; kAsserted where it leaves it as it is.
inline Class ClassOf(lexicon::MarkerKind kind) {
  switch (kind) {
    case lexicon::MarkerKind::kHedge:
      return Class::kHedged;
    case lexicon::MarkerKind::kDistance:
      return Class::kAlleged;
    case lexicon::MarkerKind::kNegation:
      return Class::kNegated;
    case lexicon::MarkerKind::kProspective:
      return Class::kProspective;
    case lexicon::MarkerKind::kBooster:
      return Class::kAsserted;
  }
  return Class::kAsserted;
}

// What a verb of this connotation makes of a clause that it tells.
inline Class ClassOf(lexicon::Connotation connotation) {
  switch (connotation) {
    case lexicon::Connotation::kDistancing:
      return Class::kAlleged;
    case lexicon::Connotation::kDenying:
      return Class::kDenied;
    default:
      return Class::kAttributed;
  }
}

}  // namespace parallax::commitment::internal

#endif  // PARALLAX_SERVER_COMMITMENT_INTERNAL_WORDS_H_
