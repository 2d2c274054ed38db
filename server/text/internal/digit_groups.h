// Numbers written with spaces between groups of three digits, as SI and much of the world write
// them: 816 000.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_DIGIT_GROUPS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_DIGIT_GROUPS_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace parallax::text::internal {

// Whether the space between `before` and `behind` joins groups of one number. A `plain` space may
// stand between two numbers ("Flight 370 239 people"), so that the word before must not name one; a
// no-break or thin space was put there on purpose. `groups_end`: where a number whose groups were
// joined before ends in `before`. Constant time.
bool IsDigitGroupSpace(absl::string_view before, absl::string_view behind, bool plain,
                       size_t groups_end);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_DIGIT_GROUPS_H_
