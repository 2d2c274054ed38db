// Text laid out for a terminal: wrapped to its width by what the characters take up on the screen,
// coloured where that is wanted, and cleaned of what could play tricks on the terminal.
#ifndef PARALLAX_CLIENT_TERMINAL_H_
#define PARALLAX_CLIENT_TERMINAL_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/options.h"

namespace parallax::client {

enum class Style : uint8_t {
  kPlain,
  kBold,
  kDim,
  kRed,
  kBoldRed,
  kYellow,
  kGreen,
  kCyan,
  kMagenta,
  kBlue,
  kBoldCyan,
  kBoldYellow,
  kBoldMagenta,
  kBoldGreen,
  kBoldBlue,
};

struct StyledText {
  std::string text;
  Style style = Style::kPlain;
};

// `text` on one line: white space runs become one blank, control characters (which could move the
// cursor or worse) and changes of writing direction are dropped, bytes that are not UTF-8 become
// U+FFFD.
std::string CleanLine(absl::string_view text);

// Columns that valid UTF-8 takes up: 0 for combining marks, 2 for wide East Asian characters and
// emoji, else 1.
int DisplayWidth(absl::string_view text);

// Collects lines. Thread safety: none.
class TextWriter {
 public:
  // `width` in columns; at least 20 are used. `color`: whether styles show.
  TextWriter(int width, bool color);

  // Adds `parts`, one after another, as a paragraph: broken at blanks, within a word only where the
  // word alone is longer than a line. The first line begins at column `indent`, the others at
  // `hanging`. Each part is cleaned as by CleanLine, but keeps one blank at either end.
  void Paragraph(std::span<const StyledText> parts, int indent, int hanging);
  void Paragraph(std::initializer_list<StyledText> parts, int indent, int hanging) {
    Paragraph(std::span<const StyledText>(parts.begin(), parts.size()), indent, hanging);
  }
  // The same with `label` in a column of its own, `label_width` wide, to the left of the paragraph;
  // a longer label pushes the first line to the right.
  void Row(const StyledText& label, int label_width, std::span<const StyledText> parts, int indent);
  // An empty line, unless the last one is empty or there is none.
  void Blank();

  int width() const { return width_; }
  // The lines so far, which the writer forgets.
  std::string Take();

 private:
  void Lay(const StyledText& label, int label_width, std::span<const StyledText> parts, int indent,
           int hanging);

  const int width_;
  const bool color_;
  std::string out_;
};

// `title` behind an empty line.
void WriteHeading(absl::string_view title, TextWriter& out);
// `text` with `number` to its left, in a column of six.
void WriteNumbered(int number, const StyledText& text, TextWriter& out);

// Whether to colour output: `choice` where it decides, else as the environment and the terminal
// have it: NO_COLOR set and not empty: no; TERM=dumb: no; else whether it is a terminal.
// `no_color` and `term` are the values of these variables, null where unset.
bool WantsColor(ColorChoice choice, bool is_terminal, const char* no_color, const char* term);

// The columns of the terminal behind `file_descriptor`; where it is none, those that `columns`, the
// value of COLUMNS or null, gives; else 80.
int TerminalWidth(int file_descriptor, const char* columns);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_TERMINAL_H_
