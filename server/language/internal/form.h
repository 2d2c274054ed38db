// What the features see of one token's spelling.
#ifndef PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
#define PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace parallax::language::internal {

// Typographic quotation marks, dashes and the ellipsis in ASCII, as the treebanks mostly write
// them; everything else as it is. Replaces `out`.
void NormalizeForm(absl::string_view form, std::string* out);

// ASCII letters in lower case; other characters as they are.
void LowerAscii(absl::string_view text, std::string* out);

// Hashes of one normalised form. Affixes are of the lower-cased form and count bytes; a form
// shorter than the affix gives the hash of the whole form, marked by its length.
struct FormFeatures {
  uint32_t form = 0;
  uint32_t lower = 0;
  uint32_t prefix[3] = {};  // 1, 2, 3 bytes
  uint32_t suffix[4] = {};  // 1, 2, 3, 4 bytes
  uint32_t shape = 0;       // letters by class, runs shortened to two: "Xxx-dd" -> "Xxx-dd"
  bool capital = false;     // begins with an upper-case ASCII letter
  bool all_capitals = false;
  bool digit = false;  // holds a digit
  bool hyphen = false;
};

// `lower` receives the lower-cased normalised form.
FormFeatures ComputeFormFeatures(absl::string_view form, std::string* normalized,
                                 std::string* lower);

}  // namespace parallax::language::internal

#endif  // PARALLAX_SERVER_LANGUAGE_INTERNAL_FORM_H_
