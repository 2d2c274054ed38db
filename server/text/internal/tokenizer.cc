#include "server/text/internal/tokenizer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/base/status_macros.h"
#include "server/text/internal/abbreviations.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/token_words.h"

namespace parallax::text::internal {
namespace {

bool IsAlphanumeric(uint32_t value) { return IsLetter(value) || IsDigit(value); }

class Lexer {
 public:
  Lexer(absl::string_view text, const CallContext& context, std::vector<ByteRange>* tokens)
      : text_(text), poll_(context, 256), tokens_(tokens) {}

  // Tokens of [begin, end), which holds no space.
  absl::Status Chunk(size_t begin, size_t end) {
    chunk_ = begin;
    end_ = end;
    may_hold_address_ = true;
    size_t at = begin;
    while (at < end_) {
      PARALLAX_RETURN_IF_ERROR(poll_.Step());
      at = Next(at);
    }
    return absl::OkStatus();
  }

 private:
  Character At(size_t at) const { return at < end_ ? CharacterAt(text_, at) : Character{}; }
  char Byte(size_t at) const { return at < end_ ? text_[at] : '\0'; }
  absl::string_view Piece(size_t begin, size_t end) const {
    return text_.substr(begin, end - begin);
  }
  std::string Lower(size_t begin, size_t end) const {
    return absl::AsciiStrToLower(Piece(begin, end));
  }
  size_t Emit(size_t begin, size_t end) {
    tokens_->push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    return end;
  }

  size_t SkipWord(size_t at) const {
    for (Character c = At(at); c.size != 0 && IsWord(c.value); c = At(at)) at += c.size;
    return at;
  }

  // Emits at least one token from `at` on; returns where it ends.
  size_t Next(size_t at) {
    const Character c = At(at);
    const Character next = At(at + c.size);
    if (at == chunk_) {
      if (const size_t size = EmoticonSize(Piece(at, end_))) return Emit(at, at + size);
    }
    if (IsWord(c.value)) {
      if (may_hold_address_) {
        may_hold_address_ = false;
        if (const size_t size = AddressSize(Piece(at, end_))) return Emit(at, at + size);
      }
      return Word(at);
    }
    const bool after_word = at > chunk_ && IsWord(CharacterBefore(text_, at).value);
    if (c.value == '.' && IsDigit(next.value) && !after_word) return Word(at);
    if ((c.value == '@' || (c.value == '#' && !IsDigit(next.value))) && IsWord(next.value)) {
      return Emit(at, SkipWord(at + 1));  // a handle, a hashtag
    }
    if (IsApostrophe(c.value) && next.size != 0) {
      const size_t begin = at + c.size;
      const size_t end = SkipWord(begin);
      if (IsDigit(next.value) && end - begin <= 3 && IsDigit(At(begin + next.size).value)) {
        return Emit(at, end);  // '90s
      }
      if (end > begin && (IsElided(Lower(begin, end)) || IsClitic(Lower(begin, end)))) {
        return Emit(at, end);
      }
    }
    return Mark(at, c);
  }

  // A word with what belongs to it; may emit several tokens (clitics, compounds, units).
  size_t Word(size_t begin) {
    size_t part = begin;  // start of the part after the last stop, hyphen or apostrophe
    size_t at = begin;
    if (Byte(at) == '.') ++at;  // .22
    bool hyphened = false, in_path = false;
    while (true) {
      at = SkipWord(at);
      const Character c = At(at);
      if (c.size == 0) return Finish(begin, at);
      const size_t after = at + c.size;
      const Character next = At(after);
      const bool to_word = next.size != 0 && IsAlphanumeric(next.value);
      const Character last = CharacterBefore(text_, at);
      bool keep = false;
      switch (c.value) {
        case '\'':
        case 0x2019:
        case '`': {
          if (!to_word || IsDigit(next.value)) break;
          const size_t end = SkipWord(after);
          const std::string tail = Lower(after, end);
          if (tail == "t" && (last.value == 'n' || last.value == 'N') && at - begin > 1) {
            Emit(begin, at - 1);
            return Emit(at - 1, end);
          }
          if (IsClitic(tail)) {
            if (IsDigit(CharacterAt(text_, begin).value) && IsDigit(last.value) && tail == "s") {
              return Emit(begin, end);  // the 60's
            }
            Finish(begin, at);
            return Emit(at, end);
          }
          keep = c.value != '`';
          break;
        }
        case '-':
        case 0x2010:
        case 0x2011:
          if (!to_word) break;
          if (hyphened || IsPrefixAt(begin, at)) {
            keep = hyphened = true;
          } else if (IsDigit(last.value)) {
            if (const size_t end = DashedNumber(begin)) return Emit(begin, end);
          }
          break;
        case '.':
          keep = to_word && KeepsStop(begin, part, at, after);
          break;
        case ',':
          keep = IsDigit(last.value) && IsThousands(after);
          break;
        case ':':
          keep = IsDigit(last.value) && IsDigit(next.value);
          break;
        case '/':
          // Looked at once a word: a path goes on to its end.
          in_path = in_path || (to_word && KeepsSlash(begin, at, after));
          keep = in_path && to_word;
          break;
        case '&':
          keep = to_word && at - part <= 4 && SkipWord(after) - after <= 4;
          break;
        case '@':
          keep = to_word;
          break;
        case '$':
          if (at - begin <= 3 && IsUpperPiece(begin, at)) return Emit(begin, after);  // US$
          break;
        case '*': {
          size_t end = at;
          while (Byte(end) == '*') ++end;
          const Character follow = At(end);
          if (IsLetter(last.value) && IsLetter(follow.value)) {
            at = end;
            continue;
          }
          break;
        }
        default:
          break;
      }
      if (!keep) return Finish(begin, at);
      part = after;
      at = after;
    }
  }

