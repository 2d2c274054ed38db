#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "server/values/internal/calendar.h"
#include "server/values/internal/numerals.h"
#include "server/values/internal/time_finder.h"
#include "server/values/internal/units.h"

namespace parallax::values::internal {
namespace {

using language::kNoToken;
using language::Relation;
using language::Upos;
using language::Xpos;

// "6", "6th", "06"; no value above 31.
absl::optional<int> DayNumber(absl::string_view text) {
  if (text.size() > 2) {
    const absl::string_view ending = text.substr(text.size() - 2);
    if (ending == "st" || ending == "nd" || ending == "rd" || ending == "th") {
      text.remove_suffix(2);
    }
  }
  const absl::optional<int> day = Integer(text, 2);
  if (!day.has_value() || *day < 1 || *day > 31) return absl::nullopt;
  return day;
}

}  // namespace

absl::optional<Found> TimeFinder::IsoDate(size_t at) const {
  const absl::optional<int> year = YearNumber(Text(at));
  const absl::optional<int> month = Integer(Text(at + 2), 2);
  const absl::optional<int> day = Integer(Text(at + 4), 2);
  if (!year || !month || !day || Text(at + 1) != "-" || Text(at + 3) != "-") {
    return absl::nullopt;
  }
  const Date date{*year, *month, *day};
  if (!IsValid(date)) return absl::nullopt;
  return MakeDay(at, at + 5, DayOf(date), DayOf(date), false);
}

absl::optional<Found> TimeFinder::WeekdayDate(size_t at) const {
  if (!WeekdayNamed(Text(at)).has_value()) return absl::nullopt;
  size_t next = at + 1;
  if (Text(next) == ",") ++next;
  if (Text(next) == "the") ++next;
  absl::optional<Found> found = MonthDate(next);
  if (!found.has_value() || found->time.value.size() < 10) return absl::nullopt;
  found->begin = at;
  return found;
}

bool TimeFinder::IsMonthHere(size_t at) const {
  const absl::string_view text = Text(at);
  if (!MonthNamed(text).has_value()) return false;
  const absl::string_view original = syntax_.text(TokenOf(at));
  if (original.empty() || !absl::ascii_isupper(original[0])) {
    if (!absl::StrContains(original, "-")) return false;
  }
  if (absl::EndsWith(text, ".")) return true;
  const absl::string_view before = Before(at);
  const absl::string_view after = Text(at + 1);
  if (DayNumber(before) || DayNumber(after) || YearNumber(after)) return true;
  if (before == "of" && DayNumber(Before(at, 2))) return true;
  for (absl::string_view word :
       {"in",    "since",  "until",   "till", "by",   "from",  "last",
        "next",  "this",   "early",   "late", "mid",  "-",     "before",
        "after", "during", "through", "of",   "each", "every", "between"}) {
    if (before == word) return true;
  }
  if (after == "," && YearNumber(Text(at + 2))) return true;
  if (text == "may" || text == "march" || text == "april" || text == "june" || text == "august" ||
      text.size() < 4) {
    return false;
  }
  return syntax_.word(TokenOf(at)).upos == Upos::kPropn;
}

absl::optional<int> TimeFinder::YearBehind(size_t at, size_t* end) const {
  size_t next = at;
  if (Text(next) == "," || Text(next) == "of" || Text(next) == "in") ++next;
  const absl::optional<int> year = YearNumber(Text(next));
  if (year.has_value()) *end = next + 1;
  return year;
}

absl::optional<Found> TimeFinder::MonthDate(size_t at) const {
  size_t begin = at;
  size_t month_at = at;
  absl::optional<int> day;
  absl::optional<int> last_day;
  // "6 October", "the 6th of October", "6-8 October"
  if ((day = DayNumber(Text(at))).has_value()) {
    month_at = at + 1;
    if (Text(month_at) == "-" || Text(month_at) == "to" || Text(month_at) == "and") {
      last_day = DayNumber(Text(month_at + 1));
      if (last_day.has_value()) month_at += 2;
    }
    if (Text(month_at) == "of") ++month_at;
    if (!MonthNamed(Text(month_at)) || !IsMonthHere(month_at)) return absl::nullopt;
  } else if (!IsMonthHere(at)) {
    return absl::nullopt;
  }
  const int month = *MonthNamed(Text(month_at));
  size_t end = month_at + 1;
  // "October 6", "Oct. 6-8", but "October 2021" and "March 20 per cent" are none.
  if (!day.has_value()) {
    day = DayNumber(Text(end));
    if (day.has_value() && IsCounting(end + 1)) day.reset();
    if (day.has_value()) {
      ++end;
      if (Text(end) == "-" || Text(end) == "to") {
        last_day = DayNumber(Text(end + 1));
        if (last_day.has_value()) end += 2;
      }
    }
  }
  absl::optional<int> year = YearBehind(end, &end);
  if (day.has_value()) return DayAndMonth(begin, end, year, month, *day, last_day);
  return MonthAlone(begin, end, year, month);
}

bool TimeFinder::IsCounting(size_t at) const {
  const absl::string_view text = Text(at);
  return text == "%" || text == "per" || text == "percent" || text == "people" ||
         !DurationUnit(text).empty() || text == "million" || text == "billion";
}

absl::optional<Found> TimeFinder::DayAndMonth(size_t begin, size_t end, absl::optional<int> year,
                                              int month, int day,
                                              absl::optional<int> last_day) const {
  if (last_day.has_value() && *last_day < day) last_day.reset();
  if (year.has_value()) {
    if (!IsValid({*year, month, day})) return absl::nullopt;
    const int32_t first = DayOf({*year, month, day});
    int32_t last = first;
    if (last_day.has_value() && IsValid({*year, month, *last_day})) {
      last = DayOf({*year, month, *last_day});
    }
    return MakeDay(begin, end, first, last, false);
  }
  if (!publish_day_.has_value()) {
    if (!IsValid({2000, month, day})) return absl::nullopt;
    return Make(begin, end, TimeKind::kDate, absl::StrFormat("XXXX-%02d-%02d", month, day),
                absl::nullopt, true);
  }
  const int nearest = NearestYear(DirectionAt(begin), [&](int candidate) -> absl::optional<Days> {
    if (!IsValid({candidate, month, day})) return absl::nullopt;
    const int32_t value = DayOf({candidate, month, day});
    return Days{value, value};
  });
  if (!IsValid({nearest, month, day})) return absl::nullopt;
  const int32_t first = DayOf({nearest, month, day});
  const int32_t last = last_day.has_value() && IsValid({nearest, month, *last_day})
                           ? DayOf({nearest, month, *last_day})
                           : first;
  return MakeDay(begin, end, first, last, true);
}

absl::optional<Found> TimeFinder::MonthAlone(size_t begin, size_t end, absl::optional<int> year,
                                             int month) const {
  const size_t month_at = begin;
  while (begin > 0 && (Before(begin) == "early" || Before(begin) == "late" ||
                       Before(begin) == "mid" || Before(begin) == "-")) {
    if (Before(begin) == "-" && Before(begin, 2) != "mid") break;
    --begin;
  }
  if (year.has_value()) {
    return Make(begin, end, TimeKind::kDate, MonthValue(*year, month), MonthDays(*year, month),
                false);
  }
  const absl::string_view before = Before(begin);
  const bool last = IsPast(before);
  const bool next = IsNext(before);
  if (last || next || before == "this") --begin;
  if (!publish_day_.has_value()) {
    return Make(begin, end, TimeKind::kDate, absl::StrFormat("XXXX-%02d", month), absl::nullopt,
                true);
  }
  int value = DateOf(*publish_day_).year;
  if (last) {
    if (MonthDays(value, month).last >= *publish_day_) --value;
  } else if (next) {
    if (MonthDays(value, month).first <= *publish_day_) ++value;
  } else if (before != "this") {
    value = NearestYear(DirectionAt(month_at), [&](int candidate) -> absl::optional<Days> {
      return MonthDays(candidate, month);
    });
  }
  return Make(begin, end, TimeKind::kDate, MonthValue(value, month), MonthDays(value, month), true);
}

absl::optional<Found> TimeFinder::Decade(size_t at) const {
  absl::string_view text = Text(at);
  if (absl::ConsumeSuffix(&text, "s") || absl::ConsumeSuffix(&text, "'s")) {
    absl::ConsumeSuffix(&text, "'");
    int year = 0;
    if (const absl::optional<int> full = YearNumber(text)) {
      year = *full;
    } else {
      const bool mark = absl::ConsumePrefix(&text, "'") || absl::ConsumePrefix(&text, "\u2019") ||
                        Before(at) == "'" || Before(at) == "\u2019";
      const absl::optional<int> tens = Integer(text, 2);
      if (!mark || !tens.has_value()) return absl::nullopt;
      year = 1900 + *tens;
    }
    if (year % 10 != 0) return absl::nullopt;
    return Make(at, at + 1, TimeKind::kDate, absl::StrCat(year / 10),
                Days{DayOf({year, 1, 1}), DayOf({year + 9, 12, 31})}, false);
  }
  return absl::nullopt;
}

absl::optional<Found> TimeFinder::Century(size_t at) const {
  const absl::optional<Ordinal> ordinal = ReadOrdinal(atoms_, at);
  if (!ordinal.has_value() || ordinal->value < 1 || ordinal->value > 21) return absl::nullopt;
  size_t end = ordinal->end;
  if (Text(end) == "-") ++end;
  if (Text(end) != "century") return absl::nullopt;
  const int first = (static_cast<int>(ordinal->value) - 1) * 100;
  return Make(at, end + 1, TimeKind::kDate, absl::StrFormat("%02d", first / 100),
              Days{DayOf({first, 1, 1}), DayOf({first + 99, 12, 31})}, false);
}

absl::optional<Found> TimeFinder::Quarter(size_t at) const {
  const absl::optional<Ordinal> ordinal = ReadOrdinal(atoms_, at);
  if (!ordinal.has_value() || ordinal->value < 1 || ordinal->value > 4) return absl::nullopt;
  size_t end = ordinal->end;
  if (Text(end) == "-") ++end;
  if (Text(end) != "quarter") return absl::nullopt;
  ++end;
  const int quarter = static_cast<int>(ordinal->value);
  const auto days = [&](int year) -> absl::optional<Days> {
    return Days{MonthDays(year, 3 * quarter - 2).first, MonthDays(year, 3 * quarter).last};
  };
  absl::optional<int> year = YearBehind(end, &end);
  const bool deictic = !year.has_value();
  if (deictic) {
    if (!publish_day_.has_value()) {
      return Make(at, end, TimeKind::kDate, absl::StrCat("XXXX-Q", quarter), absl::nullopt, true);
    }
    year = NearestYear(DirectionAt(at), days);
  }
  return Make(at, end, TimeKind::kDate, absl::StrCat(YearValue(*year), "-Q", quarter), days(*year),
              deictic);
}

absl::optional<Found> TimeFinder::Year(size_t at) const {
  const absl::optional<int> year = YearNumber(Text(at));
  if (!year.has_value()) return absl::nullopt;
  const uint32_t token = TokenOf(at);
  const language::Word& word = syntax_.word(token);
  const language::NamedEntity* entity = syntax_.EntityAt(token);
  bool accepted = entity != nullptr && entity->type == language::EntityType::kDate;
  const absl::string_view before = Before(at);
  for (absl::string_view word_before :
       {"in",   "since", "by",      "until", "till", "from", "during", "before",  "after", "early",
        "late", "mid",   "through", "year",  "(",    "of",   "to",     "between", "and",   "-"}) {
    if (before == word_before) accepted = true;
  }
  if (word.head != kNoToken && word.head > token &&
      (word.relation == Relation::kNummod || word.relation == Relation::kCompound ||
       word.relation == Relation::kNmod || word.relation == Relation::kNmodUnmarked)) {
    // A plural behind the number is counted by it.
    const language::Word& noun = syntax_.word(word.head);
    if (noun.xpos == Xpos::kNns && word.relation == Relation::kNummod) return absl::nullopt;
    accepted = accepted || noun.xpos == Xpos::kNn || noun.xpos == Xpos::kNnp;
  }
  if (!accepted || *year < 1500) return absl::nullopt;
  if (absl::string_view next = Text(at + 1); IsCounting(at + 1) || next == "-") {
    if (next != "-" || !YearNumber(Text(at + 2))) return absl::nullopt;
  }
  size_t begin = at;
  while (begin > 0 && (Before(begin) == "early" || Before(begin) == "late" ||
                       (Before(begin) == "-" && Before(begin, 2) == "mid") ||
                       (Before(begin) == "mid" && begin < at))) {
    --begin;
  }
  return Make(begin, at + 1, TimeKind::kDate, YearValue(*year), YearDays(*year), false);
}

absl::optional<Found> TimeFinder::Season(size_t at) const {
  const absl::optional<int> season = SeasonNamed(Text(at));
  if (!season.has_value()) return absl::nullopt;
  size_t end = at + 1;
  size_t begin = at;
  absl::optional<int> year = YearBehind(end, &end);
  const bool deictic = !year.has_value();
  if (deictic) {
    const absl::string_view before = Before(at);
    const bool last = IsPast(before);
    const bool next = IsNext(before);
    if (last || next || before == "this") {
      --begin;
    } else if (before != "the" && before != "in" && before != "by" && before != "since") {
      return absl::nullopt;  // "spring rolls"
    }
    if (syntax_.word(TokenOf(at)).upos == Upos::kVerb) return absl::nullopt;
    if (!publish_day_.has_value()) {
      return Make(begin, end, TimeKind::kDate, absl::StrCat("XXXX-", SeasonValue(*season)),
                  absl::nullopt, true);
    }
    int value = DateOf(*publish_day_).year;
    const auto days = [&](int candidate) -> absl::optional<Days> {
      return SeasonDays(candidate, *season);
    };
    if (last) {
      while (SeasonDays(value, *season).last >= *publish_day_) --value;
    } else if (next) {
      while (SeasonDays(value, *season).first <= *publish_day_) ++value;
    } else if (before != "this") {
      value = NearestYear(DirectionAt(at), days);
    }
    year = value;
  }
  return Make(begin, end, TimeKind::kDate,
              absl::StrCat(YearValue(*year), "-", SeasonValue(*season)), SeasonDays(*year, *season),
              deictic);
}

}  // namespace parallax::values::internal
