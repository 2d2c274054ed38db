#include "server/claims/internal/times.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "server/claims/internal/calendar.h"
#include "server/claims/internal/numerals.h"
#include "server/claims/internal/units.h"

namespace parallax::claims::internal {
namespace {

enum class Direction : uint8_t { kPast, kFuture };

// What a pattern found: `end` is the atom after it.
struct Found {
  size_t begin = 0;
  size_t end = 0;
  TimeExpression time;
};

absl::optional<int> Integer(absl::string_view text, size_t max_digits) {
  int value = 0;
  if (text.empty() || text.size() > max_digits ||
      !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &value)) {
    return absl::nullopt;
  }
  return value;
}

absl::optional<int> YearNumber(absl::string_view text) {
  const absl::optional<int> year = Integer(text, 4);
  if (!year.has_value() || *year < 1100 || *year > 2100) return absl::nullopt;
  return year;
}

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

bool IsPast(absl::string_view word) {
  return word == "last" || word == "past" || word == "previous" || word == "preceding";
}
bool IsNext(absl::string_view word) {
  return word == "next" || word == "coming" || word == "following" || word == "upcoming";
}

class Finder {
 public:
  Finder(const Source& source, TokenRange tokens, absl::optional<int32_t> publish_day)
      : source_(source), atoms_(AtomsOf(source, tokens)), publish_day_(publish_day) {}

  void Run(std::vector<bool>* taken, std::vector<TimeExpression>* times) {
    size_t at = 0;
    uint32_t min_token = 0;
    while (at < atoms_.size()) {
      absl::optional<Found> found;
      if (TokenOf(at) >= min_token) found = ReadAt(at);
      if (!found.has_value()) {
        ++at;
        continue;
      }
      TimeExpression& time = found->time;
      time.tokens = {TokenOf(found->begin), TokenOf(found->end - 1) + 1};
      time.tokens.begin = std::max(time.tokens.begin, min_token);
      min_token = time.tokens.end;
      if (time.kind != TimeKind::kDuration) {
        for (uint32_t token = time.tokens.begin; token < time.tokens.end; ++token) {
          (*taken)[token] = true;
        }
      }
      times->push_back(std::move(time));
      at = found->end;
    }
  }

 private:
  absl::string_view Text(size_t at) const {
    return at < atoms_.size() ? absl::string_view(atoms_[at].text) : absl::string_view();
  }
  absl::string_view Before(size_t at, size_t distance = 1) const {
    return at >= distance ? Text(at - distance) : absl::string_view();
  }
  uint32_t TokenOf(size_t at) const { return atoms_[at].token; }

  absl::optional<Found> ReadAt(size_t at) const {
    for (const auto pattern : {&Finder::IsoDate, &Finder::WeekdayDate, &Finder::MonthDate,
                               &Finder::Clock, &Finder::Decade, &Finder::Century, &Finder::Quarter,
                               &Finder::DeicticDay, &Finder::DeicticUnit, &Finder::WeekdayAlone,
                               &Finder::Season, &Finder::Year, &Finder::Set, &Finder::Span}) {
      if (absl::optional<Found> found = (this->*pattern)(at)) return found;
    }
    return absl::nullopt;
  }

  static Found Make(size_t begin, size_t end, TimeKind kind, std::string value,
                    absl::optional<Days> days, bool deictic) {
    Found found{begin, end, {}};
    found.time.kind = kind;
    found.time.value = std::move(value);
    if (days.has_value()) {
      found.time.first_day = days->first;
      found.time.last_day = days->last;
    }
    found.time.deictic = deictic;
    return found;
  }

  // ---- Which way a clause looks ----