  bool IsPrefixAt(size_t begin, size_t end) const {
    return end - begin <= 7 && IsPrefix(Lower(begin, end));
  }

  bool IsUpperPiece(size_t begin, size_t end) const {
    return std::all_of(text_.begin() + begin, text_.begin() + end,
                       [](char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); });
  }

  // Telephone numbers and dates: three groups of digits, or three and four digits. 0 for others.
  size_t DashedNumber(size_t begin) const {
    size_t groups = 0, at = begin, first = 0, length = 0;
    while (true) {
      length = 0;
      while (absl::ascii_isdigit(static_cast<unsigned char>(Byte(at + length)))) ++length;
      if (length == 0) return 0;
      if (groups == 0) first = length;
      ++groups;
      at += length;
      if (Byte(at) != '-' || !absl::ascii_isdigit(static_cast<unsigned char>(Byte(at + 1)))) break;
      ++at;
    }
    if (IsWord(At(at).value)) return 0;
    return groups > 2 || (groups == 2 && first == 3 && length == 4) ? at : 0;
  }

  // Exactly three digits from `at` on.
  bool IsThousands(size_t at) const {
    for (size_t i = 0; i < 3; ++i) {
      const Character c = At(at);  // digits of other scripts have several bytes
      if (!IsDigit(c.value)) return false;
      at += c.size;
    }
    return !IsDigit(At(at).value);
  }

  // Whether the stop at `at`, with a letter or digit on either side, is inside a word (U.S, 1.5,
  // example.com) and not a sentence end that lost its space.
  bool KeepsStop(size_t begin, size_t part, size_t at, size_t after) const {
    const Character first = At(after);
    const Character last = CharacterBefore(text_, at);
    if (IsDigit(last.value) && IsDigit(first.value)) return true;
    if (at - part == last.size && IsLetter(last.value)) return true;  // one letter: U.S
    const size_t end = SkipWord(after);
    const std::string tail = Lower(after, end);
    if (IsDomainEnding(tail)) return true;
    if (IsDigit(first.value)) {  // a note's number behind the last stop, not a version
      return !IsLower(last.value) || end < end_;
    }
    if (!IsUpper(first.value)) {
      return ClassifyAbbreviation(Piece(begin, at)) == Abbreviation::kNone;
    }
    if (end - after <= 2 && Byte(end) == '.' && at - part <= 2) return true;  // Ph.D.
    return IsUpperPiece(part, at) && IsUpperPiece(after, end);                // SALES.XLS
  }

  bool KeepsSlash(size_t begin, size_t at, size_t after) const {
    const Character last = CharacterBefore(text_, at);
    if (IsDigit(last.value) && IsDigit(At(after).value)) return at - begin <= 5;
    if (absl::EqualsIgnoreCase(Piece(begin, at), "w")) return true;  // w/o
    // A path behind the name of a site.
    const absl::string_view word = Piece(begin, at);
    const size_t stop = word.rfind('.');
    return stop != absl::string_view::npos && word.size() - stop > 2 &&
           absl::ascii_isalpha(static_cast<unsigned char>(word[stop + 1]));
  }

  // Emits the word [begin, end), with its stop where it is an abbreviation, in its parts.
  size_t Finish(size_t begin, size_t end) {
    // Not the first dot of an ellipsis, but the first of "Jr..".
    const bool ellipsis = Byte(end + 1) == '.' && Byte(end + 2) == '.';
    if (Byte(end) == '.' && !ellipsis && TakesStop(begin, end)) return Emit(begin, end + 1);
    const size_t length = end - begin;
    if (absl::ascii_isdigit(static_cast<unsigned char>(text_[begin]))) {
      size_t unit = end;
      while (unit > begin && absl::ascii_isalpha(static_cast<unsigned char>(text_[unit - 1]))) {
        --unit;
      }
      if (unit > begin && unit < end && IsUnit(Piece(unit, end)) &&
          absl::ascii_isdigit(static_cast<unsigned char>(text_[unit - 1]))) {
        Emit(begin, unit);
        return Emit(unit, end);
      }
    } else if (length <= 8) {
      if (const size_t first = FusedSplit(Lower(begin, end))) {
        if (!(length == 2 && IsUpperPiece(begin, end))) {  // IM, a name
          Emit(begin, begin + first);
          return Emit(begin + first, end);
        }
      }
    }
    return Emit(begin, end);
  }

