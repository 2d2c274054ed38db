// What holds for every Document, for the property tests and the fuzz targets.
#ifndef PARALLAX_TESTS_TEXT_DOCUMENT_INVARIANTS_H_
#define PARALLAX_TESTS_TEXT_DOCUMENT_INVARIANTS_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/text/internal/characters.h"
#include "server/text/offsets.h"
#include "server/text/reader.h"
#include "server/text/utf8.h"

namespace parallax::text {

// Empty, or which invariant `document` breaks and where.
inline std::string FindBrokenInvariant(const Document& document, const ReadOptions& options) {
  const auto is_border = [](absl::string_view text, uint32_t at) {
    return at <= text.size() &&
           (at == text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80);
  };
  for (const Section part : {Section::kHeadline, Section::kBody}) {
    if (FindInvalidUtf8(document.section(part)) != absl::string_view::npos) return "no UTF-8";
  }
  uint32_t next_token = 0, end = 0, paragraph = 0;
  Section section = Section::kHeadline;
  for (uint32_t s = 0; s < document.sentences().size(); ++s) {
    const Sentence& sentence = document.sentences()[s];
    const std::string where = absl::StrCat(" at sentence ", s);
    if (sentence.section < section) return "headline behind body" + where;
    if (sentence.section != section) end = 0;
    section = sentence.section;
    if (sentence.paragraph < paragraph || sentence.paragraph > paragraph + 1) {
      return "paragraphs not counted" + where;
    }
    paragraph = sentence.paragraph;
    if (sentence.tokens.empty() || sentence.tokens.begin != next_token ||
        sentence.tokens.end > document.tokens().size()) {
      return "tokens not shared out" + where;
    }
    if (sentence.tokens.size() > options.max_sentence_tokens) return "too long" + where;
    if (sentence.bytes != document.bytes(sentence.tokens)) return "bytes not of tokens" + where;
    for (uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
      const Token& token = document.tokens()[t];
      const absl::string_view text = document.section(section);
      if (token.sentence != s) return "token of another" + where;
      if (token.bytes.empty() || token.bytes.begin < end || token.bytes.end > text.size()) {
        return absl::StrCat("token ", t, " out of order", where);
      }
      if (!is_border(text, token.bytes.begin) || !is_border(text, token.bytes.end)) {
        return absl::StrCat("token ", t, " inside a character", where);
      }
      end = token.bytes.end;
    }
    next_token = sentence.tokens.end;
  }
  if (next_token != document.tokens().size()) return "tokens without a sentence";
  end = 0;
  for (const Furniture& piece : document.furniture()) {
    const absl::string_view body = document.section(Section::kBody);
    if (piece.bytes.empty() || piece.bytes.begin < end || piece.bytes.end > body.size() ||
        !is_border(body, piece.bytes.begin) || !is_border(body, piece.bytes.end) ||
        piece.rule.empty()) {
      return "furniture out of order";
    }
    end = piece.bytes.end;
  }
  for (const Section part : {Section::kHeadline, Section::kBody}) {
    const absl::string_view given = document.given(part);
    end = 0;
    for (const Token& token : document.tokens()) {
      if (document.sentences()[token.sentence].section != part) continue;
      const ByteRange bytes = document.given(part, token.bytes);
      if (bytes.empty() || bytes.begin < end || bytes.end > given.size() ||
          !is_border(given, bytes.begin) || !is_border(given, bytes.end)) {
        return absl::StrCat("given bytes out of order at ", bytes.begin);
      }
      end = bytes.end;
    }
  }
  for (const Encoding encoding : {Encoding::kUtf16, Encoding::kUtf32}) {
    const OffsetMap map(document.section(Section::kBody), encoding);
    uint32_t last = 0;
    for (const Token& token : document.tokens()) {
      if (document.sentences()[token.sentence].section != Section::kBody) continue;
      const uint32_t begin = map.FromByte(token.bytes.begin);
      if (begin < last || begin > token.bytes.begin) return "offsets fall";
      last = map.FromByte(token.bytes.end);
      if (last <= begin) return "empty token in another encoding";
    }
  }
  return "";
}

// Empty, or the first text of headline or body that is neither space, nor in a token, nor in a
// stretch of furniture, or that is in more than one of them.
inline std::string FindUncoveredText(const Document& document) {
  for (const Section part : {Section::kHeadline, Section::kBody}) {
    const absl::string_view text = document.section(part);
    std::vector<int> covered(text.size(), 0);
    const auto cover = [&covered](ByteRange bytes) {
      for (uint32_t i = bytes.begin; i < bytes.end; ++i) ++covered[i];
    };
    for (const Token& token : document.tokens()) {
      if (document.sentences()[token.sentence].section == part) cover(token.bytes);
    }
    if (part == Section::kBody) {
      for (const Furniture& piece : document.furniture()) cover(piece.bytes);
    }
    for (size_t at = 0; at < text.size();) {
      const internal::Character c = internal::CharacterAt(text, at);
      // An outlet's name behind a bar is no part of the headline.
      if (part == Section::kHeadline && text.substr(at, 3) == " | ") break;
      const bool may_go = part == Section::kHeadline && IsBlank(text)  // as one that is not there
                              ? internal::IsInvisible(c.value)
                              : internal::IsSpace(c.value);
      if (covered[at] > 1 || (covered[at] == 0 && !may_go)) {
        return absl::StrCat("byte ", at, ": ", text.substr(at, 30));
      }
      at += c.size;
    }
  }
  return "";
}

}  // namespace parallax::text

#endif  // PARALLAX_TESTS_TEXT_DOCUMENT_INVARIANTS_H_
