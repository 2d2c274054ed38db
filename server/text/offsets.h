// Offsets of a text in UTF-8 bytes, UTF-16 code units and UTF-32 code points.
#ifndef PARALLAX_SERVER_TEXT_OFFSETS_H_
#define PARALLAX_SERVER_TEXT_OFFSETS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace parallax::text {

enum class Encoding : uint8_t { kUtf8, kUtf16, kUtf32 };

// Converts byte offsets of one text. Holds no view of the text. Built in one pass, one conversion
// takes constant time; a text that is all ASCII costs no memory.
// Thread safety: const; safe for concurrent use.
class OffsetMap {
 public:
  // REQUIRES: `text` is valid UTF-8.
  OffsetMap(absl::string_view text, Encoding encoding);

  // REQUIRES: `byte` is at a character border of the text, or at its end.
  uint32_t FromByte(uint32_t byte) const;

 private:
  // The converted offset at every 64th byte, rounded down to a character border.
  struct Checkpoint {
    uint32_t byte;
    uint32_t units;
  };
  std::vector<Checkpoint> checkpoints_;
  std::vector<uint8_t> deltas_;
};

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_OFFSETS_H_