  bool TakesStop(size_t begin, size_t end) const {
    const absl::string_view word = Piece(begin, end);
    switch (ClassifyAbbreviation(word)) {
      case Abbreviation::kNone:
        return false;
      case Abbreviation::kBeforeNumber: {
        size_t at = end + 1;
        while (at < text_.size() && text_[at] == ' ') ++at;
        return at < text_.size() && absl::ascii_isdigit(static_cast<unsigned char>(text_[at]));
      }
      case Abbreviation::kAfterComma: {
        size_t at = begin;
        while (at > 0 && text_[at - 1] == ' ') --at;
        return at > 0 && text_[at - 1] == ',';
      }
      case Abbreviation::kInitial: {
        if (absl::ascii_isupper(static_cast<unsigned char>(word[0])) || end + 1 < end_) return true;
        size_t at = end + 1;  // c. 1320, p. 5
        while (at < text_.size() && text_[at] == ' ') ++at;
        return at < text_.size() && absl::ascii_isdigit(static_cast<unsigned char>(text_[at]));
      }
      default:
        return true;
    }
  }

  // Punctuation and symbols: runs of one mark together, an emoji with what modifies it.
  size_t Mark(size_t at, Character c) {
    const auto run = [&](auto&& belongs) {
      size_t end = at;
      for (Character d = c; d.size != 0 && belongs(d.value); d = At(end)) end += d.size;
      return end;
    };
    switch (c.value) {
      case '.':
      case 0x2026: {
        const size_t end = run([](uint32_t v) { return v == '.' || v == 0x2026; });
        // EWT writes ".?" as one.
        return Emit(at, end == at + 1 && (Byte(end) == '?' || Byte(end) == '!') ? end + 1 : end);
      }
      case '!':
      case '?':
        return Emit(at, run([](uint32_t v) { return v == '!' || v == '?'; }));
      case '[':
        return Emit(at, absl::StartsWith(Piece(at, end_), "[...]") ? at + 5 : at + 1);
      case '-':
      case '*':
      case '=':
      case '~':
      case '#':
      case '+':
      case '<':
      case '>':
      case '|':
      case '`':
      case '\'':
      case 0x2013:
      case 0x2014:
      case 0x2019:
        return Emit(at, run([&](uint32_t v) { return v == c.value; }));
      case 0x2018:  // two single marks for a double one
        return Emit(at, At(at + c.size).value == 0x2018 || At(at + c.size).value == 0x2019
                            ? at + 2 * c.size
                            : at + c.size);
      default:
        return Emit(at, c.value < 0x80 ? at + c.size : Cluster(at, c));
    }
  }

  // A symbol with its variation selectors, skin tones, joined symbols; a flag's two letters.
  size_t Cluster(size_t at, Character c) const {
    const auto is_regional = [](uint32_t v) { return v >= 0x1F1E6 && v <= 0x1F1FF; };
    const auto extends = [](uint32_t v) {
      return (v >= 0xFE00 && v <= 0xFE0F) || (v >= 0x1F3FB && v <= 0x1F3FF) || v == 0x20E3 ||
             (v >= 0xE0020 && v <= 0xE007F);
    };
    size_t end = at + c.size;
    if (is_regional(c.value)) {
      const Character second = At(end);
      return is_regional(second.value) ? end + second.size : end;
    }
    while (true) {
      const Character next = At(end);
      if (next.size == 0) return end;
      if (extends(next.value)) {
        end += next.size;
      } else if (next.value == 0x200D) {
        const Character joined = At(end + next.size);
        end += next.size;
        if (joined.size != 0 && !IsWord(joined.value)) end += joined.size;
      } else {
        return end;
      }
    }
  }

  absl::string_view text_;
  CallPoll poll_;
  std::vector<ByteRange>* tokens_;
  size_t chunk_ = 0;
  size_t end_ = 0;
  bool may_hold_address_ = true;
};

}  // namespace

absl::Status Tokenize(absl::string_view text, ByteRange range, const CallContext& context,
                      std::vector<ByteRange>* tokens) {
  Lexer lexer(text, context, tokens);
  size_t at = range.begin;
  while (at < range.end) {
    Character c = CharacterAt(text, at);
    while (at < range.end && IsSpace(c.value)) {
      at += c.size;
      c = CharacterAt(text, at);
    }
    if (at >= range.end) break;
    const size_t begin = at;
    while (at < range.end && !IsSpace(c.value)) {
      at += c.size;
      c = CharacterAt(text, at);
    }
    PARALLAX_RETURN_IF_ERROR(lexer.Chunk(begin, at));
  }
  return absl::OkStatus();
}

}  // namespace parallax::text::internal
