// Where the bytes of a text as it is read stand in the text as it was given: reading drops soft
// hyphens, composes accents, and writes one form for the many of a space or a quotation mark.
#ifndef PARALLAX_SERVER_TEXT_POSITION_MAP_H_
#define PARALLAX_SERVER_TEXT_POSITION_MAP_H_

#include <cstdint>
#include <vector>

#include "server/base/range.h"

namespace parallax::text {

// Costs 12 bytes for each place where the two texts part. Thread safety: const access is safe from
// many threads.
class PositionMap {
 public:
  // From these bytes on, up to the next piece, the two texts are the same, or (`changed`) one
  // stands for the other as a whole.
  struct Piece {
    uint32_t read = 0;
    uint32_t given = 0;
    bool changed = false;
  };

  PositionMap() = default;
  // REQUIRES: `pieces` in order of both texts, the first at 0; those whose bytes were dropped have
  // the same `read` as the one behind them.
  explicit PositionMap(std::vector<Piece> pieces);

  // The bytes of the given text that were read as `read`. What was dropped at the ends of the range
  // is left out, what was dropped inside is in it; of a piece that was changed all is in it.
  // Logarithmic. REQUIRES: the range is not empty and inside the text as read.
  ByteRange ToGiven(ByteRange read) const;

 private:
  // The last piece that begins at or before `read`.
  const Piece& PieceAt(uint32_t read) const;

  std::vector<Piece> pieces_;
};

}  // namespace parallax::text

#endif  // PARALLAX_SERVER_TEXT_POSITION_MAP_H_
