#include "client/terminal.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace parallax::client {
namespace {

constexpr int kMinWidth = 20;
constexpr int kDefaultWidth = 80;

// "Select graphic rendition" of ECMA-48.
absl::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "1";
    case Style::kDim:
      return "2";
    case Style::kRed:
      return "31";
    case Style::kBoldRed:
      return "1;31";
    case Style::kYellow:
      return "33";
    case Style::kGreen:
      return "32";
    case Style::kCyan:
      return "36";
    case Style::kMagenta:
      return "35";
    case Style::kBlue:
      return "34";
    case Style::kBoldCyan:
      return "1;36";
    case Style::kBoldYellow:
      return "1;33";
    case Style::kBoldMagenta:
      return "1;35";
    case Style::kBoldGreen:
      return "1;32";
    case Style::kBoldBlue:
      return "1;34";
  }
  return "";
}

// Embeddings, overrides and isolates of the bidirectional algorithm, and marks that belong to them.
bool ChangesDirection(UChar32 c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

int WidthOf(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

// The next character of `text`, U+FFFD for bytes that are none.
UChar32 Next(absl::string_view text, int32_t& at) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at,
                  static_cast<int32_t>(text.size()), c);
  return c;
}

void Append(UChar32 c, std::string& out) {
  uint8_t bytes[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out.append(reinterpret_cast<const char*>(bytes), length);
}

// As CleanLine, with one blank left at either end where `text` has white space there.
std::string Clean(absl::string_view text) {
  std::string out;
  bool blank = false;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const UChar32 c = Next(text, at);
    if (c == 0xA0) {
      Append(c, out);  // keeps what it joins together
      continue;
    }
    if (u_isUWhiteSpace(c)) {
      if (!std::exchange(blank, true)) out += ' ';
      continue;
    }
    if (u_charType(c) == U_CONTROL_CHAR || ChangesDirection(c)) continue;
    blank = false;
    Append(c, out);
  }
  return out;
}

// Characters of one word that share a style.
struct Piece {
  std::string text;
  Style style;
};

struct Word {
  std::vector<Piece> pieces;
  int width = 0;
};

// Splits at blanks; a word may run over several parts.
std::vector<Word> SplitWords(std::span<const StyledText> parts) {
  std::vector<Word> words;
  bool in_word = false;
  for (const StyledText& part : parts) {
    const std::string text = Clean(part.text);
    for (size_t at = 0; at < text.size();) {
      if (text[at] == ' ') {
        in_word = false;
        ++at;
        continue;
      }
      const size_t end = std::min(text.find(' ', at), text.size());
      if (!std::exchange(in_word, true)) words.emplace_back();
      words.back().pieces.push_back({text.substr(at, end - at), part.style});
      words.back().width += DisplayWidth(words.back().pieces.back().text);
      at = end;
    }
  }
  return words;
}

// Cuts a word that is longer than `room` columns into parts that are not.
std::vector<Word> CutWord(const Word& word, int room) {
  std::vector<Word> parts(1);
  for (const Piece& piece : word.pieces) {
    for (int32_t at = 0; at < static_cast<int32_t>(piece.text.size());) {
      const int32_t begin = at;
      const int width = WidthOf(Next(piece.text, at));
      if (parts.back().width + width > room && parts.back().width > 0) parts.emplace_back();
      Word& part = parts.back();
      if (part.pieces.empty() || part.pieces.back().style != piece.style) {
        part.pieces.push_back({"", piece.style});
      }
      part.pieces.back().text.append(piece.text, begin, at - begin);
      part.width += width;
    }
  }
  return parts;
}

// One line under way: switches styles only where they change, and writes blanks only once
// something follows them.
class LineBuilder {
 public:
  LineBuilder(bool color, std::string& out) : color_(color), out_(out) {}

  void Blanks(int count) { blanks_ += count; }

  void Add(absl::string_view text, Style style) {
    if (text.empty()) return;
    // Blanks within a styled stretch keep its style, so that colours switch less often.
    if (style != style_) Switch(Style::kPlain);
    out_.append(std::exchange(blanks_, 0), ' ');
    Switch(style);
    absl::StrAppend(&out_, text);
  }

