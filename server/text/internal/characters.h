// Characters of a UTF-8 text and the few classes that tokenisation needs.
#ifndef PARALLAX_SERVER_TEXT_INTERNAL_CHARACTERS_H_
#define PARALLAX_SERVER_TEXT_INTERNAL_CHARACTERS_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace parallax::text::internal {

struct Character {
  uint32_t value = 0;  // code point
  uint32_t size = 0;   // bytes; 0 at the end of the text
};

// The character at `at`. REQUIRES: `text` is valid UTF-8 and `at` at a character border.
inline Character CharacterAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return {};
  const auto byte = [&](size_t i) -> uint32_t { return static_cast<uint8_t>(text[at + i]); };
  const uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (lead < 0xF0) return {(lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

// The character that ends before `at`. REQUIRES: as above.
inline Character CharacterBefore(absl::string_view text, size_t at) {
  if (at == 0) return {};
  size_t begin = at - 1;
  while (begin > 0 && (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80) --begin;
  return CharacterAt(text, begin);
}

enum class CharacterClass : uint8_t { kSpace, kWord, kOther };

// The class of a character above U+007F.
CharacterClass ClassOfNonAscii(uint32_t value);

// kSpace: what separates tokens (Unicode White_Space, controls, and invisible format characters
// that never stand inside a word). kWord: letters, digits, marks, and joiners inside words.
// kOther: punctuation and symbols.
inline CharacterClass ClassOf(uint32_t value) {
  if (value >= 0x80) return ClassOfNonAscii(value);
  const auto c = static_cast<unsigned char>(value);
  if (absl::ascii_isalnum(c) || c == '_') return CharacterClass::kWord;
  return c <= ' ' || c == 0x7F ? CharacterClass::kSpace : CharacterClass::kOther;
}

inline bool IsSpace(uint32_t value) { return ClassOf(value) == CharacterClass::kSpace; }
inline bool IsWord(uint32_t value) { return ClassOf(value) == CharacterClass::kWord; }

// White space, controls, and what is drawn as nothing: joiners, soft hyphens, fillers.
bool IsInvisible(uint32_t value);
// Whether the text has a letter, digit or mark that can be seen. REQUIRES: it is valid UTF-8.
bool HasVisibleWord(absl::string_view text);

// General category Lu or Lt; Ll; any letter; Nd.
bool IsUpper(uint32_t value);
bool IsLower(uint32_t value);
bool IsLetter(uint32_t value);
bool IsDigit(uint32_t value);

// ' and its typographic forms where they stand inside or at the edge of a word.
inline bool IsApostrophe(uint32_t value) { return value == '\'' || value == 0x2019; }
// Any mark that may close a quotation.
inline bool IsQuotationMark(uint32_t value) {
  return value == '"' || value == '\'' || value == '`' || value == 0xAB || value == 0xBB ||
         (value >= 0x2018 && value <= 0x201F) || value == 0x2039 || value == 0x203A;
}

}  // namespace parallax::text::internal

#endif  // PARALLAX_SERVER_TEXT_INTERNAL_CHARACTERS_H_
