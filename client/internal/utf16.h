// Text in UTF-16; see client/input.h, which is the header to use.
#ifndef PARALLAX_CLIENT_INTERNAL_UTF16_H_
#define PARALLAX_CLIENT_INTERNAL_UTF16_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace parallax::client {

// `content` in UTF-8 where it is UTF-16, by its mark or by every second byte being zero, as in no
// text of another encoding; no value where it is none. Takes any bytes.
absl::optional<std::string> FromUtf16(absl::string_view content);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_UTF16_H_
