// Days, weeks and months as numbers, and the words that name them.
//
// Follows: ISO 8601 for week numbers and written forms; TIMEX3 for seasons, halves of days and
// what is left open ("XXXX-10-06"). Days count from 1970-01-01.
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_CALENDAR_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_CALENDAR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace parallax::values::internal {

struct Date {
  int year = 0;
  int month = 0;  // 1..12
  int day = 0;    // 1..31
};

// First and last day, both inclusive.
struct Days {
  int32_t first = 0;
  int32_t last = 0;
};

// REQUIRES: |year| below 10,000.
int32_t DayOf(Date date);
Date DateOf(int32_t day);
bool IsValid(Date date);
// 1 Monday ... 7 Sunday.
int Weekday(int32_t day);

Days MonthDays(int year, int month);
Days YearDays(int year);
// Spring March to May, 0; summer 1; autumn 2; winter 3, which ends in the next year.
Days SeasonDays(int year, int season);
// The Monday-to-Sunday week that holds `day`.
Days WeekDays(int32_t day);

std::string DayValue(int32_t day);            // "2021-10-06"
std::string WeekValue(int32_t day);           // "2021-W40"
std::string MonthValue(int year, int month);  // "2021-10"
std::string YearValue(int year);              // "2021"
absl::string_view SeasonValue(int season);    // "SP", "SU", "FA", "WI"

// All take words in lower case and give no value for others.
absl::optional<int> WeekdayNamed(absl::string_view word);  // monday, mon, mon. -> 1
absl::optional<int> MonthNamed(absl::string_view word);    // october, oct, oct. -> 10
absl::optional<int> SeasonNamed(absl::string_view word);
// morning -> "TMO"; empty for none.
absl::string_view PartOfDay(absl::string_view word);

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_CALENDAR_H_
