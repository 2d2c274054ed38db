// One spelling for what typography writes in several ways.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::language::internal {

// Typographic quotation marks, dashes and the ellipsis in ASCII, as the treebanks mostly write
// them; everything else as it is. Replaces `out`.
void NormalizeForm(absl::string_view form, std::string* out);

// ASCII letters in lower case; other characters as they are.
void LowerAscii(absl::string_view text, std::string* out);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
