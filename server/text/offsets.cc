#include "server/text/offsets.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>

namespace parallax::text {

OffsetMap::OffsetMap(absl::string_view text, Encoding encoding) {
  const auto is_ascii = [](char c) { return static_cast<uint8_t>(c) < 0x80; };
  if (encoding == Encoding::kUtf8 || std::all_of(text.begin(), text.end(), is_ascii)) return;
  blocks_.resize(text.size() / 64 + 1);  // one past the end, so that the end converts too
  uint32_t units = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    Block& block = blocks_[at / 64];
    if (at % 64 == 0) block.units_before = units;
    const auto byte = static_cast<uint8_t>(text[at]);
    const bool is_lead = (byte & 0xC0) != 0x80;
    const bool is_low_surrogate =
        encoding == Encoding::kUtf16 && at > 0 && static_cast<uint8_t>(text[at - 1]) >= 0xF0;
    if (is_lead || is_low_surrogate) {
      block.starts |= uint64_t{1} << (at % 64);
      ++units;
    }
  }
  if (text.size() % 64 == 0) blocks_.back().units_before = units;
}

uint32_t OffsetMap::FromByte(uint32_t byte) const {
  if (blocks_.empty()) return byte;
  assert(byte / 64 < blocks_.size());
  const Block& block = blocks_[byte / 64];
  const uint64_t below = (uint64_t{1} << (byte % 64)) - 1;
  return block.units_before + static_cast<uint32_t>(std::popcount(block.starts & below));
}

}  // namespace parallax::text
