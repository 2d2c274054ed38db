#include "server/text/position_map.h"

#include <algorithm>
#include <utility>

namespace parallax::text {

PositionMap::PositionMap(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

const PositionMap::Piece& PositionMap::PieceAt(uint32_t read) const {
  const auto behind =
      std::upper_bound(pieces_.begin(), pieces_.end(), read,
                       [](uint32_t at, const Piece& piece) { return at < piece.read; });
  return *(behind - 1);
}

ByteRange PositionMap::ToGiven(ByteRange read) const {
  if (pieces_.empty()) return read;
  const Piece& first = PieceAt(read.begin);
  const Piece& last = PieceAt(read.end - 1);
  ByteRange given;
  given.begin = first.changed ? first.given : first.given + (read.begin - first.read);
  // A changed piece has one behind it: the builder closes each of them.
  given.end = last.changed ? (&last + 1)->given : last.given + (read.end - last.read);
  return given;
}

}  // namespace parallax::text