  void End() {
    blanks_ = 0;
    Switch(Style::kPlain);
    out_ += '\n';
  }

 private:
  void Switch(Style style) {
    if (!color_ || style == style_) return;
    if (style_ != Style::kPlain) absl::StrAppend(&out_, "\x1b[0m");
    if (style != Style::kPlain) absl::StrAppend(&out_, "\x1b[", Code(style), "m");
    style_ = style;
  }

  const bool color_;
  std::string& out_;
  Style style_ = Style::kPlain;
  int blanks_ = 0;
};

}  // namespace

std::string CleanLine(absl::string_view text) {
  return std::string(absl::StripAsciiWhitespace(Clean(text)));
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) width += WidthOf(Next(text, at));
  return width;
}

TextWriter::TextWriter(int width, bool color) : width_(std::max(width, kMinWidth)), color_(color) {}

void TextWriter::Paragraph(std::span<const StyledText> parts, int indent, int hanging) {
  Lay({}, 0, parts, indent, hanging);
}

void TextWriter::Row(const StyledText& label, int label_width, std::span<const StyledText> parts,
                     int indent) {
  Lay(label, label_width, parts, indent, indent + label_width);
}

void TextWriter::Lay(const StyledText& label, int label_width, std::span<const StyledText> parts,
                     int indent, int hanging) {
  const int most = width_ - kMinWidth / 2;  // some room for words, however deep the indent
  indent = std::min(indent, most);
  hanging = std::min(hanging, most);

  LineBuilder line(color_, out_);
  line.Blanks(indent);
  int column = indent;
  if (label_width > 0) {
    const std::string name = CleanLine(label.text);
    const int pad = std::max(label_width - DisplayWidth(name), 1);
    line.Add(name, label.style);
    line.Blanks(pad);
    column += DisplayWidth(name) + pad;
  }
  bool line_empty = true;
  const auto add = [&](const Word& word) {
    const bool joins = !line_empty && column + 1 + word.width <= width_;
    const bool begins = line_empty && (column + word.width <= width_ || column <= hanging);
    if (joins) {
      line.Blanks(1);
      ++column;
    } else if (!begins) {
      line.End();
      line.Blanks(hanging);
      column = hanging;
    }
    for (const Piece& piece : word.pieces) line.Add(piece.text, piece.style);
    column += word.width;
    line_empty = false;
  };
  const int room = width_ - std::max(indent, hanging);
  for (const Word& word : SplitWords(parts)) {
    if (word.width <= room) {
      add(word);
    } else {
      for (const Word& part : CutWord(word, room)) add(part);
    }
  }
  line.End();
}

void TextWriter::Blank() {
  if (out_.empty() || absl::string_view(out_).substr(out_.size() - 1) != "\n") return;
  if (out_.size() >= 2 && out_[out_.size() - 2] == '\n') return;
  out_ += '\n';
}

std::string TextWriter::Take() { return std::exchange(out_, std::string()); }

void WriteHeading(absl::string_view title, TextWriter& out) {
  out.Blank();
  out.Paragraph({{std::string(title), Style::kBold}}, 0, 0);
}

void WriteNumbered(int number, const StyledText& text, TextWriter& out) {
  constexpr int kColumn = 6;
  const std::string label = absl::StrCat(number, ".");
  const int indent = std::max(4 - static_cast<int>(label.size()), 0);
  out.Row({label, Style::kDim}, kColumn - indent, std::vector<StyledText>{text}, indent);
}

bool WantsColor(ColorChoice choice, bool is_terminal, const char* no_color, const char* term) {
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  if (no_color != nullptr && *no_color != '\0') return false;
  if (term != nullptr && absl::string_view(term) == "dumb") return false;
  return is_terminal;
}

int TerminalWidth(int file_descriptor, const char* columns) {
  winsize size{};
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int width = 0;
  if (columns != nullptr && absl::SimpleAtoi(columns, &width) && width >= kMinWidth &&
      width <= 1000) {
    return width;
  }
  return kDefaultWidth;
}

}  // namespace parallax::client