  Direction DirectionAt(size_t at) const {
    uint32_t token = TokenOf(at);
    while (true) {
      const language::Word& word = source_.word(token);
      if (word.upos == Upos::kVerb || source_.annotation.child(token, Relation::kCop) != kNoToken) {
        bool present = word.xpos == Xpos::kVbz || word.xpos == Xpos::kVbp;
        bool infinitive = word.xpos == Xpos::kVb;
        for (uint32_t child : source_.annotation.children(token)) {
          const language::Word& dependent = source_.word(child);
          const Relation plain = language::Universal(dependent.relation);
          if (plain == Relation::kAux || plain == Relation::kCop) {
            const std::string text = source_.lower(child);
            if (text == "will" || text == "'ll" || text == "\u2019ll" || text == "shall" ||
                text == "may" || text == "might" || text == "wo" || text == "can") {
              return Direction::kFuture;
            }
            if (dependent.xpos == Xpos::kMd) infinitive = false;
            if (source_.lemma(child) == "have" || dependent.xpos == Xpos::kVbd) {
              return Direction::kPast;
            }
            if (dependent.xpos == Xpos::kVbz || dependent.xpos == Xpos::kVbp) present = true;
          }
        }
        if (infinitive) return Direction::kFuture;
        // "the summit begins on Friday"; but headlines tell the past in the present tense.
        if (present && !source_.in_headline(token)) {
          // "the minister says" is told of the past.
          return source_.annotation.child(token, Relation::kCcomp) != kNoToken ? Direction::kPast
                                                                               : Direction::kFuture;
        }
        if (word.xpos != Xpos::kVbg && word.xpos != Xpos::kVbn) return Direction::kPast;
        if (source_.annotation.child(token, Relation::kAuxPass) != kNoToken) {
          return Direction::kPast;
        }
      }
      if (word.head == kNoToken) return Direction::kPast;
      token = word.head;
    }
  }

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

  Found MakeDay(size_t begin, size_t end, int32_t first, int32_t last, bool deictic) const {
    return Make(begin, end, TimeKind::kDate, DayValue(first), Days{first, last}, deictic);
  }

