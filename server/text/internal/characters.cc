#include "server/text/internal/characters.h"

#include "unicode/uchar.h"

namespace parallax::text::internal {

CharacterClass ClassOfNonAscii(uint32_t value) {
  switch (value) {
    case 0x200B:  // zero width space
    case 0x200E:
    case 0x200F:
    case 0xFEFF:
      return CharacterClass::kSpace;
    case 0x00AD:  // soft hyphen
    case 0x200C:
    case 0x200D:
    case 0x2060:
      return CharacterClass::kWord;
    default:
      break;
  }
  if ((value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069)) {
    return CharacterClass::kSpace;  // directions of writing
  }
  const auto code = static_cast<UChar32>(value);
  if (u_isUWhiteSpace(code) || u_charType(code) == U_CONTROL_CHAR) return CharacterClass::kSpace;
  constexpr uint32_t kWordMask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_PC_MASK;
  return (U_GET_GC_MASK(code) & kWordMask) ? CharacterClass::kWord : CharacterClass::kOther;
}

bool HasVisibleWord(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Character c = CharacterAt(text, at);
    at += c.size;
    if (IsWord(c.value) && !IsInvisible(c.value)) return true;
  }
  return false;
}

bool IsInvisible(uint32_t value) {
  if (value < 0x80) return IsSpace(value);
  return IsSpace(value) ||
         u_hasBinaryProperty(static_cast<UChar32>(value), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
         u_charType(static_cast<UChar32>(value)) == U_FORMAT_CHAR;
}

bool IsUpper(uint32_t value) {
  if (value < 128) return value >= 'A' && value <= 'Z';
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}
bool IsLower(uint32_t value) {
  if (value < 128) return value >= 'a' && value <= 'z';
  return u_charType(static_cast<UChar32>(value)) == U_LOWERCASE_LETTER;
}
bool IsLetter(uint32_t value) {
  if (value < 128) return absl::ascii_isalpha(static_cast<unsigned char>(value));
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & U_GC_L_MASK) != 0;
}
bool IsDigit(uint32_t value) {
  if (value < 128) return value >= '0' && value <= '9';
  return u_charType(static_cast<UChar32>(value)) == U_DECIMAL_DIGIT_NUMBER;
}

}  // namespace parallax::text::internal
