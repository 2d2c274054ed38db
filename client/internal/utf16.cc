#include "client/internal/utf16.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "unicode/unistr.h"

namespace parallax::client {
namespace {

enum class Order : uint8_t { kNone, kLittle, kBig };

// By the zeros over the first characters: most of an English text is ASCII.
Order OrderWithoutMark(absl::string_view content) {
  constexpr size_t kLooked = 512, kFewest = 4;
  size_t units = 0, even = 0, odd = 0;
  for (size_t i = 0; i + 1 < content.size() && i < kLooked; i += 2, ++units) {
    even += content[i] == '\0';
    odd += content[i + 1] == '\0';
  }
  if (units < kFewest) return Order::kNone;
  if (odd * 10 >= units * 7 && even * 10 <= units) return Order::kLittle;
  if (even * 10 >= units * 7 && odd * 10 <= units) return Order::kBig;
  return Order::kNone;
}

}  // namespace

absl::optional<std::string> FromUtf16(absl::string_view content) {
  Order order = OrderWithoutMark(content);
  if (absl::StartsWith(content, "\xFF\xFE")) order = Order::kLittle;
  if (absl::StartsWith(content, "\xFE\xFF")) order = Order::kBig;
  if (order == Order::kNone) return absl::nullopt;
  icu::UnicodeString text;
  for (size_t i = 0; i + 1 < content.size(); i += 2) {
    const auto first = static_cast<uint8_t>(content[i]);
    const auto second = static_cast<uint8_t>(content[i + 1]);
    const auto unit =
        static_cast<char16_t>(order == Order::kBig ? first << 8 | second : second << 8 | first);
    if (unit != 0xFEFF) text.append(unit);
  }
  std::string result;
  text.toUTF8String(result);
  return result;
}

}  // namespace parallax::client
