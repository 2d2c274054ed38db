#include "server/text/internal/reading_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/digit_groups.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace parallax::text::internal {
namespace {

constexpr absl::string_view kOpenDouble = "\u201C", kCloseDouble = "\u201D";
constexpr absl::string_view kOpenSingle = "\u2018", kCloseSingle = "\u2019";

bool IsLineEnd(uint32_t value) {
  return value == '\n' || value == '\r' || value == 0x2028 || value == 0x2029;
}

bool IsMark(uint32_t value) {
  return value >= 0x300 && (U_GET_GC_MASK(static_cast<UChar32>(value)) & U_GC_M_MASK) != 0;
}

// Drawn as nothing wherever it stands.
bool IsAlwaysDropped(uint32_t value) {
  return value == 0xAD || value == 0x34F || value == 0x180E || value == 0x200B || value == 0x200E ||
         value == 0x200F || (value >= 0x202A && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x2064) || (value >= 0x2066 && value <= 0x2069) ||
         value == 0xFEFF;
}

absl::string_view Ligature(uint32_t value) {
  static constexpr absl::string_view kLetters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  return value >= 0xFB00 && value <= 0xFB06 ? kLetters[value - 0xFB00] : absl::string_view();
}

enum class Shape : uint8_t { kNone, kEither, kOpens, kCloses };

struct Mark {
  Shape shape = Shape::kNone;
  bool is_double = true;
};

// What a quotation mark says of itself. Angles point either way, by country; low marks always open,
// and the mark that is high and turned closes where a low one opened.
Mark MarkOf(uint32_t value) {
  switch (value) {
    case '"':
    case 0x2033:
    case 0xFF02:
    case 0xAB:
    case 0xBB:
      return {Shape::kEither};
    case 0x201E:
    case 0x201F:
    case 0x275D:
    case 0x301D:
    case 0x300C:
    case 0x300E:
      return {Shape::kOpens};
    case 0x275E:
    case 0x301E:
    case 0x300D:
    case 0x300F:
      return {Shape::kCloses};
    case 0x2039:
    case 0x203A:
      return {Shape::kEither, false};
    case 0x201A:
    case 0x201B:
      return {Shape::kOpens, false};
    default:
      return {};
  }
}

bool IsApostropheLike(uint32_t value) {
  return value == 0x2019 || value == 0x2BC || value == 0x2032 || value == 0xFF07 || value == 0xB4 ||
         value == '`';
}

class Builder {
 public:
  explicit Builder(absl::string_view given) : given_(given) { out_.reserve(given.size()); }

  absl::optional<ReadingText> Run() {
    while (at_ < given_.size()) Step();
    if (!any_change_) return absl::nullopt;
    Piece(false);  // closes the last changed one
    return ReadingText{std::move(out_), PositionMap(std::move(pieces_))};
  }

 private:
  void Step() {
    const Character c = CharacterAt(given_, at_);
    if (IsDropped(c.value)) return Drop(c.size);
    if (IsLineEnd(c.value)) {
      double_open_ = low_open_ = false;
      return Keep(c.size);
    }
    if (IsSpace(c.value)) return Space(c);
    if (TwoForOne(c)) return;
    if (const Mark mark = MarkOf(c.value); mark.shape != Shape::kNone) return Quote(c, mark);
    if (c.value == 0x201C || c.value == 0x201D) return Curly(c);
    if (IsApostropheLike(c.value) && IsWord(LastValue()) && IsLetter(Ahead(c.size))) {
      return Replace(c.size, "'");
    }
    if (c.value == 0x2010 || c.value == 0x2011) return Replace(c.size, "-");
    if (const absl::string_view letters = Ligature(c.value); !letters.empty()) {
      return Replace(c.size, letters);
    }
    Letter(c);
  }

  uint32_t LastValue() const { return CharacterBefore(out_, out_.size()).value; }

  // The character `skip` bytes on, those that are dropped left out; 0 at the end.
  uint32_t Ahead(size_t skip) const {
    for (size_t at = at_ + skip; at < given_.size();) {
      const Character c = CharacterAt(given_, at);
      if (!IsAlwaysDropped(c.value)) return c.value;
      at += c.size;
    }
    return 0;
  }

  bool IsDropped(uint32_t value) const {
    if (IsAlwaysDropped(value)) return true;
    // Joiners make one picture of several; inside words they are left-overs.
    if (value != 0x200C && value != 0x200D) return false;
    const uint32_t last = LastValue();
    return last == 0 || IsLetter(last) || IsDigit(last) || IsSpace(last);
  }

  void Space(Character c) {
    const bool between_words = c.value == ' ' || c.value >= 0x80;  // and not a tab of a table
    if (between_words &&
        IsDigitGroupSpace(out_, given_.substr(at_ + c.size), c.value == ' ', groups_end_)) {
      groups_end_ = out_.size() + 4;  // behind the comma and the three digits
      return Replace(c.size, ",");
    }
    // The thin space inside angles: the marks touch the words they quote.
    const uint32_t next = Ahead(c.size);
    if (double_open_ && (next == 0xBB || next == 0xAB) && !IsSpace(LastValue())) {
      return Drop(c.size);
    }
    c.value < 0x80 ? Keep(c.size) : Replace(c.size, " ");
  }

