#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/values/internal/calendar.h"
#include "server/values/internal/numerals.h"
#include "server/values/internal/time_finder.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {

Found TimeFinder::MakeDeictic(size_t begin, size_t end, int offset, absl::string_view part,
                              absl::string_view open_value) const {
  const TimeKind kind = part.empty() ? TimeKind::kDate : TimeKind::kTime;
  if (!publish_day_.has_value()) {
    return Make(begin, end, kind, absl::StrCat(open_value, part), absl::nullopt, true);
  }
  const int32_t day = *publish_day_ + offset;
  return Make(begin, end, kind, absl::StrCat(DayValue(day), part), Days{day, day}, true);
}

absl::optional<Found> TimeFinder::DeicticDay(size_t at) const {
  const absl::string_view text = Text(at);
  const absl::string_view part = PartOfDay(Text(at + 1));
  const size_t end = part.empty() ? at + 1 : at + 2;
  if (text == "today") return MakeDeictic(at, end, 0, part, "XXXX-XX-XX");
  if (text == "yesterday") return MakeDeictic(at, end, -1, part, "XXXX-XX-XX");
  if (text == "tomorrow") return MakeDeictic(at, end, 1, part, "XXXX-XX-XX");
  if (text == "tonight") return MakeDeictic(at, at + 1, 0, "TNI", "XXXX-XX-XX");
  if (!part.empty() && text == "last" && part == "TNI") {
    return MakeDeictic(at, end, -1, part, "XXXX-XX-XX");
  }
  if (!part.empty() && text == "this") return MakeDeictic(at, end, 0, part, "XXXX-XX-XX");
  return absl::nullopt;
}

absl::optional<Found> TimeFinder::WeekdayAlone(size_t at) const {
  const absl::optional<int> weekday = WeekdayNamed(Text(at));
  if (!weekday.has_value()) return absl::nullopt;
  size_t begin = at;
  size_t end = at + 1;
  const absl::string_view before = Before(at);
  const bool last = IsPast(before);
  const bool next = IsNext(before);
  if (before == "every" || before == "each" ||
      (absl::EndsWith(Text(at), "days") && Text(at + 1) != "'")) {
    if (before == "every" || before == "each") --begin;
    return Make(begin, end, TimeKind::kSet, absl::StrCat("XXXX-WXX-", *weekday), absl::nullopt,
                false);
  }
  if (last || next || before == "this") --begin;
  const absl::string_view part = PartOfDay(Text(end));
  if (!part.empty()) ++end;
  const TimeKind kind = part.empty() ? TimeKind::kDate : TimeKind::kTime;
  if (!publish_day_.has_value()) {
    return Make(begin, end, kind, absl::StrCat("XXXX-WXX-", *weekday, part), absl::nullopt, true);
  }
  int back = (Weekday(*publish_day_) - *weekday + 7) % 7;
  int32_t day = 0;
  if (last) {
    day = *publish_day_ - (back == 0 ? 7 : back);
  } else if (next) {
    day = *publish_day_ + (7 - back);
  } else if (LooksAhead(at)) {
    day = *publish_day_ + (back == 0 ? 0 : 7 - back);
  } else {
    day = *publish_day_ - back;
  }
  return Make(begin, end, kind, absl::StrCat(DayValue(day), part), Days{day, day}, true);
}

