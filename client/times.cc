#include "client/times.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace parallax::client {
namespace {

// The times that a server takes, by far within what a Timestamp can hold. Pages without a time of
// their own often give the year 1.
absl::StatusOr<absl::Time> WithinYears(absl::Time time, absl::string_view text) {
  const int64_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  if (year >= 1000 && year <= 8999) return time;
  return absl::InvalidArgumentError(
      absl::StrCat("a time outside the years 1000 to 8999: \"", text.substr(0, 60), "\""));
}

// Tries the forms of a moment, then those of a day, which is taken at noon.
bool Read(absl::string_view text, absl::Time* time) {
  static constexpr std::array kMoments = {
      "%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d%ET%H:%M%Ez",    "%Y-%m-%d%ET%H:%M:%E*S%z",
      "%Y-%m-%d%ET%H:%M:%E*S",    "%Y-%m-%d%ET%H:%M",       "%Y-%m-%d %H:%M:%E*S %Ez",
      "%Y-%m-%d %H:%M:%E*S%Ez",   "%Y-%m-%d %H:%M%Ez",      "%Y-%m-%d %H:%M:%E*S %z",
      "%Y-%m-%d %H:%M %z",        "%Y-%m-%d %H:%M:%E*S",    "%Y-%m-%d %H:%M",
      "%d %b %Y %H:%M:%E*S %z",   "%d %b %Y %H:%M %z",      "%d %b %Y %H:%M:%E*S",
      "%d %b %Y %H:%M",           "%d %b %Y %I:%M %p %z",   "%d %b %Y %I:%M %p",
      "%b %d %Y %I:%M %p %z",     "%b %d %Y %I:%M %p",      "%b %d %Y %H:%M %z",
      "%b %d %Y %H:%M",           "%b %d %Y %H:%M:%E*S %z", "%H:%M %d %b %Y",
      "%H:%M %z %d %b %Y",        "%I:%M %p %z %b %d %Y",   "%I:%M %p %b %d %Y"};
  static constexpr std::array kDays = {"%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%b %d %Y"};
  std::string error;
  for (const char* form : kMoments) {
    if (absl::ParseTime(form, text, absl::UTCTimeZone(), time, &error)) return true;
  }
  for (const char* form : kDays) {
    if (!absl::ParseTime(form, text, absl::UTCTimeZone(), time, &error)) continue;
    *time += absl::Hours(12);
    return true;
  }
  return false;
}

// Names of zones as an offset: those of news agencies.
absl::string_view Offset(absl::string_view word) {
  static constexpr std::pair<absl::string_view, absl::string_view> kZones[] = {
      {"GMT", "+0000"}, {"UTC", "+0000"},  {"UT", "+0000"},  {"Z", "+0000"},   {"BST", "+0100"},
      {"CET", "+0100"}, {"CEST", "+0200"}, {"EST", "-0500"}, {"EDT", "-0400"}, {"ET", "-0500"},
      {"CST", "-0600"}, {"CDT", "-0500"},  {"CT", "-0600"},  {"MST", "-0700"}, {"MDT", "-0600"},
      {"MT", "-0700"},  {"PST", "-0800"},  {"PDT", "-0700"}, {"PT", "-0800"}};
  for (const auto& [name, offset] : kZones) {
    if (absl::EqualsIgnoreCase(word, name)) return offset;
  }
  return {};
}

bool IsWeekday(absl::string_view word) {
  for (absl::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
    if (absl::StartsWithIgnoreCase(word, day)) return true;
  }
  return false;
}

// "Tuesday, May 14, 2024 at 2:10 p.m. EDT" -> "May 14 2024 2:10 PM -0400".
std::string Plain(absl::string_view text) {
  const std::string spaced = absl::StrReplaceAll(
      text, {{",", " "}, {"p.m.", "PM"}, {"a.m.", "AM"}, {"\u00A0", " "}, {"\u202F", " "}});
  std::vector<std::string> words;
  for (absl::string_view word : absl::StrSplit(spaced, ' ', absl::SkipEmpty())) {
    if (word == "at" || word == "|" || IsWeekday(word)) continue;
    if (const absl::string_view offset = Offset(word); !offset.empty()) {
      words.emplace_back(offset);
      continue;
    }
    absl::string_view bare = word;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(bare[0]))) absl::ConsumeSuffix(&bare, ".");
    if (absl::StartsWithIgnoreCase(bare, "sept") && bare.size() == 4) bare = "Sep";
    // "2:10pm" is two words.
    const bool half = absl::EndsWithIgnoreCase(bare, "pm") || absl::EndsWithIgnoreCase(bare, "am");
    if (half && bare.size() > 2) {
      words.emplace_back(bare.substr(0, bare.size() - 2));
      bare.remove_prefix(bare.size() - 2);
    }
    words.emplace_back(bare);
  }
  return absl::StrJoin(words, " ");
}

// "03/15/2023" and "15/03/2023" as "2023-03-15"; as it is where both numbers could be the month.
std::string WithoutSlashes(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int first = 0, second = 0, year = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &first) ||
      !absl::SimpleAtoi(parts[1], &second) || !absl::SimpleAtoi(parts[2], &year) || year < 1000) {
    return std::string(text);
  }
  if (first > 12) std::swap(first, second);
  return second > 12 || first == second ? absl::StrCat(year, "-", absl::Dec(first, absl::kZeroPad2),
                                                       "-", absl::Dec(second, absl::kZeroPad2))
                                        : std::string(text);
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::Time time;
  if (Read(text, &time) || Read(Plain(text), &time) || Read(WithoutSlashes(text), &time)) {
    return WithinYears(time, text);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no time that can be read: \"", text.substr(0, 60),
                   "\"; write it as 2023-03-15, 2023-03-15 14:10 or 2023-03-15T14:10:00+01:00"));
}

}  // namespace parallax::client
