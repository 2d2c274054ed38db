#include "server/text/internal/dateline.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/text/internal/characters.h"
#include "server/text/internal/furniture_line.h"
#include "server/text/internal/furniture_words.h"

namespace parallax::text::internal {
namespace {

constexpr absl::string_view kEnDash = "\xE2\x80\x93";
constexpr absl::string_view kEmDash = "\xE2\x80\x94";
constexpr absl::string_view kBar = "\xE2\x80\x95";

// Bytes of the dash at `at`, 0 for none. A single hyphen or en dash needs space on both sides.
size_t DashSize(absl::string_view line, size_t at) {
  const absl::string_view rest = line.substr(at);
  if (absl::StartsWith(rest, "--")) return 2;
  if (absl::StartsWith(rest, kEmDash) || absl::StartsWith(rest, kBar)) return 3;
  const bool spaced = at > 0 && line[at - 1] == ' ';
  const auto closed = [&](size_t size) { return rest.size() == size || rest[size] == ' '; };
  if (spaced && absl::StartsWith(rest, kEnDash) && closed(3)) return 3;
  if (spaced && absl::StartsWith(rest, "-") && closed(1)) return 1;
  return 0;
}

// All letters capital, at least two of them.
bool IsShouted(absl::string_view word) {
  size_t letters = 0;
  for (size_t at = 0; at < word.size();) {
    const Character c = CharacterAt(word, at);
    if (IsLower(c.value)) return false;
    letters += IsUpper(c.value);
    at += c.size;
  }
  return letters >= 2;
}

bool IsNoPlace(absl::string_view word) {
  const std::string normal = NormalizeLine(word);
  for (absl::string_view label : {"update", "updated", "breaking", "exclusive", "correction",
                                  "analysis", "opinion", "watch", "video", "read", "live", "poll",
                                  "editorial", "developing", "review", "photos", "more", "must"}) {
    if (normal == label) return true;
  }
  return false;
}

// Whether `head`, what stands before the dash, is place, date and agency.
bool IsDatelineHead(absl::string_view head) {
  const size_t open = head.find('(');
  absl::string_view place = head.substr(0, open);
  bool has_agency = false;
  if (open != absl::string_view::npos) {
    const size_t close = head.find(')', open);
    if (close == absl::string_view::npos ||
        !absl::StripAsciiWhitespace(head.substr(close + 1)).empty()) {
      return false;
    }
    const absl::string_view agency = head.substr(open + 1, close - open - 1);
    for (absl::string_view word : absl::StrSplit(agency, ' ', absl::SkipEmpty())) {
      if (!IsUpper(CharacterAt(word, 0).value)) return false;
      has_agency = true;
    }
    if (!has_agency) return false;
  }
  const std::vector<absl::string_view> words = absl::StrSplit(place, ' ', absl::SkipEmpty());
  if (words.empty()) return has_agency && head.size() <= 30;
  if (words.size() > (has_agency ? 10 : 7) || IsNoPlace(words[0])) return false;
  if (place.find_first_of("!?:;\"") != absl::string_view::npos) return false;
  for (const absl::string_view word : words) {
    const uint32_t first = CharacterAt(word, 0).value;
    if (IsUpper(first) || IsDigit(first)) continue;
    if (word != "and" && word != "of" && word != "de" && word != "la" && word != "el") return false;
  }
  return has_agency || IsShouted(words[0]);
}

}  // namespace

size_t DatelineSize(absl::string_view line) {
  constexpr size_t kLongest = 90;
  for (size_t at = 0; at < std::min(line.size(), kLongest);) {
    const size_t dash = DashSize(line, at);
    if (dash == 0) {
      at += CharacterAt(line, at).size;
      continue;
    }
    if (at == 0 || !IsDatelineHead(line.substr(0, at))) return 0;
    size_t end = at + dash;
    while (end < line.size() && (line[end] == ' ' || line[end] == '-')) ++end;
    if (end == line.size()) return end;
    // "NATO - the alliance - said": no sentence begins behind the dash.
    const uint32_t next = CharacterAt(line, end).value;
    return IsUpper(next) || IsDigit(next) || IsQuotationMark(next) || next == '$' ? end : 0;
  }
  return 0;
}

size_t UpdateLabelSize(absl::string_view line) {
  static constexpr absl::string_view kLabels[] = {"UPDATE",     "UPDATED",  "Update",
                                                  "Updated",    "BREAKING", "EXCLUSIVE",
                                                  "DEVELOPING", "JUST IN",  "CORRECTION"};
  constexpr size_t kLongest = 80;
  size_t at = 0;
  for (absl::string_view label : kLabels) {
    if (absl::StartsWith(line, label) && line.size() > label.size() &&
        (line[label.size()] == ':' || line[label.size()] == ' ')) {
      at = label.size();
    }
  }
  if (at == 0) return 0;
  size_t size = 0;  // up to the last colon or dash that ends a run of date and time
  bool has_digit = false, has_words = false;
  if (line[at] == ':') size = ++at;
  while (at < std::min(line.size(), kLongest)) {
    while (at < line.size() && line[at] == ' ') ++at;
    size_t end = std::min(line.find(' ', at), line.size());
    absl::string_view word = line.substr(at, end - at);
    const bool is_dash = word == "-" || word == "--" || word == kEnDash || word == kEmDash;
    const bool ends = is_dash || absl::EndsWith(word, ":");
    if (!is_dash) {
      const std::string normal = NormalizeLine(word);
      for (absl::string_view part : absl::StrSplit(normal, ' ', absl::SkipEmpty())) {
        const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(part[0]));
        has_digit |= digit;
        has_words = true;
        if (!digit && !IsTimeWord(part)) {
          end = absl::string_view::npos;
          break;
        }
      }
      if (end == absl::string_view::npos) break;
    }
    if (ends && (has_digit || !has_words)) size = end;
    at = end;
  }
  while (size > 0 && size < line.size() && line[size] == ' ') ++size;
  return size;
}

}  // namespace parallax::text::internal
