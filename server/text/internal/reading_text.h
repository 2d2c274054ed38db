// One form for what is written in several: the rooms behind this one compare words, and "denied" is
// the same word whatever a publishing system put into it.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_READING_TEXT_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_READING_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/text/position_map.h"

namespace parallax::text::internal {

struct ReadingText {
  std::string text;  // valid UTF-8
  PositionMap map;
};

// `given` as it is read, or no value where that is byte for byte the same:
//   - soft hyphens, zero-width spaces and joiners inside words, and marks of direction are dropped;
//   - letters with combining accents are composed (Unicode NFC), ligatures taken apart;
//   - every space that is no line end is U+0020, every hyphen "-";
//   - an apostrophe inside a word is "'"; double quotation marks of all styles are U+201C and
//   U+201D
//     where the space around them says which, single ones in angles U+2018 and U+2019;
//   - a space between groups of three digits is a comma (816 000).
// Linear; stateless, safe for concurrent use. REQUIRES: `given` is valid UTF-8.
absl::optional<ReadingText> ReadAs(absl::string_view given);

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_READING_TEXT_H_
