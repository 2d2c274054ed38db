// The spelling of a word that its lemma is made from.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::language::internal {

// Typographic quotation marks, dashes and the ellipsis in ASCII, as the treebanks mostly write
// them; letters of ASCII in lower case but for proper nouns; everything else as it is. Replaces
// `out`.
void LemmaForm(absl::string_view form, bool proper_noun, std::string* out);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