  // Marks typed twice for a double one: ``so'' and two single curly ones.
  bool TwoForOne(Character c) {
    if (c.value != '`' && c.value != '\'' && c.value != 0x2018 && c.value != 0x2019) return false;
    if (CharacterAt(given_, at_ + c.size).value != c.value) return false;
    const bool third = CharacterAt(given_, at_ + 2 * c.size).value == c.value;
    if (third || (c.value == 0x2019 && !double_open_)) return false;
    Mark mark;
    mark.shape = c.value == '`' || c.value == 0x2018 ? Shape::kOpens : Shape::kEither;
    if (c.value == 0x2019) mark.shape = Shape::kCloses;
    Quote({c.value, 2 * c.size}, mark);
    return true;
  }

  void Quote(Character c, Mark mark) {
    const uint32_t last = LastValue(), next = Ahead(c.size);
    const bool space_before = last == 0 || IsSpace(last) || IsOpening(last);
    const bool space_behind = next == 0 || IsSpace(next);
    Shape shape = mark.shape;
    if (shape == Shape::kEither) {
      if (space_before && !space_behind) {
        shape = Shape::kOpens;
      } else if (!space_before) {
        const bool closes = space_behind || !IsWord(next);
        shape = closes ? Shape::kCloses : Shape::kEither;
      } else if (c.value == 0xAB || c.value == 0xBB) {
        shape = double_open_ ? Shape::kCloses : Shape::kOpens;
      }
    }
    // 12" is a length unless something is open.
    const bool inches = IsDigit(last) && !double_open_ && shape == Shape::kCloses;
    if (shape == Shape::kEither || inches)
      return c.value == '"' ? Keep(c.size) : Replace(c.size, "\"");
    if (mark.is_double) {
      double_open_ = shape == Shape::kOpens;
      low_open_ = c.value == 0x201E;
    }
    const bool opens = shape == Shape::kOpens;
    Replace(c.size, mark.is_double ? (opens ? kOpenDouble : kCloseDouble)
                                   : (opens ? kOpenSingle : kCloseSingle));
    if (opens && (c.value == 0xAB || c.value == 0xBB)) DropSpaces();
  }

  void Curly(Character c) {
    const bool closes_low = low_open_ && c.value == 0x201C;
    double_open_ = c.value == 0x201C && !closes_low;
    low_open_ = false;
    closes_low ? Replace(c.size, kCloseDouble) : Keep(c.size);
  }

  static bool IsOpening(uint32_t value) {
    return value == '(' || value == '[' || value == '/' || value == '-' || value == 0x2013 ||
           value == 0x2014 || value == 0x2018 || value == 0x201C;
  }

  void DropSpaces() {
    while (at_ < given_.size()) {
      const Character c = CharacterAt(given_, at_);
      if (!IsSpace(c.value) || IsLineEnd(c.value)) return;
      Drop(c.size);
    }
  }

  // A letter (or anything else) with the accents behind it, composed.
  void Letter(Character c) {
    size_t end = at_ + c.size;
    constexpr size_t kLongest = 64;  // as many accents as somebody piles up
    while (end - at_ < kLongest) {
      const Character mark = CharacterAt(given_, end);
      if (!IsMark(mark.value) || IsAlwaysDropped(mark.value)) break;
      end += mark.size;
    }
    const auto code = static_cast<UChar32>(c.value);
    const bool alone = end == at_ + c.size;
    if (alone &&
        (c.value < 0x300 || u_getIntPropertyValue(code, UCHAR_NFC_QUICK_CHECK) != UNORM_NO)) {
      return Keep(c.size);
    }
    Compose(end - at_);
  }

  void Compose(size_t size) {
    const absl::string_view piece = given_.substr(at_, size);
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* composer = icu::Normalizer2::getNFCInstance(error);
    std::string composed;
    if (U_SUCCESS(error)) {
      const icu::UnicodeString source = icu::UnicodeString::fromUTF8(
          icu::StringPiece(piece.data(), static_cast<int32_t>(piece.size())));
      composer->normalize(source, error).toUTF8String(composed);
    }
    if (U_FAILURE(error) || composed == piece) return Keep(size);
    Replace(size, composed);
  }

  void Keep(size_t size) {
    if (!same_) Piece(false);
    out_.append(given_.data() + at_, size);
    at_ += size;
  }
  void Replace(size_t size, absl::string_view text) {
    Piece(true);
    out_.append(text.data(), text.size());
    at_ += size;
  }
  void Drop(size_t size) {
    Piece(true);
    at_ += size;
  }
  // Begins a piece at the place reached in both texts.
  void Piece(bool changed) {
    if (pieces_.empty() && at_ > 0) pieces_.push_back({0, 0, false});
    pieces_.push_back({static_cast<uint32_t>(out_.size()), static_cast<uint32_t>(at_), changed});
    same_ = !changed;
    any_change_ |= changed;
  }

  const absl::string_view given_;
  size_t at_ = 0;
  std::string out_;
  std::vector<PositionMap::Piece> pieces_;
  bool same_ = true;
  bool any_change_ = false;
  bool double_open_ = false;  // in this line
  bool low_open_ = false;     // and the mark that opened it was low
  size_t groups_end_ = 0;     // of the digits that a space was last read as a comma before
};

}  // namespace

absl::optional<ReadingText> ReadAs(absl::string_view given) { return Builder(given).Run(); }

}  // namespace parallax::text::internal
