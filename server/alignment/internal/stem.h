// Brings the forms of one word family to one key: expel, expulsion, expelled -> "expel"; Denmark,
// Danish -> "denmark". Keys are only compared with each other, never shown.
//
// Follows: suffix stripping (Porter 1980), with the Latin stem changes of English nouns of action
// (-mit / -mission, -cede / -cession) and a short table of irregular families.
#ifndef PARALLAX_SERVER_ALIGNMENT_INTERNAL_STEM_H_
#define PARALLAX_SERVER_ALIGNMENT_INTERNAL_STEM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::alignment {

// `lemma` in any case. Thread safety: safe from many threads.
std::string Stem(absl::string_view lemma);

}  // namespace parallax::alignment

#endif  // PARALLAX_SERVER_ALIGNMENT_INTERNAL_STEM_H_