absl::optional<Found> TimeFinder::DeicticUnit(size_t at) const {
  if (absl::optional<Found> ago = Ago(at)) return ago;
  if (absl::optional<Found> past = PastSpan(at)) return past;
  const absl::string_view text = Text(at);
  int offset = 0;
  if (IsPast(text)) {
    offset = -1;
  } else if (IsNext(text)) {
    offset = 1;
  } else if (text != "this" && text != "current" && !(text == "the" && Text(at + 1) == "weekend")) {
    return absl::nullopt;
  }
  // "the past week" is the seven days up to now, "the following day" counts from elsewhere.
  if (text == "following" || text == "preceding" || text == "previous") return absl::nullopt;
  const absl::string_view unit = Text(at + 1);
  if (unit != "week" && unit != "month" && unit != "year" && unit != "weekend" &&
      unit != "decade" && unit != "century") {
    return absl::nullopt;
  }
  size_t begin = at;
  while (begin > 0 && (Before(begin) == "early" || Before(begin) == "late" ||
                       Before(begin) == "earlier" || Before(begin) == "later")) {
    --begin;
  }
  size_t end = at + 2;
  if (!publish_day_.has_value()) {
    const absl::string_view open = unit == "week"      ? "XXXX-WXX"
                                   : unit == "weekend" ? "XXXX-WXX-WE"
                                   : unit == "month"   ? "XXXX-XX"
                                                       : "XXXX";
    return Make(begin, end, TimeKind::kDate, std::string(open), absl::nullopt, true);
  }
  const int32_t today = *publish_day_;
  const Date date = DateOf(today);
  if (unit == "week") {
    const int32_t day = today + 7 * offset;
    return Make(begin, end, TimeKind::kDate, WeekValue(day), WeekDays(day), true);
  }
  if (unit == "weekend") {
    int32_t saturday = WeekDays(today).first + 5 + 7 * offset;
    // On a Monday, "this weekend" and "the weekend" of a clause in the past are over.
    if (offset == 0 && saturday > today && !LooksAhead(at)) saturday -= 7;
    if (offset < 0 && saturday + 1 >= today) saturday -= 7;
    return Make(begin, end, TimeKind::kDate, absl::StrCat(WeekValue(saturday), "-WE"),
                Days{saturday, saturday + 1}, true);
  }
  if (unit == "month") {
    const int months = date.year * 12 + (date.month - 1) + offset;
    const int year = months / 12;
    const int month = months % 12 + 1;
    return Make(begin, end, TimeKind::kDate, MonthValue(year, month), MonthDays(year, month), true);
  }
  if (unit == "year") {
    const int year = date.year + offset;
    return Make(begin, end, TimeKind::kDate, YearValue(year), YearDays(year), true);
  }
  const int length = unit == "decade" ? 10 : 100;
  const int first = date.year / length * length + offset * length;
  return Make(begin, end, TimeKind::kDate,
              length == 10 ? absl::StrCat(first / 10) : absl::StrFormat("%02d", first / 100),
              Days{DayOf({first, 1, 1}), DayOf({first + length - 1, 12, 31})}, true);
}

absl::optional<TimeFinder::Length> TimeFinder::ReadLength(size_t at) const {
  Length length;
  size_t next = at;
  const absl::string_view text = Text(at);
  // "for a second time" counts times.
  if ((text == "a" || text == "an") && !DurationUnit(Text(at + 1)).empty() &&
      Text(at + 1) != "second") {
    length.count = 1;
    length.article = true;
    next = at + 1;
  } else {
    const absl::optional<Numeral> numeral = ReadNumeral(atoms_, at);
    if (!numeral.has_value() || numeral->percent || !numeral->currency.empty()) {
      return absl::nullopt;
    }
    if (!numeral->approximate && numeral->low == numeral->high && numeral->low < 1e6 &&
        numeral->low == static_cast<int>(numeral->low)) {
      length.count = static_cast<int>(numeral->low);
    }
    next = numeral->end;
  }
  if (Text(next) == "-" || Text(next) == "of") ++next;
  length.unit = DurationUnit(Text(next));
  if (length.unit.empty()) return absl::nullopt;
  length.end = next + 1;
  return length;
}

std::string TimeFinder::DurationValue(const Length& length) {
  const std::string count = length.count.has_value() ? absl::StrCat(*length.count) : "X";
  const absl::string_view unit = length.unit;
  if (unit == "second") return absl::StrCat("PT", count, "S");
  if (unit == "minute") return absl::StrCat("PT", count, "M");
  if (unit == "hour") return absl::StrCat("PT", count, "H");
  if (unit == "week") return absl::StrCat("P", count, "W");
  if (unit == "fortnight") {
    return length.count.has_value() ? absl::StrCat("P", 2 * *length.count, "W") : "PXW";
  }
  if (unit == "month") return absl::StrCat("P", count, "M");
  if (unit == "year") return absl::StrCat("P", count, "Y");
  if (unit == "decade") {
    return length.count.has_value() ? absl::StrCat("P", 10 * *length.count, "Y") : "PXY";
  }
  if (unit == "century") {
    return length.count.has_value() ? absl::StrCat("P", 100 * *length.count, "Y") : "PXY";
  }
  return absl::StrCat("P", count, "D");
}

absl::optional<int32_t> TimeFinder::LengthInDays(const Length& length) {
  if (!length.count.has_value() || *length.count > 10000) return absl::nullopt;
  const absl::string_view unit = length.unit;
  const int count = *length.count;
  if (unit == "day" || unit == "night") return count;
  if (unit == "week") return 7 * count;
  if (unit == "fortnight") return 14 * count;
  if (unit == "month") return 30 * count;
  if (unit == "year") return 365 * count;
  if (unit == "decade") return 3653 * count;
  if (unit == "hour") return (count + 23) / 24;
  return absl::nullopt;
}

