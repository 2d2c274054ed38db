// Offsets of a text in UTF-8 bytes, UTF-16 code units and UTF-32 code points.
#ifndef PARALLAX_SERVER_TEXT_OFFSETS_H_
#define PARALLAX_SERVER_TEXT_OFFSETS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace parallax::text {

enum class Encoding : uint8_t { kUtf8, kUtf16, kUtf32 };

// Converts byte offsets of one text. Holds no view of the text. Built in one pass, one conversion
// takes constant time; a text that is all ASCII costs no memory, any other 16 bytes for 64.
// Thread safety: const; safe for concurrent use.
class OffsetMap {
 public:
  // REQUIRES: `text` is valid UTF-8, under 4 GiB.
  OffsetMap(absl::string_view text, Encoding encoding);

  // REQUIRES: `byte` is at a character border of the text, or at its end.
  uint32_t FromByte(uint32_t byte) const;

 private:
  // 64 bytes of the text: bit i of `starts` is set where byte i stands for one unit (the lead byte
  // of a character; in UTF-16 the second byte of a four-byte character too).
  struct Block {
    uint64_t starts = 0;
    uint32_t units_before = 0;
  };
  std::vector<Block> blocks_;  // empty where units are bytes
};

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_OFFSETS_H_
