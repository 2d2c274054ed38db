#include "server/values/internal/calendar.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace parallax::values::internal {
namespace {

std::chrono::year_month_day ToChrono(Date date) {
  return std::chrono::year_month_day(std::chrono::year(date.year),
                                     std::chrono::month(static_cast<unsigned>(date.month)),
                                     std::chrono::day(static_cast<unsigned>(date.day)));
}

}  // namespace

int32_t DayOf(Date date) {
  return static_cast<int32_t>(std::chrono::sys_days(ToChrono(date)).time_since_epoch().count());
}

Date DateOf(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day()))};
}

bool IsValid(Date date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && ToChrono(date).ok();
}

int Weekday(int32_t day) {
  return static_cast<int>(
      std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).iso_encoding());
}

Days MonthDays(int year, int month) {
  const int32_t first = DayOf({year, month, 1});
  const int32_t next = month == 12 ? DayOf({year + 1, 1, 1}) : DayOf({year, month + 1, 1});
  return {first, next - 1};
}

Days YearDays(int year) { return {DayOf({year, 1, 1}), DayOf({year, 12, 31})}; }

Days SeasonDays(int year, int season) {
  const int first_month = 3 + 3 * season;
  const Days last = season == 3 ? MonthDays(year + 1, 2) : MonthDays(year, first_month + 2);
  return {DayOf({year, first_month, 1}), last.last};
}

Days WeekDays(int32_t day) {
  const int32_t monday = day - (Weekday(day) - 1);
  return {monday, monday + 6};
}

std::string DayValue(int32_t day) {
  const Date date = DateOf(day);
  return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
}

std::string WeekValue(int32_t day) {
  // ISO 8601: the week belongs to the year that its Thursday is in.
  const int32_t thursday = WeekDays(day).first + 3;
  const int year = DateOf(thursday).year;
  const int week = 1 + (thursday - DayOf({year, 1, 1})) / 7;
  return absl::StrFormat("%04d-W%02d", year, week);
}

std::string MonthValue(int year, int month) { return absl::StrFormat("%04d-%02d", year, month); }

std::string YearValue(int year) { return absl::StrFormat("%04d", year); }

absl::string_view SeasonValue(int season) {
  static constexpr absl::string_view kNames[] = {"SP", "SU", "FA", "WI"};
  return kNames[season];
}

absl::optional<int> WeekdayNamed(absl::string_view word) {
  static constexpr absl::string_view kNames[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                 "friday", "saturday", "sunday"};
  static constexpr absl::string_view kShort[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const bool stop = absl::ConsumeSuffix(&word, ".");
  for (int i = 0; i < 7; ++i) {
    if (word == kNames[i]) return i + 1;
    // "sun" and "sat" are words of their own without the stop.
    if (stop && word == kShort[i]) return i + 1;
  }
  if (stop && (word == "tues" || word == "thurs")) return word == "tues" ? 2 : 4;
  // "on Mondays"
  if (absl::ConsumeSuffix(&word, "s")) {
    for (int i = 0; i < 7; ++i) {
      if (word == kNames[i]) return i + 1;
    }
  }
  return absl::nullopt;
}

absl::optional<int> MonthNamed(absl::string_view word) {
  static constexpr absl::string_view kNames[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  static constexpr absl::string_view kShort[] = {"jan", "feb", "mar", "apr", "",    "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  absl::ConsumeSuffix(&word, ".");
  if (word.empty()) return absl::nullopt;
  for (int i = 0; i < 12; ++i) {
    if (word == kNames[i] || word == kShort[i]) return i + 1;
  }
  if (word == "sept") return 9;
  return absl::nullopt;
}

absl::optional<int> SeasonNamed(absl::string_view word) {
  if (word == "spring" || word == "springtime") return 0;
  if (word == "summer" || word == "summertime") return 1;
  if (word == "autumn") return 2;
  if (word == "winter" || word == "wintertime") return 3;
  return absl::nullopt;
}

absl::string_view PartOfDay(absl::string_view word) {
  if (word == "morning" || word == "dawn") return "TMO";
  if (word == "afternoon") return "TAF";
  if (word == "evening" || word == "dusk") return "TEV";
  if (word == "night") return "TNI";
  if (word == "lunchtime" || word == "midday") return "TMI";
  return "";
}

}  // namespace parallax::values::internal