  // "2021-10-06"
  absl::optional<Found> IsoDate(size_t at) const {
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

  // "Wednesday, 6 October", "Wednesday October 6": the weekday is part of the date.
  absl::optional<Found> WeekdayDate(size_t at) const {
    if (!WeekdayNamed(Text(at)).has_value()) return absl::nullopt;
    size_t next = at + 1;
    if (Text(next) == ",") ++next;
    if (Text(next) == "the") ++next;
    absl::optional<Found> found = MonthDate(next);
    if (!found.has_value() || found->time.value.size() < 10) return absl::nullopt;
    found->begin = at;
    return found;
  }

  // A month's name is also a verb, a modal or a person's name.
  bool IsMonthHere(size_t at) const {
    const absl::string_view text = Text(at);
    if (!MonthNamed(text).has_value()) return false;
    const absl::string_view original = source_.document.text(TokenOf(at));
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
    return source_.word(TokenOf(at)).upos == Upos::kPropn;
  }

  // A year behind a month or day: "October 2021", "6 October, 2021", "October of 2021".
  absl::optional<int> YearBehind(size_t at, size_t* end) const {
    size_t next = at;
    if (Text(next) == "," || Text(next) == "of" || Text(next) == "in") ++next;
    const absl::optional<int> year = YearNumber(Text(next));
    if (year.has_value()) *end = next + 1;
    return year;
  }

  absl::optional<Found> MonthDate(size_t at) const {
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

  bool IsCounting(size_t at) const {
    const absl::string_view text = Text(at);
    return text == "%" || text == "per" || text == "percent" || text == "people" ||
           !DurationUnit(text).empty() || text == "million" || text == "billion";
  }

  absl::optional<Found> DayAndMonth(size_t begin, size_t end, absl::optional<int> year, int month,
                                    int day, absl::optional<int> last_day) const {
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

  absl::optional<Found> MonthAlone(size_t begin, size_t end, absl::optional<int> year,
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
    return Make(begin, end, TimeKind::kDate, MonthValue(value, month), MonthDays(value, month),
                true);
  }

  // "the 1990s", "the '90s"
  absl::optional<Found> Decade(size_t at) const {
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

  absl::optional<Found> Century(size_t at) const {
    const absl::optional<Ordinal> ordinal = ReadOrdinal(atoms_, at);
    if (!ordinal.has_value() || ordinal->value < 1 || ordinal->value > 21) return absl::nullopt;
    size_t end = ordinal->end;
    if (Text(end) == "-") ++end;
    if (Text(end) != "century") return absl::nullopt;
    const int first = (static_cast<int>(ordinal->value) - 1) * 100;
    return Make(at, end + 1, TimeKind::kDate, absl::StrFormat("%02d", first / 100),
                Days{DayOf({first, 1, 1}), DayOf({first + 99, 12, 31})}, false);
  }

  // "the third quarter of 2020", "the second quarter"
  absl::optional<Found> Quarter(size_t at) const {
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
    return Make(at, end, TimeKind::kDate, absl::StrCat(YearValue(*year), "-Q", quarter),
                days(*year), deictic);
  }

  // "in 1998", "the 2016 election"; not "2,000 people" and not "2000 people".
  absl::optional<Found> Year(size_t at) const {
    const absl::optional<int> year = YearNumber(Text(at));
    if (!year.has_value()) return absl::nullopt;
    const uint32_t token = TokenOf(at);
    const language::Word& word = source_.word(token);
    const language::NamedEntity* entity = EntityAt(source_, token);
    bool accepted = entity != nullptr && entity->type == language::EntityType::kDate;
    const absl::string_view before = Before(at);
    for (absl::string_view word_before :
         {"in",     "since", "by",    "until",   "till", "from",    "during",
          "before", "after", "early", "late",    "mid",  "through", "year",
          "(",      "of",    "to",    "between", "and",  "-"}) {
      if (before == word_before) accepted = true;
    }
    if (word.head != kNoToken && word.head > token &&
        (word.relation == Relation::kNummod || word.relation == Relation::kCompound ||
         word.relation == Relation::kNmod || word.relation == Relation::kNmodUnmarked)) {
      // A plural behind the number is counted by it.
      const language::Word& noun = source_.word(word.head);
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

  // "summer 2019", "the summer of 2019", "last summer", "this spring"
  absl::optional<Found> Season(size_t at) const {
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
      if (source_.word(TokenOf(at)).upos == Upos::kVerb) return absl::nullopt;
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
                absl::StrCat(YearValue(*year), "-", SeasonValue(*season)),
                SeasonDays(*year, *season), deictic);
  }

  // ---- Days counted from the day of publication ----

  Found MakeDeictic(size_t begin, size_t end, int offset, absl::string_view part,
                    absl::string_view open_value) const {
    const TimeKind kind = part.empty() ? TimeKind::kDate : TimeKind::kTime;
    if (!publish_day_.has_value()) {
      return Make(begin, end, kind, absl::StrCat(open_value, part), absl::nullopt, true);
    }
    const int32_t day = *publish_day_ + offset;
    return Make(begin, end, kind, absl::StrCat(DayValue(day), part), Days{day, day}, true);
  }

  // today, yesterday morning, tonight, last night, this afternoon
  absl::optional<Found> DeicticDay(size_t at) const {
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

  // "on Wednesday", "last Wednesday night", "next Friday"
  absl::optional<Found> WeekdayAlone(size_t at) const {
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

  bool LooksAhead(size_t at) const { return DirectionAt(at) == Direction::kFuture; }

  // "last week", "this month", "next year", "the past two years", "two days ago", "the weekend"
  absl::optional<Found> DeicticUnit(size_t at) const {
    if (absl::optional<Found> ago = Ago(at)) return ago;
    if (absl::optional<Found> past = PastSpan(at)) return past;
    const absl::string_view text = Text(at);
    int offset = 0;
    if (IsPast(text)) {
      offset = -1;
    } else if (IsNext(text)) {
      offset = 1;
    } else if (text != "this" && text != "current" &&
               !(text == "the" && Text(at + 1) == "weekend")) {
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
      return Make(begin, end, TimeKind::kDate, MonthValue(year, month), MonthDays(year, month),
                  true);
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

  // A number of units: "two years", "a week", "several months".
  struct Length {
    size_t end = 0;
    absl::optional<int> count;  // no value: "several", "dozens of"
    absl::string_view unit;
    bool article = false;
  };
  absl::optional<Length> ReadLength(size_t at) const {
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

  static std::string DurationValue(const Length& length) {
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

  // Days that the length is long, no value where it is not counted in days or too long to be used.
  static absl::optional<int32_t> LengthInDays(const Length& length) {
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

  // "two days ago", "a year ago", "three weeks from now"
  absl::optional<Found> Ago(size_t at) const {
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

  // "the past two years", "the last 24 hours", "the next three weeks", "the past week"
  absl::optional<Found> PastSpan(size_t at) const {
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

  // "for two years", "72 hours", "two-year"; ages are no durations.
  absl::optional<Found> Span(size_t at) const {
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

  // every day, each year, daily, weekly
  absl::optional<Found> Set(size_t at) const {
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

  // ---- Clock times ----

  // "p.m." after an hour; 0 am, 12 pm, -1 neither. `end` moves behind it.
  int HalfOfDay(size_t* end) const {
    const absl::string_view text = Text(*end);
    if (text == "am" || text == "a.m." || text == "a.m") {
      ++*end;
      return 0;
    }
    if (text == "pm" || text == "p.m." || text == "p.m") {
      ++*end;
      return 12;
    }
    return -1;
  }

  absl::optional<Found> Clock(size_t at) const {
    absl::string_view text = Text(at);
    if ((text == "noon" || text == "midday") && source_.word(TokenOf(at)).upos != Upos::kPropn) {
      return Make(at, at + 1, TimeKind::kTime, "T12:00", absl::nullopt, false);
    }
    if (text == "midnight") {
      return Make(at, at + 1, TimeKind::kTime, "T24:00", absl::nullopt, false);
    }
    int half = -1;
    for (absl::string_view ending : {"am", "a.m.", "pm", "p.m."}) {
      if (text.size() > ending.size() && absl::ascii_isdigit(text[0]) &&
          absl::ConsumeSuffix(&text, ending)) {
        half = ending[0] == 'p' ? 12 : 0;
        break;
      }
    }
    size_t end = at + 1;
    const size_t mark = text.find_first_of(":.");
    absl::optional<int> hour = Integer(text.substr(0, mark), 2);
    absl::optional<int> minute;
    if (mark != absl::string_view::npos) {
      minute = Integer(text.substr(mark + 1), 2);
      if (!minute.has_value() || *minute > 59 || text.size() - mark - 1 != 2) return absl::nullopt;
    } else if (!hour.has_value()) {
      if (const absl::optional<int> word = SmallNumber(text); word.has_value() && *word <= 12) {
        hour = word;
      }
    }
    if (!hour.has_value() || *hour > 24) return absl::nullopt;
    if (half < 0) half = HalfOfDay(&end);
    const bool colon = mark != absl::string_view::npos && text[mark] == ':';
    if (half < 0) {
      if (Text(end) == "o'clock" || Text(end) == "o\u2019clock") {
        ++end;
      } else if (!colon) {
        return absl::nullopt;
      }
    } else {
      if (*hour > 12) return absl::nullopt;
      hour = *hour % 12 + half;
    }
    const absl::string_view zone = Text(end);
    if (zone == "gmt" || zone == "bst" || zone == "utc" || zone == "et" || zone == "est" ||
        zone == "edt" || zone == "pt" || zone == "cet" || zone == "cest") {
      ++end;
    } else if (zone == "local" && Text(end + 1) == "time") {
      end += 2;
    }
    return Make(at, end, TimeKind::kTime, absl::StrFormat("T%02d:%02d", *hour, minute.value_or(0)),
                absl::nullopt, false);
  }

  const Source& source_;
  const std::vector<Atom> atoms_;
  const absl::optional<int32_t> publish_day_;
};

}  // namespace

void FindTimes(const Source& source, uint32_t sentence, absl::optional<int32_t> publish_day,
               std::vector<bool>* taken, std::vector<TimeExpression>* times) {
  Finder(source, source.document.sentences()[sentence].tokens, publish_day).Run(taken, times);
}

}  // namespace parallax::claims::internal
