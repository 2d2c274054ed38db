#include "server/text/utf8.h"

#include <cstdint>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "server/text/internal/characters.h"

namespace parallax::text {
namespace {

// Length of the well-formed sequence at `at`, 0 where there is none.
size_t SequenceLength(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> uint8_t { return i < text.size() ? text[i] : 0; };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint8_t lead = byte(at), second = byte(at + 1);
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return tail(at + 1) ? 2 : 0;
  if (lead < 0xF0) {
    if (!tail(at + 1) || !tail(at + 2)) return 0;
    if (lead == 0xE0 && second < 0xA0) return 0;
    if (lead == 0xED && second > 0x9F) return 0;
    return 3;
  }
  if (lead > 0xF4 || !tail(at + 1) || !tail(at + 2) || !tail(at + 3)) return 0;
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second > 0x8F) return 0;
  return 4;
}

}  // namespace

size_t FindInvalidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    // Eight ASCII bytes at a time: most of an English report.
    while (at + 8 <= text.size()) {
      uint64_t word;
      std::memcpy(&word, text.data() + at, 8);
      if (word & 0x8080808080808080u) break;
      at += 8;
    }
    if (at >= text.size()) break;
    const size_t length = SequenceLength(text, at);
    if (length == 0) return at;
    at += length;
  }
  return absl::string_view::npos;
}

absl::Status CheckUtf8(absl::string_view text, absl::string_view what) {
  const size_t at = FindInvalidUtf8(text);
  if (at == absl::string_view::npos) return absl::OkStatus();
  const auto value = static_cast<uint8_t>(text[at]);
  return absl::InvalidArgumentError(absl::StrCat(
      what, ": byte ", at, " (0x", absl::Hex(value, absl::kZeroPad2), ") is not valid UTF-8"));
}

bool IsBlank(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const internal::Character c = internal::CharacterAt(text, at);
    if (!internal::IsInvisible(c.value)) return false;
    at += c.size;
  }
  return true;
}

}  // namespace parallax::text
