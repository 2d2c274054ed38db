#include "server/encoder/internal/characters.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cassert>

namespace parallax::encoder::internal {
namespace {

constexpr uint8_t kNewestUnicode = 14;

bool IsSingleQuote(int32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x0060:
    case 0x00B4:
    case 0x02BC:
      return true;
    default:
      return false;
  }
}

bool IsDoubleQuote(int32_t c) {
  switch (c) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
      return true;
    default:
      return false;
  }
}

bool IsNewer(int32_t c) {
  UVersionInfo age;
  u_charAge(c, age);
  return age[0] > kNewestUnicode;
}

Character ClassifySlowly(int32_t c) {
  Character character;
  if (IsNewer(c)) return character;
  const uint32_t category = U_GET_GC_MASK(c);
  if ((category & (U_GC_MN_MASK | U_GC_CF_MASK)) != 0) {
    character.kind = CharacterKind::kNothing;
  } else if ((category & (U_GC_Z_MASK | U_GC_C_MASK)) != 0) {
    character.kind = CharacterKind::kGap;
  } else if (IsSingleQuote(c) || IsDoubleQuote(c)) {
    character.kind = CharacterKind::kOther;  // the modifier apostrophe is a letter by its category
  } else {
    character.letter = (category & U_GC_L_MASK) != 0;
    character.kind = character.letter || (category & U_GC_N_MASK) != 0 ? CharacterKind::kWord
                                                                       : CharacterKind::kOther;
  }
  const int32_t numeric = u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
  character.digit = numeric == U_NT_DECIMAL || numeric == U_NT_DIGIT;
  character.upper = u_hasBinaryProperty(c, UCHAR_UPPERCASE) != 0;
  return character;
}

const icu::Normalizer2* Normalizer(bool compatible) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = compatible ? icu::Normalizer2::getNFKDInstance(error)
                                                  : icu::Normalizer2::getNFDInstance(error);
  assert(U_SUCCESS(error));  // the library holds their data
  return normalizer;
}

icu::UnicodeString FoldSlowly(int32_t c) {
  const icu::Normalizer2* normalizer = Normalizer((U_GET_GC_MASK(c) & U_GC_L_MASK) != 0);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString text = normalizer->normalize(icu::UnicodeString(c), error);
  text.toLower(icu::Locale::getRoot());
  text = normalizer->normalize(text, error);
  return U_SUCCESS(error) ? text : icu::UnicodeString(c);
}

void Append(int32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  icu::UnicodeString(c).toUTF8String(*out);
}

}  // namespace

Character Classify(int32_t code_point) {
  static const auto* const table = [] {
    auto* ascii = new std::array<Character, 128>;
    for (int32_t c = 0; c < 128; ++c) (*ascii)[static_cast<size_t>(c)] = ClassifySlowly(c);
    return ascii;
  }();
  if (code_point >= 0 && code_point < 128) return (*table)[static_cast<size_t>(code_point)];
  return ClassifySlowly(code_point);
}

uint32_t AppendFolded(int32_t code_point, std::string* out) {
  if (code_point < 0x80 && code_point != '`') {
    const bool upper = code_point >= 'A' && code_point <= 'Z';
    out->push_back(static_cast<char>(upper ? code_point - 'A' + 'a' : code_point));
    return 1;
  }
  if (IsSingleQuote(code_point) || IsDoubleQuote(code_point)) {
    out->push_back(IsSingleQuote(code_point) ? '\'' : '"');
    return 1;
  }
  const icu::UnicodeString folded = FoldSlowly(code_point);
  uint32_t count = 0;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    Append(c, out);
    ++count;
  }
  return count;
}

}  // namespace parallax::encoder::internal
