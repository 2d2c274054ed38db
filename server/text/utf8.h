// UTF-8 as the Unicode Standard defines it (section 3.9, table 3-7): no overlong forms, no
// surrogates, nothing above U+10FFFF.
#ifndef PARALLAX_SERVER_TEXT_UTF8_H_
#define PARALLAX_SERVER_TEXT_UTF8_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace parallax::text {

// Offset of the first byte that does not begin or continue a well-formed character (the lead byte
// of the ill-formed sequence), or npos where all of `text` is well formed.
// Linear; stateless, safe for concurrent use.
size_t FindInvalidUtf8(absl::string_view text);

// OK, or INVALID_ARGUMENT "WHAT: byte N (0xHH) is not valid UTF-8"; `what` names the text.
absl::Status CheckUtf8(absl::string_view text, absl::string_view what);

// Whether nothing in it can be seen: white space, controls, joiners, soft hyphens, fillers only.
// Linear. REQUIRES: `text` is valid UTF-8.
bool IsBlank(absl::string_view text);

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_UTF8_H_