absl::optional<Found> TimeFinder::Ago(size_t at) const {
  const absl::optional<Length> length = ReadLength(at);
  if (!length.has_value()) return absl::nullopt;
  size_t end = length->end;
  int sign = 0;
  if (Text(end) == "ago") {
    sign = -1;
    ++end;
  } else if (Text(end) == "from" && (Text(end + 1) == "now" || Text(end + 1) == "today")) {
    sign = 1;
    end += 2;
  } else {
    return absl::nullopt;
  }
  const absl::optional<int32_t> days = LengthInDays(*length);
  if (!publish_day_.has_value() || !days.has_value() || *days > 365 * 900) {
    return Make(at, end, TimeKind::kDate, sign < 0 ? "PAST_REF" : "FUTURE_REF", absl::nullopt,
                true);
  }
  const int32_t today = *publish_day_;
  const int count = *length->count;
  if (length->unit == "year" || length->unit == "decade") {
    const int year = DateOf(today).year + sign * count * (length->unit == "year" ? 1 : 10);
    return Make(at, end, TimeKind::kDate, YearValue(year), YearDays(year), true);
  }
  if (length->unit == "month") {
    const Date date = DateOf(today);
    const int months = date.year * 12 + date.month - 1 + sign * count;
    return Make(at, end, TimeKind::kDate, MonthValue(months / 12, months % 12 + 1),
                MonthDays(months / 12, months % 12 + 1), true);
  }
  if (length->unit == "hour") {
    const int32_t day = today + sign * (count / 24);
    return Make(at, end, TimeKind::kDate, DayValue(day),
                Days{std::min(day, day + sign), std::max(day, day + sign)}, true);
  }
  const int32_t day = today + sign * *days;
  if (length->unit == "week" || length->unit == "fortnight") {
    return Make(at, end, TimeKind::kDate, WeekValue(day), WeekDays(day), true);
  }
  return Make(at, end, TimeKind::kDate, DayValue(day), Days{day, day}, true);
}

absl::optional<Found> TimeFinder::PastSpan(size_t at) const {
  const absl::string_view text = Text(at);
  if (text != "past" && text != "last" && text != "next" && text != "coming") {
    return absl::nullopt;
  }
  absl::optional<Length> length;
  if ((text == "past" || text == "coming") && !DurationUnit(Text(at + 1)).empty() &&
      Before(at) == "the") {
    // "the coming weeks" are more than one, and nobody knows how many.
    const bool one = DurationUnit(Text(at + 1)) == Text(at + 1);
    length = Length{at + 2, one ? absl::optional<int>(1) : absl::nullopt,
                    DurationUnit(Text(at + 1)), true};
  } else {
    length = ReadLength(at + 1);
    if (!length.has_value() || length->article) return absl::nullopt;
  }
  const absl::optional<int32_t> days = LengthInDays(*length);
  absl::optional<Days> range;
  // "the last five months of her life" end somewhere else.
  const bool of_something = Text(length->end) == "of";
  if (publish_day_.has_value() && days.has_value() && *days < 365 * 900 && !of_something) {
    range = text == "past" || text == "last" ? Days{*publish_day_ - *days, *publish_day_}
                                             : Days{*publish_day_, *publish_day_ + *days};
  }
  return Make(at, length->end, TimeKind::kDuration, DurationValue(*length), range, !of_something);
}

absl::optional<Found> TimeFinder::Span(size_t at) const {
  const absl::optional<Length> length = ReadLength(at);
  if (!length.has_value()) return absl::nullopt;
  size_t next = length->end;
  if (Text(next) == "-") ++next;
  if (Text(next) == "old" || Text(next) == "olds") return absl::nullopt;
  if (Text(length->end) == "of" && Text(length->end + 1) == "age") return absl::nullopt;
  if (Before(at) == "aged" || Before(at) == "age") return absl::nullopt;
  if (length->article) {
    // "five times a year" is a rate.
    const absl::string_view before = Before(at);
    bool measured = false;
    for (absl::string_view word : {"for", "in", "within", "after", "over", "than", "nearly",
                                   "almost", "about", "around", "every", "least"}) {
      measured |= before == word;
    }
    const absl::string_view after = Text(length->end);
    measured |= after == "later" || after == "earlier" || after == "after" || after == "before";
    if (!measured) return absl::nullopt;
  }
  return Make(at, length->end, TimeKind::kDuration, DurationValue(*length), absl::nullopt, false);
}

absl::optional<Found> TimeFinder::Set(size_t at) const {
  const absl::string_view text = Text(at);
  absl::string_view unit;
  size_t end = at + 1;
  if (text == "every" || text == "each") {
    unit = DurationUnit(Text(at + 1));
    end = at + 2;
  } else if (text == "daily" || text == "nightly") {
    unit = "day";
  } else if (text == "weekly") {
    unit = "week";
  } else if (text == "monthly") {
    unit = "month";
  } else if (text == "annually" || text == "yearly") {
    unit = "year";
  }
  if (unit.empty()) return absl::nullopt;
  return Make(at, end, TimeKind::kSet, DurationValue(Length{end, 1, unit, false}), absl::nullopt,
              false);
}

}  // namespace parallax::values::internal
