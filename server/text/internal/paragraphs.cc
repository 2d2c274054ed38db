#include "server/text/internal/paragraphs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "server/base/status_macros.h"
#include "server/text/internal/characters.h"

namespace parallax::text::internal {
namespace {

struct Line {
  ByteRange bytes;          // without the space around it; empty for a blank line
  uint32_t width = 0;       // characters, with the indent
  uint32_t indent = 0;      // characters of space before it
  uint32_t first_word = 0;  // characters of its first word
  bool ends_open = false;   // ends in the middle of a sentence
};

bool IsLineEnd(uint32_t value) {
  return value == '\n' || value == '\r' || value == 0x2028 || value == 0x2029;
}

Line ReadLine(absl::string_view text, size_t begin, size_t end) {
  Line line;
  size_t last_end = begin;
  bool in_first_word = true, seen = false;
  uint32_t column = 0;
  for (size_t at = begin; at < end;) {
    const Character c = CharacterAt(text, at);
    ++column;
    at += c.size;
    if (IsSpace(c.value)) {
      if (seen) {
        in_first_word = false;
      } else {
        ++line.indent;
        line.bytes.begin = static_cast<uint32_t>(at);
      }
      continue;
    }
    if (!seen) line.bytes.begin = static_cast<uint32_t>(at - c.size);
    seen = true;
    if (in_first_word) ++line.first_word;
    line.width = column;
    last_end = at;
  }
  line.bytes.end = static_cast<uint32_t>(seen ? last_end : line.bytes.begin);
  if (seen) {
    const uint32_t last = CharacterBefore(text, last_end).value;
    line.ends_open = IsWord(last) || last == ',' || last == '-' || last == ';';
  }
  return line;
}

absl::StatusOr<std::vector<Line>> ReadLines(absl::string_view text, const CallContext& context) {
  CallPoll poll(context, 64);
  std::vector<Line> lines;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const Character c = CharacterAt(text, at);
    if (!IsLineEnd(c.value)) {
      at += c.size;
      continue;
    }
    PARALLAX_RETURN_IF_ERROR(poll.Step());
    lines.push_back(ReadLine(text, begin, at));
    at += c.size;
    if (c.value == '\r' && at < text.size() && text[at] == '\n') ++at;
    begin = at;
  }
  if (begin < text.size()) lines.push_back(ReadLine(text, begin, text.size()));
  return lines;
}

// The width at which the text is wrapped, 0 where it is not: lines that another line follows are
// full (the next word had no room) nearly always, and most of them stop inside a sentence.
uint32_t WrapWidth(const std::vector<Line>& lines) {
  constexpr uint32_t kNarrowest = 30, kWidest = 130, kFewest = 4;
  std::vector<uint32_t> widths;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].width > 0 && lines[i + 1].width > 0) widths.push_back(lines[i].width);
  }
  if (widths.size() < kFewest) return 0;
  const auto widest = widths.begin() + static_cast<std::ptrdiff_t>((widths.size() - 1) * 95 / 100);
  std::nth_element(widths.begin(), widest, widths.end());
  const uint32_t width = *widest;
  if (width < kNarrowest || width > kWidest) return 0;
  size_t full = 0, open = 0;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].width == 0 || lines[i + 1].width == 0) continue;
    full += lines[i].width + 1 + lines[i + 1].first_word > width;
    open += lines[i].ends_open;
  }
  return full * 10 >= widths.size() * 8 && open * 10 >= widths.size() * 6 ? width : 0;
}

}  // namespace

absl::StatusOr<std::vector<ByteRange>> FindParagraphs(absl::string_view text,
                                                      const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Line> lines, ReadLines(text, context));
  const uint32_t width = WrapWidth(lines);
  std::vector<ByteRange> paragraphs;
  bool open = false;  // the last paragraph goes on in the next line
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.width == 0) {
      open = false;
      continue;
    }
    if (open && line.indent == lines[i - 1].indent) {
      paragraphs.back().end = line.bytes.end;
    } else {
      paragraphs.push_back(line.bytes);
    }
    open = width > 0 && i + 1 < lines.size() && line.width + 1 + lines[i + 1].first_word > width;
  }
  return paragraphs;
}

absl::StatusOr<std::vector<ByteRange>> FindLines(absl::string_view text,
                                                 const CallContext& context) {
  PARALLAX_ASSIGN_OR_RETURN(const std::vector<Line> lines, ReadLines(text, context));
  std::vector<ByteRange> found;
  for (const Line& line : lines) {
    if (line.width > 0) found.push_back(line.bytes);
  }
  return found;
}

void BlankLineEnds(ByteRange range, std::string* text) {
  for (size_t at = range.begin; at < range.end;) {
    const Character c = CharacterAt(*text, at);
    if (IsLineEnd(c.value)) text->replace(at, c.size, c.size, ' ');
    at += c.size;
  }
}

}  // namespace parallax::text::internal
