// The patterns of time expressions: dates (time_dates.cc), times by where they stand from now and
// lengths of time (relative_times.cc), the clock (times.cc).
#ifndef PARALLAX_SERVER_VALUES_INTERNAL_TIME_FINDER_H_
#define PARALLAX_SERVER_VALUES_INTERNAL_TIME_FINDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/language/syntax.h"
#include "server/values/internal/calendar.h"
#include "server/values/internal/numerals.h"
#include "server/values/values.h"

namespace parallax::values::internal {

enum class Direction : uint8_t { kPast, kFuture };

// What a pattern found: `end` is the atom after it.
struct Found {
  size_t begin = 0;
  size_t end = 0;
  TimeExpression time;
};

// A number of at most so many digits and nothing else.
absl::optional<int> Integer(absl::string_view text, size_t max_digits);
// A year between 1100 and 2100.
absl::optional<int> YearNumber(absl::string_view text);
// "last" and its like; "next" and its like.
bool IsPast(absl::string_view word);
bool IsNext(absl::string_view word);

// Finds the time expressions of one sentence, whose atoms it borrows, pattern by pattern.
class TimeFinder {
 public:
  TimeFinder(const language::Syntax& syntax, const std::vector<Atom>& atoms,
             absl::optional<int32_t> publish_day)
      : syntax_(syntax), atoms_(atoms), publish_day_(publish_day) {}

  void Run(std::vector<bool>* taken, std::vector<TimeExpression>* times);

 private:
  absl::string_view Text(size_t at) const;
  absl::string_view Before(size_t at, size_t distance = 1) const;
  uint32_t TokenOf(size_t at) const { return atoms_[at].token; }

  absl::optional<Found> ReadAt(size_t at) const;

  static Found Make(size_t begin, size_t end, TimeKind kind, std::string value,
                    absl::optional<Days> days, bool deictic);

  // ---- Which way a clause looks ----

  Direction DirectionAt(size_t at) const;

  // Of the same thing in three neighbouring years, the one nearest to publication on the side
  // that the clause looks to.
  template <typename DaysOfYear>
  int NearestYear(Direction direction, DaysOfYear days_of_year) const {
    const int year = DateOf(*publish_day_).year;
    int best = year;
    int64_t best_cost = -1;
    for (int candidate : {year - 1, year, year + 1}) {
      const absl::optional<Days> days = days_of_year(candidate);
      if (!days.has_value()) continue;
      int64_t cost = 0;
      if (days->first > *publish_day_) cost = days->first - *publish_day_;
      if (days->last < *publish_day_) cost = *publish_day_ - days->last;
      const bool wrong_side =
          direction == Direction::kPast ? days->first > *publish_day_ : days->last < *publish_day_;
      if (wrong_side) cost += 300;
      if (best_cost < 0 || cost < best_cost) {
        best_cost = cost;
        best = candidate;
      }
    }
    return best;
  }

  // ---- Dates ----

  Found MakeDay(size_t begin, size_t end, int32_t first, int32_t last, bool deictic) const;

  // "2021-10-06"
  absl::optional<Found> IsoDate(size_t at) const;

  // "Wednesday, 6 October", "Wednesday October 6": the weekday is part of the date.
  absl::optional<Found> WeekdayDate(size_t at) const;

  // A month's name is also a verb, a modal or a person's name.
  bool IsMonthHere(size_t at) const;

  // A year behind a month or day: "October 2021", "6 October, 2021", "October of 2021".
  absl::optional<int> YearBehind(size_t at, size_t* end) const;

  absl::optional<Found> MonthDate(size_t at) const;

  bool IsCounting(size_t at) const;

  absl::optional<Found> DayAndMonth(size_t begin, size_t end, absl::optional<int> year, int month,
                                    int day, absl::optional<int> last_day) const;

  absl::optional<Found> MonthAlone(size_t begin, size_t end, absl::optional<int> year,
                                   int month) const;

  // "the 1990s", "the '90s"
  absl::optional<Found> Decade(size_t at) const;

  absl::optional<Found> Century(size_t at) const;

  // "the third quarter of 2020", "the second quarter"
  absl::optional<Found> Quarter(size_t at) const;

  // "in 1998", "the 2016 election"; not "2,000 people" and not "2000 people".
  absl::optional<Found> Year(size_t at) const;

  // "summer 2019", "the summer of 2019", "last summer", "this spring"
  absl::optional<Found> Season(size_t at) const;

  // ---- Days counted from the day of publication ----

  Found MakeDeictic(size_t begin, size_t end, int offset, absl::string_view part,
                    absl::string_view open_value) const;

  // today, yesterday morning, tonight, last night, this afternoon
  absl::optional<Found> DeicticDay(size_t at) const;

  // "on Wednesday", "last Wednesday night", "next Friday"
  absl::optional<Found> WeekdayAlone(size_t at) const;

  bool LooksAhead(size_t at) const { return DirectionAt(at) == Direction::kFuture; }

  // "last week", "this month", "next year", "the past two years", "two days ago", "the weekend"
  absl::optional<Found> DeicticUnit(size_t at) const;

  // A number of units: "two years", "a week", "several months".
  struct Length {
    size_t end = 0;
    absl::optional<int> count;  // no value: "several", "dozens of"
    absl::string_view unit;
    bool article = false;
  };
  absl::optional<Length> ReadLength(size_t at) const;

  static std::string DurationValue(const Length& length);

  // Days that the length is long, no value where it is not counted in days or too long to be used.
  static absl::optional<int32_t> LengthInDays(const Length& length);

  // "two days ago", "a year ago", "three weeks from now"
  absl::optional<Found> Ago(size_t at) const;

  // "the past two years", "the last 24 hours", "the next three weeks", "the past week"
  absl::optional<Found> PastSpan(size_t at) const;

  // "for two years", "72 hours", "two-year"; ages are no durations.
  absl::optional<Found> Span(size_t at) const;

  // every day, each year, daily, weekly
  absl::optional<Found> Set(size_t at) const;

  // ---- Clock times ----

  // "p.m." after an hour; 0 am, 12 pm, -1 neither. `end` moves behind it.
  int HalfOfDay(size_t* end) const;

  absl::optional<Found> Clock(size_t at) const;

  const language::Syntax& syntax_;
  const std::vector<Atom>& atoms_;
  const absl::optional<int32_t> publish_day_;
};

}  // namespace parallax::values::internal

#endif  // PARALLAX_SERVER_VALUES_INTERNAL_TIME_FINDER_H_
