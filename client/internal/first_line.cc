#include "client/internal/first_line.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace parallax::client {
namespace {

bool IsUpper(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }
bool IsLower(char c) { return absl::ascii_islower(static_cast<unsigned char>(c)); }

// A word of capitals, as places in datelines are written.
bool IsShouted(absl::string_view word) {
  return std::count_if(word.begin(), word.end(), IsUpper) >= 2 &&
         std::none_of(word.begin(), word.end(), IsLower);
}

// "COPENHAGEN (AP) - ", "PORT ELLIS, May 14 - ": a place in capitals or an agency in brackets, then
// a dash, near the start.
bool BeginsWithDateline(absl::string_view line) {
  constexpr size_t kLongest = 80;
  const absl::string_view start = line.substr(0, kLongest);
  for (absl::string_view dash : {"\u2014", " \u2013 ", " - ", " -- ", "--"}) {
    const size_t at = start.find(dash);
    if (at == absl::string_view::npos || at == 0 || at + dash.size() >= line.size()) continue;
    const absl::string_view head = absl::StripAsciiWhitespace(start.substr(0, at));
    const std::vector<absl::string_view> words = absl::StrSplit(head, ' ', absl::SkipEmpty());
    if (words.empty() || words.size() > 8) continue;
    const bool agency = absl::EndsWith(head, ")") && absl::StrContains(head, '(');
    const bool names = std::none_of(words.begin(), words.end(), [](absl::string_view word) {
      return IsLower(word[0]) && word != "and" && word != "of" && word != "de";
    });
    if (names && (agency || IsShouted(words[0]))) return true;
  }
  return false;
}

// A word whose stop ends no sentence: "Mr.", "U.S.", "J."
bool IsAbbreviation(absl::string_view word) {
  static constexpr absl::string_view kKnown[] = {
      "mr",   "mrs", "ms",   "dr",  "st",  "no",  "gen", "sen", "rep",  "gov",  "lt",  "col",
      "capt", "sgt", "rev",  "jr",  "sr",  "inc", "ltd", "co",  "corp", "vs",   "v",   "jan",
      "feb",  "aug", "sept", "sep", "oct", "nov", "dec", "ft",  "mt",   "prof", "hon", "etc"};
  while (!word.empty() && !absl::ascii_isalnum(static_cast<unsigned char>(word.front()))) {
    word.remove_prefix(1);
  }
  absl::ConsumeSuffix(&word, ".");
  if (word.size() <= 1 || absl::StrContains(word, '.')) return true;
  const std::string lower = absl::AsciiStrToLower(word);
  return std::find(std::begin(kKnown), std::end(kKnown), lower) != std::end(kKnown);
}

// The word without the quotation marks and brackets that close behind it.
absl::string_view WithoutClosers(absl::string_view word) {
  while (absl::ConsumeSuffix(&word, "\"") || absl::ConsumeSuffix(&word, "'") ||
         absl::ConsumeSuffix(&word, ")") || absl::ConsumeSuffix(&word, "\u201D") ||
         absl::ConsumeSuffix(&word, "\u2019")) {
  }
  return word;
}

// A full stop that ends a sentence; three of them trail off.
bool EndsWithStop(absl::string_view word) {
  word = WithoutClosers(word);
  return absl::EndsWith(word, ".") && !absl::EndsWith(word, "..") && !IsAbbreviation(word);
}

bool EndsSentence(absl::string_view word) {
  const absl::string_view bare = WithoutClosers(word);
  return EndsWithStop(word) || absl::EndsWith(bare, "?") || absl::EndsWith(bare, "!");
}

// Borders between sentences inside the line.
size_t CountBorders(const std::vector<absl::string_view>& words) {
  size_t borders = 0;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    borders += EndsSentence(words[i]) && !IsLower(words[i + 1][0]);
  }
  return borders;
}

}  // namespace

FirstLine ClassifyFirstLine(absl::string_view line) {
  constexpr size_t kLongestHeadline = 300;  // bytes
  if (line.size() > kLongestHeadline || BeginsWithDateline(line)) return FirstLine::kLead;
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.empty()) return FirstLine::kHeadline;
  const size_t borders = CountBorders(words);
  const bool stop = EndsWithStop(words.back());
  if (borders >= 2 || (borders == 1 && stop)) return FirstLine::kLead;
  return stop ? FirstLine::kLeadByStop : FirstLine::kHeadline;
}

}  // namespace parallax::client
