#include "server/text/internal/digit_groups.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"

namespace parallax::text::internal {
namespace {

bool IsDigitByte(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetterByte(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Exactly three digits, and nothing that makes them part of a date, a score or a code.
bool BeginsWithGroup(absl::string_view text) {
  if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, IsDigitByte)) return false;
  if (text.size() == 3) return true;
  return !IsDigitByte(text[3]) && text[3] != '/' && text[3] != ':';
}

// The word that ends `text`, a space behind it left out; looks back over a few bytes only.
absl::string_view LastWord(absl::string_view text) {
  if (text.empty() || text.back() != ' ') return {};
  text.remove_suffix(1);
  constexpr size_t kLongest = 20;
  size_t begin = text.size();
  while (begin > 0 && text.size() - begin < kLongest && IsLetterByte(text[begin - 1])) --begin;
  return text.substr(begin);
}

// What a number behind it is the name of.
bool TakesNumber(absl::string_view word) {
  static constexpr absl::string_view kWords[] = {"no",    "number", "page",    "room",   "flight",
                                                 "route", "gate",   "chapter", "call",   "dial",
                                                 "phone", "line",   "article", "section"};
  const std::string lower = absl::AsciiStrToLower(word);
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool IsUpperByte(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }

// Whether a number may follow `head` that is its own: "fell to", "EUR", and not "Flight" or "May".
bool MayStandBefore(absl::string_view head) {
  const absl::string_view word = LastWord(head);
  if (word.empty()) return true;
  if (TakesNumber(word)) return false;
  if (!IsUpperByte(word.front())) return true;
  if (word.size() <= 3 && std::all_of(word.begin(), word.end(), IsUpperByte)) return true;  // EUR
  // A capital that only begins the sentence.
  absl::string_view rest = head.substr(0, head.size() - 1 - word.size());
  while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
  static constexpr absl::string_view kOpeners[] = {"The", "About", "Some",  "Over",  "Nearly",
                                                   "All", "At",    "Under", "Almost"};
  return (rest.empty() || rest.back() == '.' || rest.back() == '\n') &&
         std::find(std::begin(kOpeners), std::end(kOpeners), word) != std::end(kOpeners);
}

}  // namespace

bool IsDigitGroupSpace(absl::string_view before, absl::string_view behind, bool plain,
                       size_t groups_end) {
  if (!BeginsWithGroup(behind)) return false;
  if (groups_end > 0 && groups_end == before.size()) return true;
  size_t begin = before.size();
  while (begin > 0 && before.size() - begin < 4 && IsDigitByte(before[begin - 1])) --begin;
  const size_t count = before.size() - begin;
  if (count < 1 || count > 3 || before[begin] == '0') return false;
  const absl::string_view head = before.substr(0, begin);
  if (!head.empty()) {
    const char last = head.back();
    if (last == '.' || last == ',' || last == '/' || last == ':' || last == '-' || last == '#' ||
        absl::ascii_isalpha(static_cast<unsigned char>(last))) {
      return false;
    }
  }
  return !plain || MayStandBefore(head);
}

}  // namespace parallax::text::internal
