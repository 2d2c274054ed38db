// Half-open ranges over one unit. Byte ranges count bytes of one section of a report, token
// ranges count tokens of the whole report; the two types do not convert into each other.
#ifndef PARALLAX_SERVER_BASE_RANGE_H_
#define PARALLAX_SERVER_BASE_RANGE_H_

#include <compare>
#include <cstdint>

namespace parallax {

template <typename Unit>
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;

  constexpr uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin >= end; }
  constexpr bool Contains(uint32_t position) const { return begin <= position && position < end; }
  constexpr bool Contains(Range other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool Overlaps(Range other) const { return begin < other.end && other.begin < end; }
  friend constexpr auto operator<=>(const Range&, const Range&) = default;
};

using ByteRange = Range<struct ByteUnit>;
using TokenRange = Range<struct TokenUnit>;

}  // namespace parallax

#endif  // PARALLAX_SERVER_BASE_RANGE_H_
